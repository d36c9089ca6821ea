/**
 * The widget as a component of a React application, without a build: React comes from the folder of vendored libraries,
 * hence the component is made of its hooks here. A project with a bundler imports `widget/react.js` instead.
 */

import { StrictMode, createElement as h, createRoot, useEffect, useRef, useState } from '../vendor/react/react.js';
import { chatWidgetComponent } from '../widget/react-component.js';

const ChatWidget = chatWidgetComponent({ useEffect, useRef });

function App() {
    const [shown, setShown] = useState(true);
    const [theme, setTheme] = useState('auto');
    const [position, setPosition] = useState('bottom-right');
    const [told, setTold] = useState(/** @type {string[]} */ ([]));
    const tell = (/** @type {string} */ words) => setTold((before) => [...before.slice(-9), words]);
    return h(
        'div',
        null,
        h('p', { className: 'crumbs' }, h('a', { href: '../' }, 'Parley')),
        h('h1', null, 'The widget in React'),
        h('p', { className: 'lead' }, 'A component, its options as props, its events as handlers. Change a prop while the chat is open.'),
        h(
            'div',
            { className: 'row' },
            h(Choice, { label: 'theme', values: ['auto', 'light', 'dark'], value: theme, onChange: setTheme }),
            h(Choice, { label: 'position', values: ['bottom-right', 'bottom-left'], value: position, onChange: setPosition }),
            h('button', { className: 'button', onClick: () => setShown(!shown) }, shown ? 'Unmount' : 'Mount'),
        ),
        h('h2', null, 'What it tells'),
        h('ol', { className: 'told', id: 'told' }, told.map((words, index) => h('li', { key: index }, words))),
        shown &&
            h(ChatWidget, {
                theme,
                position,
                onMessage: (/** @type {any} */ message) => tell(`onMessage: ${message.sender_type} says “${message.content.slice(0, 60)}”`),
                onEscalation: (/** @type {any} */ escalation) => tell(`onEscalation: ${escalation.status}`),
                onOpen: () => tell('onOpen'),
                onClose: () => tell('onClose'),
                onError: (/** @type {any} */ failure) => tell(`onError: ${failure.code}`),
            }),
    );
}

/** @param {{label: string, values: string[], value: string, onChange: (value: string) => void}} props */
function Choice({ label, values, value, onChange }) {
    return h(
        'label',
        null,
        label,
        h(
            'select',
            { value, onChange: (/** @type {any} */ event) => onChange(event.target.value) },
            values.map((each) => h('option', { key: each }, each)),
        ),
    );
}

const root = /** @type {HTMLElement} */ (document.getElementById('app'));
createRoot(root).render(h(StrictMode, null, h(App)));
