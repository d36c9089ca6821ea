/**
 * Tries a chatbot's search: what would the model be given for this question?
 */

import { h, newId, show } from '../dom.js';
import { icon } from '../icons.js';
import { failureWords, words } from '../words.js';

const text = words.search;
const LONGEST = 1000;

/**
 * @typedef {object} Passage
 * @property {string} document_id
 * @property {string} title
 * @property {number} [page]
 * @property {string} [heading]
 * @property {string} excerpt
 * @property {number} score
 */

export class SearchView {
    #api;
    #path;
    #query = h('input', {
        class: 'field',
        id: newId('query'),
        type: 'search',
        maxlength: LONGEST,
        placeholder: text.placeholder,
        autocomplete: 'off',
        required: true,
    });
    #count = h('input', { class: 'field', id: newId('count'), type: 'number', min: 1, max: 20, placeholder: '5' });
    #submit = h('button', { class: 'button primary', type: 'submit' }, text.submit);
    #result = h('div', { class: 'search-result', 'aria-live': 'polite' }, h('p', { class: 'none' }, text.untried));

    /** @readonly */
    element = h(
        'div',
        { class: 'search-view' },
        h('p', { class: 'muted' }, text.lead),
        h(
            'form',
            {
                class: 'search-form',
                novalidate: true,
                on: {
                    submit: (/** @type {Event} */ event) => {
                        event.preventDefault();
                        void this.#search();
                    },
                },
            },
            h('div', { class: 'form-row' }, h('label', { for: this.#query.id }, text.query), this.#query),
            h(
                'div',
                { class: 'form-row form-row-count' },
                h('label', { for: this.#count.id }, text.count),
                this.#count,
            ),
            this.#submit,
        ),
        this.#result,
    );

    /** @param {import('../desk.js').Desk} desk @param {import('../types.js').Chatbot} chatbot */
    constructor(desk, chatbot) {
        this.#api = desk.account.api;
        this.#path = `/chatbots/${encodeURIComponent(chatbot.id)}/search`;
        if (!chatbot.retrieval.enabled) {
            show(this.#result, h('p', { class: 'notice notice-warn' }, icon('alert'), text.off));
        }
    }

    focus() {
        this.#query.focus();
    }

    close() {}

    async #search() {
        const query = this.#query.value.trim();
        if (query === '') {
            this.#query.focus();
            return;
        }
        this.#submit.disabled = true;
        try {
            const wanted = this.#count.value === '' ? {} : { top_k: Number(this.#count.value) };
            const { passages } = await this.#api.call('POST', this.#path, { body: { query, ...wanted } });
            this.#show(passages);
        } catch (failure) {
            const { status, message } = /** @type {{status?: number, message?: string}} */ (failure);
            show(
                this.#result,
                h('p', { class: 'problem', role: 'alert' }, (status === 400 && message) || failureWords(failure)),
            );
        } finally {
            this.#submit.disabled = false;
        }
    }

    /** @param {Passage[]} passages */
    #show(passages) {
        show(
            this.#result,
            h('p', { class: 'search-count' }, passages.length === 0 ? text.none : text.found(passages.length)),
            h('ol', { class: 'passages' }, ...passages.map(passageLine)),
        );
    }
}

/** @param {Passage} passage */
function passageLine(passage) {
    const meter = h('meter', { min: 0, max: 1, value: Math.min(1, passage.score), 'aria-label': text.score });
    return h(
        'li',
        { class: 'passage' },
        h(
            'div',
            { class: 'passage-head' },
            h('strong', {}, passage.title),
            passage.heading && h('span', { class: 'muted' }, passage.heading),
            passage.page && h('span', { class: 'muted' }, words.conversation.page(passage.page)),
            h('span', { class: 'passage-score' }, meter, passage.score.toFixed(2)),
        ),
        h('p', { class: 'passage-text' }, passage.excerpt),
    );
}
