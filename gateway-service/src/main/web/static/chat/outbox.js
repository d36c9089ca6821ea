/**
 * The messages that are not acknowledged yet. They are sent one at a time, so that they are accepted in the order they
 * were said in, again until the suite has said yes or no, and they outlive a reload. Their own ids make a repeat harmless:
 * two tabs that both know of one send it twice, and it stays one.
 *
 * @typedef {import('./types.js').Failure} Failure
 *
 * @typedef {object} Waiting
 * @property {string} id the client_message_id
 * @property {string} content
 * @property {Record<string, unknown>} metadata
 * @property {string} timestamp
 * @property {Failure|null} refused what the suite said no with; kept until it is retried or discarded
 */

import { keep } from './credentials.js';

/** The suite says `not_accepted` after 10 s: what has heard nothing for longer is said again. */
const NOT_HEARD = 12_000;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;

export class Outbox {
    #transmit;
    #changed;
    #unheard;
    #storage;
    /** @type {string|null} each message is kept under a key of its own, so that tabs do not write over each other */
    #prefix = null;
    /** @type {Waiting[]} */
    #waiting = [];
    /** @type {Waiting|null} */
    #inFlight = null;
    #open = false;
    #pauses = 0;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    #timer;

    /**
     * @param {object} options
     * @param {(message: Waiting) => boolean} options.transmit hands a message to the connection; false where it cannot
     * @param {(message: Waiting, delivery: 'queued'|'sending'|'failed') => void} options.changed
     * @param {() => void} [options.unheard] nothing was heard of a message for a while
     * @param {Storage|null} options.storage
     */
    constructor({ transmit, changed, unheard = () => {}, storage }) {
        this.#transmit = transmit;
        this.#changed = changed;
        this.#unheard = unheard;
        this.#storage = storage;
    }

    /**
     * Belongs to a place from here on, with all that is in it, and takes over what was left there before the page was loaded anew.
     *
     * @param {string} place a chatbot or a conversation, and who speaks there
     * @returns {Waiting[]} what was left and is not known here yet
     */
    adopt(place) {
        if (this.#prefix) {
            this.#waiting.forEach(({ id }) => keep(this.#storage, this.#prefix + id, null));
        }
        this.#prefix = `parley.outbox.${place}.`;
        const left = this.#stored().filter(({ id }) => !this.#waiting.some((known) => known.id === id));
        this.#waiting.forEach((message) => this.#store(message));
        this.#waiting.unshift(...left);
        return left;
    }

    /** @param {Waiting} message */
    add(message) {
        this.#waiting.push(message);
        this.#store(message);
        this.#next();
    }

    /** @param {string} id */
    retry(id) {
        const message = this.#waiting.find((waiting) => waiting.id === id);
        if (message?.refused) {
            message.refused = null;
            this.#store(message);
            this.#changed(message, 'queued');
            this.#next();
        }
    }

    /** @param {string} id */
    discard(id) {
        this.#forget(id);
    }

    /** The connection is there: what was under way may have been lost with the last one. */
    opened() {
        this.#open = true;
        this.#pauses = 0;
        this.#again();
    }

    closed() {
        this.#open = false;
        clearTimeout(this.#timer);
        if (this.#inFlight) {
            this.#changed(this.#inFlight, 'queued');
            this.#inFlight = null;
        }
    }

    /**
     * The suite has it, whoever told so: an acknowledgement, a replay, another tab.
     *
     * @param {string} id
     */
    accepted(id) {
        this.#forget(id);
    }

    /**
     * @param {string} id
     * @param {Failure} failure
     */
    refused(id, failure) {
        const message = this.#waiting.find((waiting) => waiting.id === id);
        if (!message) {
            return;
        }
        if (failure.retryable) {
            this.#changed(message, 'queued');
            if (this.#inFlight === message) {
                this.#pause(failure.retryAfterMs);
            }
            return;
        }
        message.refused = failure;
        this.#store(message);
        this.#changed(message, 'failed');
        if (this.#inFlight === message) {
            this.#again();
        }
    }

    #next() {
        if (!this.#open || this.#inFlight) {
            return;
        }
        const message = this.#waiting.find((waiting) => !waiting.refused);
        if (!message || !this.#transmit(message)) {
            return;
        }
        this.#inFlight = message;
        this.#changed(message, 'sending');
        this.#timer = setTimeout(() => {
            this.#unheard();
            this.#again();
        }, NOT_HEARD);
    }

    #again() {
        clearTimeout(this.#timer);
        this.#inFlight = null;
        this.#next();
    }

    /** @param {number|null} asked by the suite, in milliseconds */
    #pause(asked) {
        clearTimeout(this.#timer);
        const grown = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.#pauses++);
        this.#timer = setTimeout(() => this.#again(), Math.max(asked ?? 0, grown * (0.5 + Math.random() / 2)));
    }

    /** @param {string} id */
    #forget(id) {
        const index = this.#waiting.findIndex((waiting) => waiting.id === id);
        if (index < 0) {
            return;
        }
        const [message] = this.#waiting.splice(index, 1);
        if (this.#prefix) {
            keep(this.#storage, this.#prefix + id, null);
        }
        if (this.#inFlight === message) {
            this.#pauses = 0;
            this.#again();
        }
    }

    /** @param {Waiting} message */
    #store(message) {
        if (this.#prefix) {
            keep(this.#storage, this.#prefix + message.id, JSON.stringify(message));
        }
    }

    /** @returns {Waiting[]} in the order they were said in */
    #stored() {
        const prefix = /** @type {string} */ (this.#prefix);
        /** @type {Waiting[]} */
        const stored = [];
        try {
            for (let index = 0; index < (this.#storage?.length ?? 0); index++) {
                const key = this.#storage?.key(index);
                if (key?.startsWith(prefix)) {
                    const message = parse(this.#storage?.getItem(key) ?? '');
                    if (typeof message?.content === 'string' && prefix + message.id === key) {
                        stored.push(message);
                    }
                }
            }
        } catch {
            // switched off: nothing is kept then
        }
        return stored.sort((one, other) => (one.timestamp < other.timestamp ? -1 : 1));
    }
}

/** @param {string} text */
function parse(text) {
    try {
        return JSON.parse(text);
    } catch {
        return null;
    }
}
