/**
 * Whether the agent is there, and how many conversations it wants: said to everybody at the desk.
 */

import { h, newId } from './dom.js';
import { failureWords, words } from './words.js';

/** @typedef {import('./types.js').AgentStatus} AgentStatus */

/** @type {AgentStatus['status'][]} */
const STATUSES = ['online', 'away', 'offline'];
const MOST = 1000;

export class StatusControl {
    #account;
    #toasts;
    #dot = h('span', { class: 'dot', 'aria-hidden': 'true' });
    #status = h(
        'select',
        { class: 'status-select', 'aria-label': words.status.label, on: { change: () => this.#save() } },
        ...STATUSES.map((status) => h('option', { value: status }, words.status[status])),
    );
    #capacity = h('input', {
        class: 'status-capacity',
        id: newId('capacity'),
        type: 'number',
        min: 0,
        max: MOST,
        placeholder: '∞',
        inputmode: 'numeric',
        'aria-label': words.status.capacity,
        title: words.status.capacity,
        on: { change: () => this.#save() },
    });

    /** @readonly */
    element = h(
        'div',
        { class: 'status-control' },
        this.#dot,
        this.#status,
        h(
            'label',
            { class: 'status-label', for: this.#capacity.id, 'aria-hidden': 'true' },
            words.status.capacityShort,
        ),
        this.#capacity,
    );

    /** @param {import('./account.js').Account} account @param {import('./toasts.js').Toasts} toasts */
    constructor(account, toasts) {
        this.#account = account;
        this.#toasts = toasts;
        this.#draw(account.status);
    }

    /** By a key: there, or away for a moment. */
    toggle() {
        this.#status.value = this.#account.status.status === 'online' ? 'away' : 'online';
        void this.#save();
    }

    /** @returns {number|null} */
    get capacity() {
        return this.#account.status.capacity ?? null;
    }

    /** @param {AgentStatus} status */
    #draw(status) {
        this.#account.status = status;
        this.#status.value = status.status;
        this.#capacity.value = status.capacity === undefined || status.capacity === null ? '' : `${status.capacity}`;
        this.#dot.className = `dot dot-${status.status}`;
    }

    async #save() {
        const capacity = this.#capacity.value === '' ? undefined : Number(this.#capacity.value);
        try {
            const status = await this.#account.api.call('PUT', '/agent/status', {
                body: { status: this.#status.value, ...(capacity === undefined ? {} : { capacity }) },
            });
            this.#draw(status);
            this.#toasts.done(words.status.now(words.status[/** @type {AgentStatus} */ (status).status].toLowerCase()));
        } catch (failure) {
            this.#draw(this.#account.status);
            this.#toasts.failed(failureWords(failure));
        }
    }
}
