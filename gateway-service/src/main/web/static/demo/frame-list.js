/**
 * The list of frames: live, filtered, paused, each opening to its JSON. It draws at most once a frame of the screen,
 * however many frames of the socket arrive in it.
 *
 * @typedef {import('./frame-log.js').FrameLog} FrameLog
 * @typedef {import('./frame-log.js').LoggedFrame} LoggedFrame
 */

import { element } from './dom.js';
import { KEPT, gistOf, matches } from './frame-log.js';
import { jsonView } from './json-view.js';

/** Pixels from the end within which the list follows what arrives. */
const AT_END = 40;

export class FrameList {
    #log;
    /** @type {LoggedFrame[]} */
    #arrived = [];
    #drawing = false;
    #paused = false;
    #words = '';
    /** @type {'all'|'in'|'out'} */
    #direction = 'all';
    #rows = element('ol', { class: 'frames', keydown: (event) => this.#walk(event) });
    #scroll = element('div', { class: 'scroll' });
    #empty = element('p', { class: 'empty' });
    #count = element('p', { class: 'count' });

    /** @param {FrameLog} log */
    constructor(log) {
        this.#log = log;
        this.#scroll.append(this.#empty, this.#rows);
        this.element = element('div', { class: 'sheet' }, this.#bar(), this.#scroll, this.#count);
        this.#showAll();
    }

    /** @param {LoggedFrame} logged */
    add(logged) {
        this.#arrived.push(logged);
        if (!this.#drawing) {
            this.#drawing = true;
            requestAnimationFrame(() => {
                this.#drawing = false;
                this.#showArrived();
            });
        }
    }

    #bar() {
        const pause = element(
            'button',
            {
                type: 'button',
                class: 'tool',
                'aria-pressed': 'false',
                click: () => {
                    this.#paused = !this.#paused;
                    pause.setAttribute('aria-pressed', String(this.#paused));
                    this.#paused ? this.#tell() : this.#showAll();
                },
            },
            'Pause',
        );
        const direction = element(
            'select',
            {
                'aria-label': 'Direction',
                change: (event) => {
                    this.#direction = event.target.value;
                    this.#showAll();
                },
            },
            element('option', { value: 'all' }, 'Both ways'),
            element('option', { value: 'in' }, '↓ In'),
            element('option', { value: 'out' }, '↑ Out'),
        );
        return element(
            'div',
            { class: 'bar' },
            element('input', {
                type: 'search',
                placeholder: 'Filter',
                'aria-label': 'Filter frames',
                input: (event) => {
                    this.#words = event.target.value.trim();
                    this.#showAll();
                },
            }),
            direction,
            pause,
            element(
                'button',
                {
                    type: 'button',
                    class: 'tool',
                    click: () => {
                        this.#log.clear();
                        this.#showAll();
                    },
                },
                'Clear',
            ),
        );
    }

    #showAll() {
        this.#arrived = [];
        this.#rows.replaceChildren();
        this.#append(this.#log.frames);
    }

    #showArrived() {
        const arrived = this.#arrived;
        this.#arrived = [];
        if (this.#paused) {
            this.#tell();
        } else {
            this.#append(arrived);
        }
    }

    /** @param {readonly LoggedFrame[]} frames */
    #append(frames) {
        const { scrollTop, scrollHeight, clientHeight } = this.#scroll;
        const follows = scrollHeight - scrollTop - clientHeight < AT_END;
        this.#rows.append(
            ...frames.filter((logged) => matches(logged, this.#words, this.#direction)).slice(-KEPT).map(rowOf),
        );
        while (this.#rows.childElementCount > KEPT) {
            this.#rows.firstElementChild?.remove();
        }
        // One stop of the Tab key for the whole list; arrow keys walk in it.
        const summaries = this.#rows.querySelectorAll('summary');
        if (summaries.length && !this.#rows.querySelector('summary[tabindex="0"]')) {
            summaries[0].tabIndex = 0;
        }
        if (follows) {
            this.#scroll.scrollTop = this.#scroll.scrollHeight;
        }
        this.#tell();
    }

    #tell() {
        const shown = this.#rows.childElementCount;
        this.#empty.hidden = shown > 0;
        this.#empty.textContent = this.#log.frames.length
            ? 'No frame matches the filter.'
            : 'Nothing yet. Open the chat and say something: every frame on its socket is shown here.';
        this.#count.textContent =
            `${shown} shown, ${this.#log.frames.length} kept of ${this.#log.seen}` +
            (this.#paused ? ' – paused' : '');
    }

    /** @param {KeyboardEvent} event */
    #walk(event) {
        const summaries = [...this.#rows.querySelectorAll('summary')];
        const at = summaries.findIndex((summary) => summary === event.target);
        const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: summaries.length - 1 }[event.key];
        if (at < 0 || to === undefined || !summaries[to]) {
            return;
        }
        event.preventDefault();
        summaries[at].tabIndex = -1;
        summaries[to].tabIndex = 0;
        summaries[to].focus();
    }
}

/** @param {LoggedFrame} logged */
function rowOf(logged) {
    const { direction, frame, number, time, type } = logged;
    const details = element(
        'details',
        {
            class: `frame ${direction} ${type === 'error' ? 'error' : ''}`,
            toggle: () => {
                if (details.open && details.childElementCount === 1) {
                    details.append(jsonView(frame, `Frame ${number}, ${type}`));
                }
            },
        },
        element(
            'summary',
            { tabindex: -1 },
            element('span', { class: 'arrow', role: 'img', 'aria-label': direction }, direction === 'in' ? '↓' : '↑'),
            element('span', { class: 'kind' }, type),
            element('span', { class: 'gist' }, gistOf(frame)),
            element('time', { datetime: time.toISOString() }, clock(time)),
        ),
    );
    return element('li', {}, details);
}

/** @param {Date} time */
function clock(time) {
    return time.toTimeString().slice(0, 8) + '.' + String(time.getMilliseconds()).padStart(3, '0');
}
