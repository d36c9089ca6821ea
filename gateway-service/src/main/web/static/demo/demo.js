/**
 * The demo page: an invented shop with the widget on it, and a panel that shows developers what happens.
 */

import { DemoWidget } from './demo-widget.js';
import { buildPanel } from './panel.js';
import { lightSwitch } from './light-switch.js';

const widget = new DemoWidget();

lightSwitch(byId('light-switch'), widget);
buildPanel(byId('panel'), byId('panel-switch'), widget);
widget.on('change', ({ position }) => {
    byId('layout').dataset.widget = position;
});
widget.start();

for (const button of document.querySelectorAll('[data-ask]')) {
    button.addEventListener('click', () => {
        const question = /** @type {HTMLElement} */ (button).dataset.ask;
        widget.current.openChat();
        if (question) {
            widget.current.sendMessage(question);
        }
    });
}

/** @param {string} id */
function byId(id) {
    const found = document.getElementById(id);
    if (!found) {
        throw new Error(`The page has no element ${id}.`);
    }
    return found;
}
