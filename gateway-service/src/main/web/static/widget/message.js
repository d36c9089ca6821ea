/**
 * One line of the conversation: what was said, by whom, what became of it, and what can be done with it.
 *
 * @typedef {import('../chat/types.js').Entry} Entry
 * @typedef {import('../chat/types.js').Citation} Citation
 * @typedef {import('./grouping.js').Standing} Standing
 *
 * @typedef {object} Room what a line has to know of the chat around it
 * @property {import('../chat/chat-client.js').ChatClient} chat
 * @property {import('./locales/en.js').Words} words
 * @property {import('./format.js').Format} format
 * @property {string[]} imageOrigins
 * @property {number} longest code points of a message
 * @property {(entry: Entry) => string} nameOf
 * @property {(entry: Entry) => boolean} isNewestAnswer
 * @property {(entry: Entry) => boolean} isRead
 * @property {() => boolean} canAskPerson
 * @property {() => void} askPerson
 * @property {(text: string) => void} say to a screen reader
 * @property {(job: () => unknown) => void} attempt does it, and shows the visitor when it fails
 */

import { MarkdownView } from '../chat/markdown.js';
import { fill, h, write } from './dom.js';
import { icon } from './icons.js';
import { answerActions, copyButton, editor, failedActions, ownActions, removeQuestion } from './message-actions.js';

const ADDRESS = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}']/g;

export class MessageView {
    element = h('li', { class: 'line' });
    #entry;
    #room;
    #day = h('div', { class: 'day' });
    #head = h('div', { class: 'head' });
    #said = h('div', { class: 'said', dir: 'auto', tabindex: -1 });
    #sources = h('div', { class: 'sources' });
    #foot = h('div', { class: 'foot' });
    #actions = h('div', { class: 'actions' });
    /** @type {MarkdownView|null} */
    #markdown = null;
    /** @type {Standing} */
    #standing = { day: false, head: false, tail: false };
    #shape = '';
    /** What of an answer was shown last; a beginning anew is shown as thinking in between. */
    #shown = '';
    /** @type {'view'|'edit'|'confirm'} */
    #mode = 'view';

    /** @param {Entry} entry @param {Room} room */
    constructor(entry, room) {
        this.#entry = entry;
        this.#room = room;
        this.element.addEventListener('keydown', (event) => {
            if (event.key === 'Escape' && this.#mode !== 'view') {
                event.stopPropagation();
                this.#turn('view', this.#mode === 'edit' ? 'edit' : 'remove');
            }
        });
        this.element.append(
            this.#day,
            this.#head,
            this.#said,
            this.#sources,
            h('div', { class: 'under' }, this.#foot, this.#actions),
        );
    }

    /** @param {Standing} standing */
    place(standing) {
        this.#standing = standing;
        this.update();
    }

    /** Shows the entry as it is now. While an answer is written that is once a frame: what did not change is left alone. */
    update() {
        const entry = this.#entry;
        const shape = JSON.stringify([
            this.#standing,
            this.#mode,
            entry.kind,
            entry.delivery,
            entry.streaming,
            entry.thinking,
            entry.deleted,
            entry.editedAt,
            entry.error,
            entry.reactions,
            entry.escalation,
            entry.citations.length,
            entry.timestamp,
            this.#room.nameOf(entry),
            this.#room.isNewestAnswer(entry),
            this.#room.isRead(entry),
        ]);
        const isNew = shape !== this.#shape;
        if (isNew) {
            this.#shape = shape;
            this.#frame();
        }
        this.#showSaid();
        if (isNew && this.#markdown && !entry.streaming) {
            this.#finishMarkdown();
        }
    }

    #frame() {
        const entry = this.#entry;
        const { words, format, nameOf } = this.#room;
        const root = /** @type {ShadowRoot} */ (this.element.getRootNode());
        const focused = this.element.contains(root.activeElement ?? null)
            ? /** @type {HTMLElement|null} */ (root.activeElement)?.dataset.action
            : undefined;
        const { day, head, tail } = this.#standing;
        const isEvent = entry.kind === 'escalation' || entry.senderType === 'system';
        this.element.className = [
            'line',
            isEvent ? 'event' : entry.own ? 'own' : entry.senderType,
            head && 'first',
            tail && 'last',
            entry.deleted && 'gone',
            entry.delivery === 'failed' && 'failed',
            entry.kind === 'failure' && 'failure',
        ]
            .filter(Boolean)
            .join(' ');
        fill(this.#day, day && h('span', {}, format.day(entry.timestamp)));
        const name = nameOf(entry);
        fill(
            this.#head,
            head &&
                !isEvent &&
                h(
                    'span',
                    { class: entry.own ? 'unseen' : 'who' },
                    !entry.own && h('span', { class: 'avatar', 'aria-hidden': 'true' }, initial(name)),
                    name,
                ),
        );
        const cited = entry.streaming ? [] : entry.citations;
        if (cited.length > 0 !== this.#sources.hasChildNodes()) {
            fill(this.#sources, cited.length > 0 && citations(cited, words)); // else what was unfolded stays so
        }
        fill(this.#foot, ...this.#remarks());
        fill(this.#actions, ...this.#offers());
        if (focused) {
            /** @type {HTMLElement|null} */ (this.element.querySelector(`[data-action="${focused}"]`))?.focus();
        }
    }

    /** What stands below: when, whether it arrived, what was done to it. */
    #remarks() {
        const entry = this.#entry;
        const { words, format, isRead } = this.#room;
        if (entry.kind === 'escalation' || entry.streaming) {
            return [];
        }
        const remarks = [];
        if (entry.delivery === 'failed' && entry.error) {
            remarks.push(
                h(
                    'span',
                    { class: 'problem' },
                    icon('warn'),
                    `${words.delivery.failed}. ${reasonOf(entry.error, words)}`,
                ),
            );
        }
        if (entry.kind === 'answer' && (entry.finishReason === 'cancelled' || entry.finishReason === 'length')) {
            remarks.push(h('span', {}, entry.finishReason === 'length' ? words.cutShort : words.stopped));
        }
        if (entry.editedAt && !entry.deleted) {
            remarks.push(h('span', {}, words.edited));
        }
        if (entry.own && entry.delivery !== 'failed' && (this.#standing.tail || entry.delivery !== 'sent')) {
            const mark = entry.delivery === 'sent' && isRead(entry) ? 'read' : entry.delivery;
            remarks.push(h('time', { datetime: entry.timestamp }, format.time(entry.timestamp)));
            remarks.push(
                h(
                    'span',
                    { class: `mark ${mark}`, title: words.delivery[mark] },
                    icon(mark === 'read' ? 'read' : mark === 'sent' ? 'check' : 'clock'),
                    h('span', { class: 'unseen' }, words.delivery[mark]),
                ),
            );
        } else if (this.#standing.tail && entry.delivery === 'sent') {
            remarks.push(h('time', { datetime: entry.timestamp }, format.time(entry.timestamp)));
        }
        const others = Object.entries(entry.reactions).filter(([who]) => who !== this.#room.chat.userId);
        for (const [, reaction] of others) {
            remarks.push(h('span', { class: 'reaction' }, { up: '👍', down: '👎' }[reaction] ?? reaction));
        }
        return remarks;
    }

    /** What can be done with it. */
    #offers() {
        const entry = this.#entry;
        const room = this.#room;
        if (entry.deleted || entry.streaming) {
            return [];
        }
        if (entry.kind === 'failure') {
            return [
                room.isNewestAnswer(entry) &&
                    h(
                        'button',
                        {
                            type: 'button',
                            class: 'link',
                            onclick: () => room.attempt(() => room.chat.regenerate(entry)),
                        },
                        room.words.retry,
                    ),
                room.canAskPerson() &&
                    h('button', { type: 'button', class: 'link', onclick: room.askPerson }, room.words.person),
            ];
        }
        if (entry.kind === 'answer') {
            return answerActions(entry, room);
        }
        if (entry.own && entry.delivery === 'failed') {
            return failedActions(entry, room);
        }
        if (entry.own && entry.id) {
            return this.#mode === 'edit'
                ? []
                : this.#mode === 'confirm'
                  ? removeQuestion(entry, room, () => this.#turn('view', 'remove'))
                  : ownActions(entry, room, (mode) => this.#turn(mode, mode === 'edit' ? 'field' : 'yes'));
        }
        return entry.senderType === 'agent' ? [copyButton(room, room.words.copy, () => entry.content)] : [];
    }

    /** @param {'view'|'edit'|'confirm'} mode @param {string} focus the action to go on with */
    #turn(mode, focus) {
        this.#mode = mode;
        this.update();
        /** @type {HTMLElement|null} */ (this.element.querySelector(`[data-action="${focus}"]`))?.focus();
    }

    #showSaid() {
        const entry = this.#entry;
        const { words, nameOf } = this.#room;
        const said = this.#said;
        if (entry.kind === 'answer' && !entry.thinking) {
            if (!this.#markdown) {
                said.replaceChildren();
                this.#markdown = new MarkdownView(said, { imageOrigins: this.#room.imageOrigins });
                said.classList.add('markdown');
            }
            const shown = `${entry.streaming} ${entry.content.length}`;
            if (this.#shown !== shown) {
                this.#shown = shown;
                this.#markdown.show(entry.content, !entry.streaming);
            }
            return;
        }
        if (this.#markdown) {
            this.#markdown = null;
            this.#shown = '';
            said.classList.remove('markdown');
            said.replaceChildren();
        }
        if (entry.thinking) {
            if (!said.querySelector('.dots')) {
                fill(said, dots(), h('span', { class: 'unseen' }, words.thinking(nameOf(entry))));
            }
        } else if (entry.kind === 'failure') {
            fill(said, icon('warn'), entry.error ? reasonOf(entry.error, words) : words.answerFailed);
        } else if (entry.escalation) {
            write(said, floorText(entry, this.#room));
        } else if (entry.deleted) {
            write(said, words.deleted);
        } else if (this.#mode === 'edit') {
            if (!said.querySelector('.editor')) {
                fill(
                    said,
                    editor(entry, this.#room, () => this.#turn('view', 'edit')),
                );
            }
        } else if (said.textContent !== entry.content || said.querySelector('.editor')) {
            fill(said, ...linked(entry.content));
        }
    }

    /** Code can be copied, and what is wider than the panel can be scrolled with the keyboard. */
    #finishMarkdown() {
        const { words } = this.#room;
        for (const code of this.#said.querySelectorAll('pre')) {
            if (!code.closest('.code')) {
                const frame = h('div', { class: 'code' });
                code.replaceWith(frame);
                frame.append(
                    h(
                        'div',
                        { class: 'bar' },
                        h('span', {}, code.dataset.language ?? ''),
                        copyButton(this.#room, words.copyCode, () => code.textContent ?? ''),
                    ),
                    code,
                );
            }
        }
        for (const table of this.#said.querySelectorAll('table')) {
            table.tabIndex = 0;
        }
    }
}

/** Three dots that move: somebody thinks or types. */
export function dots() {
    return h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i'));
}

/** The letter that stands for somebody. @param {string} name */
export function initial(name) {
    return [...name.trim()][0]?.toLocaleUpperCase() ?? '·';
}

/**
 * Why something failed, in the visitor's words.
 *
 * @param {{code: string}} failure
 * @param {import('./locales/en.js').Words} words
 */
export function reasonOf({ code }, { errors }) {
    return Object.hasOwn(errors, code) ? errors[/** @type {keyof typeof errors} */ (code)] : errors.other;
}

/** @param {Entry} entry @param {Room} room */
function floorText(entry, { words }) {
    const state = /** @type {NonNullable<Entry['escalation']>} */ (entry.escalation);
    return state.status === 'assigned' ? words.joined(state.agent?.name ?? words.agent) : words.floor[state.status];
}

/** @param {Citation[]} list @param {import('./locales/en.js').Words} words */
function citations(list, words) {
    return h(
        'details',
        {},
        h('summary', {}, words.sources(list.length)),
        h(
            'ol',
            {},
            ...list.map((citation) =>
                h(
                    'li',
                    {},
                    h(
                        'details',
                        {},
                        h(
                            'summary',
                            {},
                            h('cite', {}, citation.title),
                            citation.page !== undefined && ` · ${words.page(citation.page)}`,
                        ),
                        h('blockquote', { dir: 'auto' }, citation.excerpt),
                    ),
                ),
            ),
        ),
    );
}

/** Addresses in what a person wrote lead somewhere. @param {string} text */
function linked(text) {
    const parts = [];
    let end = 0;
    for (const { 0: address, index } of text.matchAll(ADDRESS)) {
        parts.push(
            text.slice(end, index),
            h('a', { href: address, target: '_blank', rel: 'noopener noreferrer nofollow' }, address),
        );
        end = index + address.length;
    }
    return [...parts, text.slice(end)];
}
