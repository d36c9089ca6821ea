/**
 * Short messages at the edge of the page: what was done, and what went wrong. Screen readers are told of both.
 */

import { h } from './dom.js';
import { icon } from './icons.js';
import { words } from './words.js';

const SHOWN = 5000;
const SHOWN_FAILURE = 12_000;
const MOST = 3;

export class Toasts {
    #done = h('div', { class: 'toasts', role: 'status' });
    #failed = h('div', { class: 'toasts', role: 'alert' });

    /** @readonly */
    element = h('div', { class: 'toast-corner' }, this.#failed, this.#done);

    /** @param {string} text */
    done(text) {
        this.#show(this.#done, text, 'check', SHOWN);
    }

    /** @param {string} text */
    failed(text) {
        this.#show(this.#failed, text, 'alert', SHOWN_FAILURE);
    }

    /**
     * @param {Element} place
     * @param {string} text
     * @param {import('./icons.js').IconName} picture
     * @param {number} ms
     */
    #show(place, text, picture, ms) {
        const toast = h(
            'div',
            { class: `toast ${picture === 'alert' ? 'toast-failed' : ''}` },
            icon(picture),
            h('span', { class: 'toast-text' }, text),
            h(
                'button',
                {
                    class: 'button quiet icon-only',
                    type: 'button',
                    'aria-label': words.close,
                    on: { click: () => toast.remove() },
                },
                icon('close'),
            ),
        );
        place.append(toast);
        while (place.children.length > MOST) {
            place.firstElementChild?.remove();
        }
        let timer = window.setTimeout(() => toast.remove(), ms);
        toast.addEventListener('mouseenter', () => clearTimeout(timer));
        toast.addEventListener('mouseleave', () => (timer = window.setTimeout(() => toast.remove(), ms)));
    }
}
