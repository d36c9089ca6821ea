/**
 * One clock for every waiting time on the page: what shows one is a `<time data-since>` somewhere in the document.
 */

import { h, setText } from './dom.js';
import { duration, fullTime, urgency } from './format.js';

/**
 * A time that goes on by itself.
 *
 * @param {string} since
 * @param {{name?: string, heats?: boolean}} [look] `heats`: it shows how pressing it has become
 */
export function ticking(since, { name = '', heats = false } = {}) {
    const element = h('time', {
        class: `ticking ${name}`,
        datetime: since,
        title: fullTime(since),
        'data-heats': heats,
    });
    tick(element, Date.now());
    return element;
}

/**
 * @param {HTMLTimeElement} element
 * @param {string} since
 */
export function tickFrom(element, since) {
    if (element.dateTime !== since) {
        element.dateTime = since;
        element.title = fullTime(since);
    }
    tick(element, Date.now());
}

/** Draws all of them once a second while somebody looks. */
export function startTicker() {
    const timer = window.setInterval(() => {
        if (!document.hidden) {
            const now = Date.now();
            document
                .querySelectorAll('time.ticking')
                .forEach((element) => tick(/** @type {HTMLTimeElement} */ (element), now));
        }
    }, 1000);
    return () => clearInterval(timer);
}

/** @param {HTMLTimeElement} element @param {number} now */
function tick(element, now) {
    const passed = now - Date.parse(element.dateTime);
    setText(element, duration(passed));
    if (element.hasAttribute('data-heats')) {
        element.dataset.urgency = urgency(passed);
    }
}
