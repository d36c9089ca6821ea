/**
 * Sheets of which one is shown, as WAI-ARIA's pattern for tabs has it: arrows move, one stop of the Tab key.
 */

import { element } from './dom.js';

/**
 * @param {string} label
 * @param {readonly {name: string, sheet: HTMLElement}[]} pages
 * @returns {HTMLElement[]} the row of tabs, then the sheets
 */
export function tabs(label, pages) {
    const row = element('div', { class: 'tabs', role: 'tablist', 'aria-label': label, keydown: walk });
    const buttons = pages.map(({ name, sheet }, index) => {
        sheet.id = `sheet-${index}`;
        sheet.setAttribute('role', 'tabpanel');
        sheet.setAttribute('aria-labelledby', `tab-${index}`);
        return element(
            'button',
            { type: 'button', role: 'tab', id: `tab-${index}`, 'aria-controls': sheet.id, click: () => select(index) },
            name,
        );
    });
    row.append(...buttons);
    select(0);
    return [row, ...pages.map(({ sheet }) => sheet)];

    /** @param {number} chosen */
    function select(chosen) {
        buttons.forEach((button, index) => {
            button.setAttribute('aria-selected', String(index === chosen));
            button.tabIndex = index === chosen ? 0 : -1;
            pages[index].sheet.hidden = index !== chosen;
        });
    }

    /** @param {KeyboardEvent} event */
    function walk(event) {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step) {
            return;
        }
        const at = buttons.findIndex((button) => button === event.target);
        const to = (at + step + buttons.length) % buttons.length;
        select(to);
        buttons[to].focus();
    }
}
