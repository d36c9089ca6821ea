/**
 * What people wrote, as they wrote it: no markup, but addresses of the web can be clicked.
 */

import { h, show } from './dom.js';

const ADDRESS = /https?:\/\/[^\s<>"'`]+[^\s<>"'`.,;:!?)\]}]/g;

/**
 * @param {Element} element
 * @param {string} text
 */
export function showPlainText(element, text) {
    /** @type {(string|Node)[]} */
    const parts = [];
    let from = 0;
    for (const found of text.matchAll(ADDRESS)) {
        parts.push(
            text.slice(from, found.index),
            h(
                'a',
                {
                    href: found[0],
                    target: '_blank',
                    rel: 'noopener noreferrer nofollow',
                },
                found[0],
            ),
        );
        from = found.index + found[0].length;
    }
    show(element, ...parts, text.slice(from));
}
