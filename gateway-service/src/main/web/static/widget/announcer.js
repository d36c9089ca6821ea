/**
 * Tells a screen reader what happens: an answer by whole sentences while it grows, other messages by their sender,
 * changes of status. It writes into one live region; the list of messages itself is none.
 *
 * @typedef {import('../chat/types.js').Entry} Entry
 */

import { h } from './dom.js';
import { spoken, wholeSentences } from './sentences.js';

/** Between two looks at a growing answer: sentences come faster than they are read. */
const PACE = 700;
/** So many lines stay: a reader has taken up the earlier ones. */
const LINES = 12;

export class Announcer {
    /** The live region; it stands outside all that comes and goes. */
    element = h('div', { class: 'unseen', 'aria-live': 'polite', 'aria-atomic': 'false' });
    #words;
    #locale;
    /** @type {Map<Entry, number>} how much of a running answer has been said */
    #said = new Map();
    /** @type {Map<Entry, string>} running answers that have grown since the last look, with who speaks */
    #grown = new Map();
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    #timer;

    /** @param {import('./locales/en.js').Words} words @param {string} locale */
    constructor(words, locale) {
        this.#words = words;
        this.#locale = locale;
    }

    /** @param {string} text a whole sentence or more */
    say(text) {
        if (!text) {
            return;
        }
        this.element.append(h('p', {}, text));
        if (this.element.childElementCount > LINES) {
            this.element.firstElementChild?.remove();
        }
    }

    /** @param {Entry} entry an answer that has grown @param {string} name */
    grows(entry, name) {
        this.#grown.set(entry, name);
        this.#timer ??= setTimeout(() => {
            this.#timer = undefined;
            this.#grown.forEach((speaker, running) => this.#sayMore(running, speaker, false));
            this.#grown.clear();
        }, PACE);
    }

    /** @param {Entry} entry a whole message or answer @param {string} name */
    finished(entry, name) {
        this.#grown.delete(entry);
        this.#sayMore(entry, name, true);
        this.#said.delete(entry);
    }

    /** @param {Entry} entry an answer that is not written any more */
    forget(entry) {
        this.#grown.delete(entry);
        this.#said.delete(entry);
    }

    end() {
        clearTimeout(this.#timer);
    }

    /** @param {Entry} entry @param {string} name @param {boolean} whole */
    #sayMore(entry, name, whole) {
        const said = Math.min(this.#said.get(entry) ?? 0, entry.content.length);
        const rest = entry.content.slice(said);
        const more =
            entry.kind === 'answer'
                ? wholeSentences(rest, whole, this.#locale)
                : { said: spoken(rest, this.#words.code), length: rest.length };
        if (more.said) {
            this.say(said ? more.said : `${this.#words.says(name)} ${more.said}`);
        }
        this.#said.set(entry, said + more.length);
    }
}
