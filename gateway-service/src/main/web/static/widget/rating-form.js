/** Asks the visitor how it was, once an agent's conversation has ended. */

import { h } from './dom.js';
import { icon } from './icons.js';

const BEST = 5;
/** What the suite takes of a comment. */
const LONGEST = 1000;

/**
 * @param {import('./locales/en.js').Words} words
 * @param {string} name the agent's
 * @param {(rating: {score: number, comment: string}|null) => void} done null when the visitor would rather not
 */
export function ratingForm(words, name, done) {
    const comment = h('textarea', { class: 'field', rows: 2, maxlength: LONGEST, dir: 'auto', id: 'comment' });
    const send = h('button', { class: 'button', disabled: true }, words.rateSend);
    const stars = Array.from({ length: BEST }, (_, index) =>
        h(
            'label',
            { class: 'star' },
            h('input', { type: 'radio', name: 'score', value: index + 1, 'aria-label': words.stars(index + 1) }),
            icon('star'),
        ),
    );
    const form = h(
        'form',
        { class: 'sheet' },
        h('fieldset', {}, h('legend', {}, words.rateAsk(name)), h('div', { class: 'stars' }, ...stars)),
        h('label', { for: 'comment' }, words.rateComment),
        comment,
        h(
            'div',
            { class: 'row' },
            send,
            h('button', { type: 'button', class: 'button quiet', onclick: () => done(null) }, words.rateSkip),
        ),
    );
    const score = () => Number(new FormData(form).get('score'));
    form.addEventListener('change', () => {
        send.disabled = !score();
        stars.forEach((star, index) => star.classList.toggle('lit', index < score()));
    });
    form.addEventListener('submit', (event) => {
        event.preventDefault();
        done({ score: score(), comment: comment.value.trim() });
    });
    return form;
}
