/**
 * The conversation from top to bottom: keeps lines and transcript alike, stays at the newest line while the visitor is
 * there and stays put while they read further up, and brings older pages when they reach the top.
 *
 * @typedef {import('../chat/types.js').Entry} Entry
 * @typedef {import('../chat/types.js').Change} Change
 * @typedef {import('./message.js').Room} Room
 */

import { fill, h, write } from './dom.js';
import { standing } from './grouping.js';
import { icon } from './icons.js';
import { MessageView, dots, initial } from './message.js';

/** So near the end counts as being there. */
const NEAR = 48;
/** So near the top asks for the page before. */
const EARLY = 120;
/** What is kept when more than `MOST` lines have come: memory stays flat however long a chat is. */
const KEPT = 200;
const MOST = 230;

export class MessageList {
    element = h('div', { class: 'scene' });
    #room;
    #log;
    #older;
    #greeting = h('div', { class: 'greeting' });
    #lines = h('ol', { class: 'lines' });
    #typing = h('div', { class: 'typing', hidden: true });
    #jump;
    #count = h('span', { class: 'count' });
    /** @type {Map<string, MessageView>} by key */
    #views = new Map();
    /** @type {Set<Entry>} have changed since the last frame */
    #stale = new Set();
    #isMoved = true;
    /** @type {readonly Entry[]} the entries as they were arranged last; a transcript that moves some has others */
    #arranged = [];
    #frame = 0;
    #atEnd = true;
    #top = 0;
    #missed = 0;
    #loading = false;
    /** @type {Entry|undefined} */
    #newestAnswer;
    #resizes = new ResizeObserver(() => this.#atEnd && this.#toEnd());
    #onSeen;

    /**
     * @param {Room} room
     * @param {() => void} onSeen the visitor has the newest line before them
     */
    constructor(room, onSeen) {
        this.#room = room;
        this.#onSeen = onSeen;
        const { words } = room;
        this.#older = h(
            'button',
            { type: 'button', class: 'link older', hidden: true, onclick: () => this.#loadOlder() },
            words.older,
        );
        this.#log = h(
            'div',
            { class: 'log', role: 'log', tabindex: 0, 'aria-live': 'off', 'aria-label': words.conversation },
            this.#older,
            this.#greeting,
            this.#lines,
            this.#typing,
        );
        this.#jump = h(
            'button',
            { type: 'button', class: 'jump', hidden: true, 'aria-label': words.toNewest, onclick: () => this.toEnd() },
            icon('down'),
            this.#count,
        );
        this.element.append(this.#log, this.#jump);
        this.#log.addEventListener('scroll', () => this.#scrolled(), { passive: true });
        this.#resizes.observe(this.#log);
        this.#resizes.observe(this.#lines);
    }

    get atEnd() {
        return this.#atEnd;
    }

    /** @param {Entry} entry */
    isNewestAnswer(entry) {
        return entry === this.#newestAnswer;
    }

    /** @param {Change} change shown with the next frame, however many there are until then */
    follow(change) {
        if (!this.#atEnd && !this.#loading) {
            this.#missed += [...change.added].filter((entry) => !entry.own && entry.kind !== 'escalation').length;
        }
        change.updated.forEach((entry) => this.#stale.add(entry));
        this.#ask();
    }

    /** Everything may have changed: names, floor, what was read. */
    refresh() {
        this.#isMoved = true;
        this.#ask();
    }

    /** @param {string} name @param {string} greeting */
    greet(name, greeting) {
        const { words, askPerson } = this.#room;
        fill(
            this.#greeting,
            greeting &&
                h(
                    'div',
                    { class: 'line assistant first last' },
                    h(
                        'div',
                        { class: 'head' },
                        h(
                            'span',
                            { class: 'who' },
                            h('span', { class: 'avatar', 'aria-hidden': 'true' }, initial(name)),
                            name,
                        ),
                    ),
                    h('div', { class: 'said', dir: 'auto' }, greeting),
                ),
            h('button', { type: 'button', class: 'chip', onclick: askPerson }, icon('person'), words.person),
        );
    }

    /** @param {string|null} text who is typing; null when nobody is */
    showTyping(text) {
        this.#typing.hidden = text === null;
        fill(this.#typing, text !== null && dots(), text);
        if (this.#atEnd) {
            this.#toEnd();
        }
    }

    toEnd() {
        this.#atEnd = true;
        this.#toEnd();
        this.#reachedEnd();
    }

    end() {
        cancelAnimationFrame(this.#frame);
        this.#resizes.disconnect();
    }

    #ask() {
        this.#frame ||= requestAnimationFrame(() => {
            this.#frame = 0;
            this.#show();
        });
    }

    #show() {
        // Of a page that is loaded in front, the line under the visitor's eyes stays where it is.
        const anchor = this.#atEnd ? 0 : this.#log.scrollHeight - this.#log.scrollTop;
        const isPrepended = this.#loading;
        if (this.#isMoved || this.#arranged !== this.#room.chat.transcript.entries) {
            this.#isMoved = false;
            this.#arrange();
        } else {
            this.#chooseNewest();
            this.#stale.forEach((entry) => this.#views.get(entry.key)?.update());
        }
        this.#stale.clear();
        if (this.#atEnd) {
            this.#toEnd();
        } else if (isPrepended) {
            this.#log.scrollTop = this.#log.scrollHeight - anchor;
        }
        this.#jump.hidden = this.#atEnd;
        this.#showCount();
    }

    #arrange() {
        const { chat } = this.#room;
        if (this.#atEnd && chat.transcript.entries.length > MOST) {
            chat.trim(KEPT);
        }
        this.#arranged = chat.transcript.entries;
        const entries = this.#arranged.filter((entry) => entry.kind !== 'note');
        this.#chooseNewest();
        this.#older.hidden = !chat.hasOlder;
        this.#greeting.hidden = chat.hasOlder;
        this.#greeting.classList.toggle('fresh', entries.length === 0);
        const gone = new Set(this.#views.keys());
        let next = this.#lines.firstElementChild;
        entries.forEach((entry, index) => {
            const view = this.#views.get(entry.key) ?? new MessageView(entry, this.#room);
            gone.delete(entry.key);
            this.#views.set(entry.key, view);
            view.place(standing(entries[index - 1], entry, entries[index + 1]));
            if (view.element === next) {
                next = next.nextElementSibling;
            } else {
                this.#lines.insertBefore(view.element, next);
            }
        });
        for (const key of gone) {
            this.#views.get(key)?.element.remove();
            this.#views.delete(key);
        }
    }

    /** The answer that can be given again: the newest, where nothing was said since. */
    #chooseNewest() {
        const last = this.#room.chat.transcript.entries.findLast((entry) => entry.delivery !== 'failed');
        const isWhole = (last?.kind === 'answer' || last?.kind === 'failure') && !last.streaming;
        const newest = isWhole ? last : undefined;
        if (newest !== this.#newestAnswer) {
            const before = this.#newestAnswer;
            this.#newestAnswer = newest;
            [before, newest].forEach((entry) => entry && this.#stale.add(entry));
        }
    }

    #toEnd() {
        this.#log.scrollTop = this.#log.scrollHeight;
    }

    #scrolled() {
        const { scrollHeight, scrollTop, clientHeight } = this.#log;
        const wasAtEnd = this.#atEnd;
        if (scrollHeight - scrollTop - clientHeight < NEAR) {
            this.#atEnd = true;
        } else if (scrollTop < this.#top) {
            this.#atEnd = false; // what has grown below since the last frame is no step of the visitor's
        }
        this.#top = scrollTop;
        if (this.#atEnd !== wasAtEnd) {
            this.#jump.hidden = this.#atEnd;
            if (this.#atEnd) {
                this.#reachedEnd();
            }
        }
        if (scrollTop < EARLY && scrollHeight > clientHeight && this.#room.chat.hasOlder) {
            this.#loadOlder();
        }
    }

    #reachedEnd() {
        this.#missed = 0;
        this.#jump.hidden = true;
        this.#showCount();
        this.#onSeen();
        if (this.#arranged.length > MOST) {
            this.refresh();
        }
    }

    #showCount() {
        write(this.#count, this.#missed ? String(this.#missed) : '');
        this.#jump.ariaLabel = this.#missed
            ? `${this.#room.words.toNewest}, ${this.#room.words.newMessages(this.#missed)}`
            : this.#room.words.toNewest;
    }

    #loadOlder() {
        if (this.#loading) {
            return;
        }
        this.#loading = true;
        this.#atEnd = false;
        this.#older.ariaBusy = 'true';
        this.#room.attempt(async () => {
            try {
                await this.#room.chat.loadOlder();
                this.#isMoved = true;
                cancelAnimationFrame(this.#frame);
                this.#frame = 0;
                this.#show();
            } finally {
                this.#loading = false;
                this.#older.ariaBusy = null;
            }
        });
    }
}
