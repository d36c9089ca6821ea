/**
 * How the widget is connected, since when, how much passes, and which ids the suite knows it by.
 */

import { element } from './dom.js';

const WORDS = {
    idle: 'Not opened yet',
    connecting: 'Connecting',
    online: 'Connected by WebSocket',
    polling: 'Connected by long poll',
    offline: 'Cut off, trying again',
    ended: 'Ended',
};

const CONNECTED = new Set(['online', 'polling']);

/** Seconds that the trace of activity shows. */
const TRACED = 48;

/** Frames in a second that fill the trace's height. */
const FULL = 30;

export class ConnectionMonitor {
    #dot = element('span', { class: 'dot', 'data-state': 'idle' });
    #words = element('span', {}, WORDS.idle);
    #since = element('span', { class: 'monitor-since' });
    #trace = element('div', { class: 'trace', 'aria-hidden': 'true' });
    #facts = element('dl', { class: 'facts' });
    #changed = Date.now();
    #state = 'idle';
    #reconnects = 0;
    #frames = 0;
    /** @type {Record<string, string>} */
    #ids = {};

    constructor() {
        for (let second = 0; second < TRACED; second++) {
            this.#trace.append(element('span'));
        }
        this.element = element(
            'section',
            { class: 'monitor', 'aria-label': 'Connection' },
            element(
                'p',
                { class: 'monitor-state' },
                this.#dot,
                element('span', { role: 'status' }, this.#words),
                this.#since,
            ),
            this.#trace,
            this.#facts,
        );
        setInterval(() => this.#tick(), 1000);
        this.#tell();
    }

    /** @param {keyof typeof WORDS} state */
    changed(state) {
        if (state === this.#state) {
            return;
        }
        // A widget that is made anew begins with 'connecting', and has lost nothing.
        if (this.#state === 'offline' && CONNECTED.has(state)) {
            this.#reconnects++;
        }
        this.#state = state;
        this.#changed = Date.now();
        this.#dot.dataset.state = state;
        this.#words.textContent = WORDS[state] ?? state;
        this.#tell();
    }

    passed() {
        this.#frames++;
    }

    /** @param {Record<string, string>} ids */
    knows(ids) {
        this.#ids = ids;
        this.#tell();
    }

    #tick() {
        this.#since.textContent = this.#state === 'idle' ? '' : lasted(Date.now() - this.#changed);
        const bar = element('span', { class: this.#frames ? 'busy' : '' });
        bar.style.height = `${Math.min(100, (this.#frames / FULL) * 100)}%`;
        this.#frames = 0;
        this.#trace.firstElementChild?.remove();
        this.#trace.append(bar);
    }

    #tell() {
        /** @type {[string, string][]} */
        const facts = [
            ['Visitor', this.#ids.user_id ?? '–'],
            ['Conversation', this.#ids.conversation_id ?? '–'],
            ['Session', this.#ids.session_id ?? '–'],
            ['Reconnects', String(this.#reconnects)],
        ];
        this.#facts.replaceChildren(
            ...facts.flatMap(([name, value]) => [element('dt', {}, name), element('dd', { title: value }, value)]),
        );
    }
}

/** @param {number} milliseconds */
function lasted(milliseconds) {
    const seconds = Math.floor(milliseconds / 1000);
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
