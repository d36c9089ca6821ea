/** Asks the visitor whether they want to talk to a person, and what about. */

import { h } from './dom.js';

/** What the suite takes of a reason. */
const LONGEST = 500;

/**
 * @param {import('./locales/en.js').Words} words
 * @param {(reason: string|null) => void} done null when the visitor thought better of it
 */
export function escalationForm(words, done) {
    const field = h('textarea', { class: 'field', rows: 2, maxlength: LONGEST, dir: 'auto', id: 'reason' });
    const form = h(
        'form',
        { class: 'sheet', 'aria-labelledby': 'sheet-title' },
        h('h3', { id: 'sheet-title' }, words.person),
        h('p', {}, words.personAsk),
        h('label', { for: 'reason' }, words.personReason),
        field,
        h(
            'div',
            { class: 'row' },
            h('button', { class: 'button' }, words.personYes),
            h('button', { type: 'button', class: 'button quiet', onclick: () => done(null) }, words.cancel),
        ),
    );
    form.addEventListener('submit', (event) => {
        event.preventDefault();
        done(field.value.trim());
    });
    return form;
}
