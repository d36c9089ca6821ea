/**
 * JSON for reading: indented, with its keys and kinds of values told apart.
 */

import { element } from './dom.js';

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|\b(true|false|null)\b/g;

/** What is longer is shown without colours: each token is an element. */
const COLOURED = 60_000;

/**
 * @param {unknown} value anything JSON can say; a string that is no JSON is shown as it is
 * @param {string} label for screen readers
 */
export function jsonView(value, label) {
    const view = element('pre', { class: 'json', tabindex: 0, 'aria-label': label, role: 'region' });
    const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
    view.append(...(typeof value === 'string' || text.length > COLOURED ? [text] : coloured(text)));
    return view;
}

/** @param {string} text */
function coloured(text) {
    /** @type {(Node|string)[]} */
    const parts = [];
    let end = 0;
    for (const found of text.matchAll(TOKEN)) {
        const [whole, string, colon = '', number] = found;
        parts.push(text.slice(end, found.index));
        if (string && colon) {
            parts.push(element('span', { class: 'key' }, string), colon);
        } else {
            parts.push(element('span', { class: string ? 'string' : number ? 'number' : 'literal' }, whole));
        }
        end = found.index + whole.length;
    }
    parts.push(text.slice(end));
    return parts;
}
