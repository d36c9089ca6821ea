/**
 * The list on the left: what the agent has, who waits, and what was the agent's lately. Its lines stay the same
 * elements while they change, so that the focus stays where it is.
 */

import { avatar, shortName } from './avatar.js';
import { arrange, h, newId, setText, show } from './dom.js';
import { icon } from './icons.js';
import { inboxAddress } from './route.js';
import { tickFrom, ticking } from './ticker.js';
import { reasonWords, words } from './words.js';

/** @typedef {import('./types.js').Queued} Queued */
/** @typedef {import('./types.js').Held} Held */
/** @typedef {{element: HTMLLIElement, link: HTMLAnchorElement, draw: (one: any) => void}} Line */

export class WorkList {
    #workload;
    /** @type {Map<string, Line>} */
    #lines = new Map();
    /** @type {string|null} */
    #chosen = null;

    #filter = h('input', {
        class: 'field filter',
        type: 'search',
        placeholder: words.inbox.filter,
        'aria-label': words.inbox.filter,
        on: { input: () => this.draw(), keydown: (/** @type {KeyboardEvent} */ event) => this.#filterKey(event) },
    });

    #mine = section(words.inbox.mine, 'mine');
    #queue = section(words.inbox.queue, 'queue');
    #lately = section(words.inbox.lately, 'lately');
    #byId = h('a', { class: 'button by-id' });
    #stale = h('p', { class: 'notice notice-warn', role: 'status', hidden: true }, icon('alert'), words.inbox.failed);

    /** @readonly */
    element = h(
        'div',
        { class: 'work-list', on: { keydown: (/** @type {KeyboardEvent} */ event) => this.#arrowKey(event) } },
        h('div', { class: 'filter-row' }, icon('search'), this.#filter),
        this.#stale,
        h('div', { class: 'work-scroll' }, this.#mine.element, this.#queue.element, this.#lately.element, this.#byId),
    );

    /** @param {import('./workload.js').Workload} workload */
    constructor(workload) {
        this.#workload = workload;
        this.#byId.hidden = true;
        this.draw();
    }

    focusFilter() {
        this.#filter.focus();
        this.#filter.select();
    }

    /** @param {string|null} conversationId the one on the screen */
    choose(conversationId) {
        this.#chosen = conversationId;
        this.draw();
    }

    /**
     * Walks through the lines; from outside it begins at the one on the screen, else at an end.
     *
     * @param {1|-1} step
     */
    walk(step) {
        const links = this.#links();
        const at = links.findIndex((link) => link === document.activeElement);
        const from = at >= 0 ? at : links.findIndex((link) => link.getAttribute('aria-current') === 'true');
        const next =
            from < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, from + step));
        links[next]?.focus();
    }

    /** The conversation whose line has the focus. */
    get focused() {
        return this.#links().find((link) => link === document.activeElement)?.dataset.conversation ?? null;
    }

    /** @param {string} conversationId */
    focusOn(conversationId) {
        this.#links()
            .find((link) => link.dataset.conversation === conversationId)
            ?.focus();
    }

    draw() {
        const wanted = this.#filter.value.trim().toLowerCase();
        const { held, queue, lately, isLoaded, isStale } = this.#workload;
        const counts = [
            this.#drawSection(
                this.#mine,
                held.filter((one) => isFound(one, wanted)),
                drawHeld,
                words.inbox.noneMine,
            ),
            this.#drawSection(
                this.#queue,
                queue.filter((one) => isFound(one, wanted)),
                drawQueued,
                words.inbox.noneQueue,
            ),
            this.#drawSection(
                this.#lately,
                lately.filter((one) => isFound(one, wanted)),
                drawLately,
                '',
            ),
        ];
        this.#mine.element.hidden = wanted !== '' && counts[0] === 0;
        this.#queue.element.hidden = wanted !== '' && counts[1] === 0;
        this.#lately.element.hidden = counts[2] === 0;
        this.#stale.hidden = !isStale;
        this.element.classList.toggle('is-loading', !isLoaded && !isStale);
        this.#drawById(wanted !== '' && counts.every((count) => count === 0) ? this.#filter.value.trim() : '');
    }

    /**
     * @template {Queued|Held} T
     * @param {ReturnType<typeof section>} part
     * @param {T[]} items
     * @param {(conversation: T) => Line} newLine
     * @param {string} none
     */
    #drawSection(part, items, newLine, none) {
        setText(part.count, `${items.length}`);
        part.none.textContent = this.#workload.isLoaded ? none : words.loading;
        part.none.hidden = items.length > 0;
        const elements = items.map((item) => {
            const key = `${part.name} ${item.conversation_id}`;
            let line = this.#lines.get(key);
            if (!line) {
                line = newLine(item);
                this.#lines.set(key, line);
            }
            line.draw(item);
            if (item.conversation_id === this.#chosen) {
                line.link.setAttribute('aria-current', 'true');
            } else {
                line.link.removeAttribute('aria-current');
            }
            return line.element;
        });
        arrange(part.list, elements);
        this.#forget(part.name, new Set(items.map((item) => `${part.name} ${item.conversation_id}`)));
        return items.length;
    }

    /** @param {string} name @param {Set<string>} kept */
    #forget(name, kept) {
        for (const key of this.#lines.keys()) {
            if (key.startsWith(`${name} `) && !kept.has(key)) {
                this.#lines.delete(key);
            }
        }
    }

    /** @param {string} id */
    #drawById(id) {
        const isId = /^[A-Za-z0-9._:@-]{1,128}$/.test(id);
        this.#byId.hidden = id === '';
        show(this.#byId, isId ? words.inbox.openById(id) : words.inbox.noneFound);
        if (isId) {
            this.#byId.href = inboxAddress(id);
        } else {
            this.#byId.removeAttribute('href');
        }
    }

    /** @param {KeyboardEvent} event */
    #arrowKey(event) {
        const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
        if (step !== 0 && event.target instanceof HTMLAnchorElement) {
            event.preventDefault();
            this.walk(step);
        }
    }

    /** @param {KeyboardEvent} event */
    #filterKey(event) {
        if (event.key === 'Escape' && this.#filter.value !== '') {
            event.preventDefault();
            this.#filter.value = '';
            this.draw();
        } else if (event.key === 'ArrowDown') {
            event.preventDefault();
            this.#links()[0]?.focus();
        } else if (event.key === 'Enter') {
            const first = this.#links()[0] ?? (this.#byId.href ? this.#byId : null);
            first?.click();
        }
    }

    #links() {
        return [...this.element.querySelectorAll('a.work-line')].map((link) => /** @type {HTMLAnchorElement} */ (link));
    }
}

/** @param {string} title @param {string} name */
function section(title, name) {
    const id = newId('section');
    const count = h('span', { class: 'count' });
    const list = h('ul', { class: 'work-lines', 'aria-labelledby': id });
    const none = h('p', { class: 'none' });
    const element = h(
        'section',
        { class: `work-section work-section-${name}` },
        h('h3', { class: 'work-title', id }, title, ' ', count),
        list,
        none,
    );
    return { name, element, count, list, none };
}

/** @param {Queued|Held} one @param {string} wanted */
function isFound(one, wanted) {
    return (
        wanted === '' ||
        [one.user_name, one.user_id, one.conversation_id, one.reason, reasonWords(one.reason), one.team].some((text) =>
            text?.toLowerCase().includes(wanted),
        )
    );
}

/** @param {Queued|Held} one */
function nameOf(one) {
    return shortName(one.user_name ?? one.user_id ?? null, one.conversation_id);
}

/**
 * @param {Queued|Held} one
 * @param {Element[]} head
 * @param {Element[]} foot
 */
function newLink(one, head, foot) {
    return h(
        'a',
        { class: 'work-line', href: inboxAddress(one.conversation_id), 'data-conversation': one.conversation_id },
        avatar(one.user_name ?? one.user_id ?? null),
        h(
            'span',
            { class: 'work-text' },
            h('span', { class: 'work-head' }, ...head),
            h('span', { class: 'work-foot' }, ...foot),
        ),
    );
}

/** @param {Held} first @returns {Line} */
function drawHeld(first) {
    const name = h('span', { class: 'work-name' });
    const last = ticking(first.last_message_at ?? first.assigned_at, { name: 'work-time', heats: true });
    const count = h('span', { 'aria-hidden': 'true' });
    const spoken = h('span', { class: 'visually-hidden' });
    const unread = h('span', { class: 'badge' }, count, spoken);
    const reason = h('span', { class: 'work-reason' });
    const waits = h('span', { class: 'work-waits' }, words.inbox.waits);
    const link = newLink(first, [name, waits, last], [reason, unread]);
    return {
        element: h('li', {}, link),
        link,
        draw: (/** @type {Held} */ one) => {
            setText(name, nameOf(one));
            setText(reason, reasonWords(one.reason));
            tickFrom(last, one.last_message_at ?? one.assigned_at);
            last.toggleAttribute('data-heats', one.visitor_wrote_last);
            waits.hidden = !one.visitor_wrote_last;
            unread.hidden = one.unread === 0;
            setText(count, `${one.unread}`);
            setText(spoken, words.inbox.unread(one.unread));
            link.classList.toggle('has-unread', one.unread > 0);
        },
    };
}

/** @param {Queued} first @returns {Line} */
function drawQueued(first) {
    const position = h('span', { class: 'work-place' });
    const name = h('span', { class: 'work-name' });
    const since = ticking(first.waiting_since, { name: 'work-time', heats: true });
    const reason = h('span', { class: 'work-reason' });
    const team = h('span', { class: 'chip' });
    const link = newLink(first, [name, since], [reason, team, position]);
    return {
        element: h('li', {}, link),
        link,
        draw: (/** @type {Queued} */ one) => {
            setText(name, nameOf(one));
            setText(reason, reasonWords(one.reason));
            setText(position, `#${one.queue_position}`);
            position.title = words.inbox.position(one.queue_position);
            tickFrom(since, one.waiting_since);
            team.hidden = !one.team;
            setText(team, one.team ?? '');
        },
    };
}

/** @param {Held} first @returns {Line} */
function drawLately(first) {
    const name = h('span', { class: 'work-name' });
    const reason = h('span', { class: 'work-reason' });
    const link = newLink(first, [name], [reason]);
    return {
        element: h('li', {}, link),
        link,
        draw: (/** @type {Held} */ one) => {
            setText(name, nameOf(one));
            setText(reason, reasonWords(one.reason));
        },
    };
}
