/**
 * The widget as a component of a Vue application, without a build: Vue comes from the folder of vendored libraries, hence
 * the component is made of its functions here. A project with a bundler imports `widget/vue.js` instead.
 */

import { createApp, defineComponent, h, onBeforeUnmount, onMounted, ref, watch } from '../vendor/vue/vue.js';
import { chatWidgetComponent } from '../widget/vue-component.js';

const ChatWidget = chatWidgetComponent({ defineComponent, onBeforeUnmount, onMounted, watch });

const App = defineComponent({
    setup() {
        const shown = ref(true);
        const theme = ref('auto');
        const position = ref('bottom-right');
        const told = ref(/** @type {string[]} */ ([]));
        const tell = (/** @type {string} */ words) => {
            told.value = [...told.value.slice(-9), words];
        };
        return () => [
            h('p', { class: 'crumbs' }, h('a', { href: '../' }, 'Parley')),
            h('h1', 'The widget in Vue'),
            h('p', { class: 'lead' }, 'A component, its options as props, its events as emits. Change a prop while the chat is open.'),
            h('div', { class: 'row' }, [
                choiceOf('theme', ['auto', 'light', 'dark'], theme),
                choiceOf('position', ['bottom-right', 'bottom-left'], position),
                h('button', { class: 'button', onClick: () => (shown.value = !shown.value) }, shown.value ? 'Unmount' : 'Mount'),
            ]),
            h('h2', 'What it tells'),
            h('ol', { class: 'told', id: 'told' }, told.value.map((words) => h('li', words))),
            shown.value
                ? h(ChatWidget, {
                      theme: theme.value,
                      position: position.value,
                      onMessage: (/** @type {any} */ message) =>
                          tell(`message: ${message.sender_type} says “${message.content.slice(0, 60)}”`),
                      onEscalation: (/** @type {any} */ escalation) => tell(`escalation: ${escalation.status}`),
                      onOpen: () => tell('open'),
                      onClose: () => tell('close'),
                      onError: (/** @type {any} */ failure) => tell(`error: ${failure.code}`),
                  })
                : null,
        ];
    },
});

/**
 * @param {string} label
 * @param {string[]} values
 * @param {{value: string}} chosen
 */
function choiceOf(label, values, chosen) {
    return h('label', [
        label,
        h(
            'select',
            { value: chosen.value, onChange: (/** @type {any} */ event) => (chosen.value = event.target.value) },
            values.map((value) => h('option', { value }, value)),
        ),
    ]);
}

createApp(App).mount('#app');
