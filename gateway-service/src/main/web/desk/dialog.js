/**
 * Dialogs on the browser's own element: it keeps the focus inside, closes on Escape, and gives the focus back.
 */

import { h, newId } from './dom.js';
import { icon } from './icons.js';
import { words } from './words.js';

/**
 * Shows a dialog until it is closed.
 *
 * @param {object} parts
 * @param {string} parts.title
 * @param {(import('./dom.js').Child)[]} parts.content
 * @param {string} [parts.name] a class
 * @returns {{element: HTMLDialogElement, close: () => void, closed: Promise<void>}}
 */
export function openDialog({ title, content, name = '' }) {
    const titleId = newId('dialog');
    const returnTo = document.activeElement;
    const element = h(
        'dialog',
        { class: `dialog ${name}`, 'aria-labelledby': titleId },
        h(
            'header',
            { class: 'dialog-head' },
            h('h2', { id: titleId }, title),
            h(
                'button',
                {
                    class: 'button quiet icon-only',
                    type: 'button',
                    'aria-label': words.close,
                    on: { click: () => element.close() },
                },
                icon('close'),
            ),
        ),
        ...content,
    );
    element.addEventListener('mousedown', (event) => {
        if (event.target === element && !isInside(element, event)) {
            element.close();
        }
    });
    const closed = new Promise((/** @type {(nothing: void) => void} */ resolve) => {
        element.addEventListener('close', () => {
            element.remove();
            if (returnTo instanceof HTMLElement && returnTo.isConnected) {
                returnTo.focus();
            }
            resolve();
        });
    });
    document.body.append(element);
    element.showModal();
    return { element, close: () => element.close(), closed };
}

/** @param {HTMLElement} element @param {MouseEvent} event */
function isInside(element, event) {
    const box = element.getBoundingClientRect();
    return (
        event.clientX >= box.left &&
        event.clientX <= box.right &&
        event.clientY >= box.top &&
        event.clientY <= box.bottom
    );
}

/**
 * Asks before something that cannot be undone.
 *
 * @param {{title: string, lead: string, yes: string, no?: string, danger?: boolean}} question
 * @returns {Promise<boolean>}
 */
export async function confirmed({ title, lead, yes, no = words.cancel, danger = true }) {
    let agreed = false;
    const dialog = openDialog({
        title,
        name: 'dialog-small',
        content: [
            h('p', { class: 'dialog-lead' }, lead),
            h(
                'div',
                { class: 'dialog-actions' },
                h(
                    'button',
                    { class: 'button', type: 'button', autofocus: true, on: { click: () => dialog.close() } },
                    no,
                ),
                h(
                    'button',
                    {
                        class: `button ${danger ? 'danger' : 'primary'}`,
                        type: 'button',
                        on: {
                            click: () => {
                                agreed = true;
                                dialog.close();
                            },
                        },
                    },
                    yes,
                ),
            ),
        ],
    });
    await dialog.closed;
    return agreed;
}
