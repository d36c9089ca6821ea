/**
 * Tells an agent who looks elsewhere that somebody waits or has written: by the page's title always, by a desktop
 * notification and a sound where they were switched on.
 */

import { chime } from './chime.js';
import { go, inboxAddress } from './route.js';
import { reasonWords, words } from './words.js';

/** @typedef {import('./types.js').Queued} Queued */
/** @typedef {import('./types.js').Held} Held */

export class Alerts {
    #workload;
    #preferences;
    /** @type {() => string|null} */
    #looksAt;
    /** @type {Map<string, Notification>} */
    #open = new Map();

    /**
     * @param {import('./workload.js').Workload} workload
     * @param {import('./preferences.js').Preferences} preferences
     * @param {() => string|null} looksAt the conversation on the screen
     */
    constructor(workload, preferences, looksAt) {
        this.#workload = workload;
        this.#preferences = preferences;
        this.#looksAt = looksAt;
    }

    start() {
        this.#workload.addEventListener('change', this.#retitle);
        this.#workload.addEventListener('arrived', this.#arrived);
        this.#workload.addEventListener('wrote', this.#wrote);
        this.#workload.addEventListener('given', this.#given);
    }

    stop() {
        this.#workload.removeEventListener('change', this.#retitle);
        this.#workload.removeEventListener('arrived', this.#arrived);
        this.#workload.removeEventListener('wrote', this.#wrote);
        this.#workload.removeEventListener('given', this.#given);
        this.#open.forEach((notification) => notification.close());
        document.title = words.desk;
    }

    #retitle = () => {
        const pending = this.#workload.unread + this.#workload.queue.length;
        document.title = pending > 0 ? `(${pending}) ${words.desk}` : words.desk;
    };

    #arrived = (/** @type {Event} */ event) => {
        const queued = /** @type {CustomEvent<Queued>} */ (event).detail;
        this.#tell('arrived', queued.conversation_id, words.alerts.arrived, reasonWords(queued.reason));
    };

    #wrote = (/** @type {Event} */ event) => {
        const held = /** @type {CustomEvent<Held>} */ (event).detail;
        if (document.hidden || this.#looksAt() !== held.conversation_id) {
            const name = held.user_name ?? held.user_id ?? words.conversation.visitor;
            this.#tell('wrote', held.conversation_id, words.alerts.wrote(name), words.alerts.messages(held.unread));
        }
    };

    #given = (/** @type {Event} */ event) => {
        const held = /** @type {CustomEvent<Held>} */ (event).detail;
        this.#tell('arrived', held.conversation_id, words.alerts.given, reasonWords(held.reason));
    };

    /**
     * @param {'arrived'|'wrote'} occasion
     * @param {string} conversationId
     * @param {string} title
     * @param {string} body
     */
    #tell(occasion, conversationId, title, body) {
        if (this.#preferences.get('sound')) {
            chime(occasion);
        }
        if (this.#preferences.get('notifications') && canNotify() && Notification.permission === 'granted') {
            this.#notify(conversationId, title, body);
        }
    }

    /** @param {string} conversationId @param {string} title @param {string} body */
    #notify(conversationId, title, body) {
        const notification = new Notification(title, { body, tag: `parley-${conversationId}` });
        this.#open.set(conversationId, notification);
        notification.onclick = () => {
            window.focus();
            go(inboxAddress(conversationId));
            notification.close();
        };
        notification.onclose = () => this.#open.delete(conversationId);
    }
}

export function canNotify() {
    return 'Notification' in window;
}
