/**
 * What answers cost, by day, chatbot or user: a table with a bar for each row, and the sum.
 */

import { h, newId, show } from '../dom.js';
import { number } from '../format.js';
import { failureWords, words } from '../words.js';

/** @typedef {import('../types.js').UsageRow} UsageRow */

const text = words.usage;
const DAYS = 30;
const DAY = 24 * 60 * 60_000;

/** @typedef {'day'|'chatbot'|'user'} By */

export class UsageView {
    #api;
    /** @type {By} */
    #by = 'day';
    #asked = 0;

    #from = h('input', { class: 'field', type: 'date', id: newId('from'), on: { change: () => this.#load() } });
    #to = h('input', { class: 'field', type: 'date', id: newId('to'), on: { change: () => this.#load() } });
    #result = h('div', { class: 'usage-result', 'aria-live': 'polite' }, h('p', { class: 'none' }, words.loading));

    /** @readonly */
    element = h(
        'div',
        { class: 'page' },
        h(
            'div',
            { class: 'page-inner' },
            h('header', { class: 'page-head' }, h('h2', {}, text.title), this.#choice(), this.#days()),
            this.#result,
        ),
    );

    /** @param {import('../desk.js').Desk} desk */
    constructor(desk) {
        this.#api = desk.account.api;
        const today = Date.now();
        this.#to.value = isoDay(today);
        this.#from.value = isoDay(today - (DAYS - 1) * DAY);
    }

    show() {
        void this.#load();
    }

    close() {
        this.#asked += 1;
    }

    #choice() {
        const name = newId('by');
        const bys = /** @type {By[]} */ (['day', 'chatbot', 'user']);
        return h(
            'div',
            { class: 'segments', role: 'radiogroup', 'aria-label': text.by },
            ...bys.flatMap((by) => {
                const id = newId('by');
                const change = () => {
                    this.#by = by;
                    void this.#load();
                };
                return [
                    h('input', { type: 'radio', id, name, checked: by === this.#by, on: { change } }),
                    h('label', { for: id }, text.bys[by]),
                ];
            }),
        );
    }

    #days() {
        return h(
            'div',
            { class: 'usage-days', title: text.days },
            h('label', { for: this.#from.id }, text.from),
            this.#from,
            h('label', { for: this.#to.id }, text.to),
            this.#to,
        );
    }

    async #load() {
        const asked = (this.#asked += 1);
        const query = { by: this.#by, from: this.#from.value || null, to: this.#to.value || null };
        try {
            const usage = await this.#api.call('GET', '/usage', { query });
            if (asked === this.#asked) {
                this.#draw(usage.rows, usage.total);
            }
        } catch (failure) {
            if (asked === this.#asked) {
                const { status, message } = /** @type {{status?: number, message?: string}} */ (failure);
                show(
                    this.#result,
                    h('p', { class: 'problem', role: 'alert' }, (status === 400 && message) || failureWords(failure)),
                );
            }
        }
    }

    /** @param {UsageRow[]} rows @param {UsageRow} total */
    #draw(rows, total) {
        if (rows.length === 0) {
            show(this.#result, h('p', { class: 'none' }, text.none));
            return;
        }
        const most = Math.max(...rows.map((row) => row.total_tokens), 1);
        show(
            this.#result,
            h(
                'dl',
                { class: 'totals' },
                totalOf(text.total, total.total_tokens),
                totalOf(text.answers, total.answers),
                totalOf(text.ownKey, total.own_key_tokens),
            ),
            h(
                'div',
                { class: 'table-frame', tabindex: 0, role: 'region', 'aria-label': text.caption },
                h(
                    'table',
                    { class: 'table usage' },
                    h('caption', { class: 'visually-hidden' }, text.caption),
                    h(
                        'thead',
                        {},
                        h(
                            'tr',
                            {},
                            h('th', { scope: 'col' }, text.bys[this.#by]),
                            h(
                                'th',
                                { scope: 'col', class: 'bar-column' },
                                h('span', { class: 'visually-hidden' }, text.caption),
                            ),
                            ...[text.total, text.answers, text.prompt, text.completion, text.ownKey].map((word) =>
                                h('th', { scope: 'col', class: 'number' }, word),
                            ),
                        ),
                    ),
                    h('tbody', {}, ...rows.map((row) => this.#row(row, most))),
                    h(
                        'tfoot',
                        {},
                        h(
                            'tr',
                            {},
                            h('th', { scope: 'row' }, text.sum),
                            h('td', { class: 'bar-column' }),
                            ...figures(total),
                        ),
                    ),
                ),
            ),
            rows.some((row) => row.estimated) && h('p', { class: 'hint' }, `≈ ${text.estimated}`),
        );
    }

    /** @param {UsageRow} row @param {number} most */
    #row(row, most) {
        const bar = h('span', { class: 'bar' });
        bar.style.width = `${(row.total_tokens / most) * 100}%`;
        return h(
            'tr',
            {},
            h('th', { scope: 'row' }, row[this.#by] ?? ''),
            h('td', { class: 'bar-column', 'aria-hidden': 'true' }, bar),
            ...figures(row),
        );
    }
}

/** @param {UsageRow} row */
function figures(row) {
    return [
        `${row.estimated ? '≈ ' : ''}${number(row.total_tokens)}`,
        ...[row.answers, row.prompt_tokens, row.completion_tokens, row.own_key_tokens].map(number),
    ].map((figure) => h('td', { class: 'number' }, figure));
}

/** @param {string} name @param {number} value */
function totalOf(name, value) {
    return h('div', {}, h('dt', {}, name), h('dd', {}, number(value)));
}

/** @param {number} moment */
function isoDay(moment) {
    return new Date(moment).toISOString().slice(0, 10);
}
