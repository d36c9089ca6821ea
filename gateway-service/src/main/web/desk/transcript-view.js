/**
 * What was said, live: lines in their order with days between them, older pages on scrolling, and a way back to the
 * newest line for whoever reads above.
 */

import { shortName } from './avatar.js';
import { arrange, h, setText } from './dom.js';
import { askedLine, EntryView, noteLine } from './entry-view.js';
import { dayName } from './format.js';
import { icon } from './icons.js';
import { timeline } from './timeline.js';
import { words } from './words.js';

/** @typedef {import('../static/chat/types.js').Change} Change */
/** @typedef {import('../static/chat/types.js').Entry} Entry */
/** @typedef {import('./entry-view.js').Place} Place */
/** @typedef {{element: Element, view: EntryView|null, place: Place|null}} Line */

/** Whoever is so near to the end reads along. */
const NEAR = 80;

/** Older lines are asked for before their place is reached. */
const AHEAD = 300;

export class TranscriptView {
    #conversation;
    #around;
    /** @type {Map<string, Line>} */
    #lines = new Map();
    /** @type {Set<Entry>} */
    #changed = new Set();
    #isRearranged = true;
    #frame = 0;
    #isLoadingOlder = false;
    #follows = true;

    #top = h('p', { class: 'transcript-top' });
    #list = h('ol', { class: 'entries' });
    #seen = h('p', { class: 'seen', hidden: true });
    #typing = h('p', { class: 'typing', hidden: true });
    #scroll = h(
        'div',
        {
            class: 'transcript',
            role: 'region',
            'aria-label': words.conversation.transcript,
            tabindex: 0,
            on: { scroll: () => this.#scrolled() },
        },
        this.#top,
        this.#list,
        this.#seen,
        this.#typing,
    );
    #toNewest = h(
        'button',
        {
            class: 'to-newest',
            type: 'button',
            hidden: true,
            on: { click: () => this.showNewest() },
        },
        icon('down'),
        h('span', {}, words.conversation.toNewest),
    );
    #spoken = h('div', { class: 'visually-hidden', role: 'log', 'aria-live': 'polite' });

    /** @readonly */
    element = h('div', { class: 'transcript-frame' }, this.#scroll, this.#toNewest, this.#spoken);

    /**
     * @param {import('./open-conversation.js').OpenConversation} conversation
     * @param {(agentId: string) => string} agentName
     */
    constructor(conversation, agentName) {
        this.#conversation = conversation;
        this.#around = {
            agentName,
            visitorName: () => conversation.visitor.name,
            retry: (/** @type {Entry} */ entry) => conversation.chat.retry(entry),
            discard: (/** @type {Entry} */ entry) => conversation.chat.discard(entry),
        };
        conversation.addEventListener('transcript', (event) =>
            this.#take(/** @type {CustomEvent<Change>} */ (event).detail),
        );
        conversation.addEventListener('notes', () => this.#rearrange());
        conversation.addEventListener('floor', () => this.#rearrange());
        conversation.addEventListener('people', () => this.#drawPeople());
        conversation.addEventListener('finished', (event) =>
            this.#speak(/** @type {CustomEvent<Entry>} */ (event).detail),
        );
        this.#resize.observe(this.#scroll);
        this.#resize.observe(this.#list);
        this.#rearrange();
    }

    /** Stays at the end while the window or what is said grows. */
    #resize = new ResizeObserver(() => {
        if (this.#follows) {
            this.#toEnd();
        }
    });

    close() {
        cancelAnimationFrame(this.#frame);
        this.#resize.disconnect();
    }

    focus() {
        this.#scroll.focus();
    }

    showNewest() {
        this.#follows = true;
        this.#toNewest.hidden = true;
        this.#toEnd();
        this.#conversation.trim();
    }

    /** Whether the newest line is on the screen. */
    get isAtEnd() {
        return this.#follows;
    }

    /** @param {Change} change */
    #take(change) {
        change.updated.forEach((entry) => this.#changed.add(entry));
        if (change.reset || change.added.size > 0 || change.removed.size > 0) {
            this.#isRearranged = true;
        }
        if (!this.#follows && change.added.size > 0 && !this.#isLoadingOlder) {
            this.#toNewest.hidden = false;
            setText(/** @type {Element} */ (this.#toNewest.lastElementChild), words.conversation.newBelow);
        }
        this.#schedule();
    }

    #rearrange() {
        this.#isRearranged = true;
        this.#schedule();
    }

    #schedule() {
        if (!this.#frame) {
            this.#frame = requestAnimationFrame(() => {
                this.#frame = 0;
                this.#draw();
            });
        }
    }

    #draw() {
        if (this.#isRearranged) {
            this.#arrange();
        } else {
            this.#changed.forEach((entry) => this.#drawEntry(entry));
        }
        this.#isRearranged = false;
        this.#changed.clear();
        this.#drawTop();
        this.#drawPeople();
        if (this.#follows) {
            this.#toEnd();
            this.#conversation.trim();
        }
    }

    #arrange() {
        const { chat, notes, escalationsAtOpening } = this.#conversation;
        const items = timeline(chat.transcript.entries, notes, escalationsAtOpening, chat.hasOlder);
        const before = this.#lines;
        this.#lines = new Map();
        const heightBefore = this.#scroll.scrollHeight;
        const elements = items.map((item) => {
            const line = before.get(item.key) ?? this.#newLine(item);
            if (item.kind === 'entry') {
                line.view?.draw(item);
                line.place = item;
            }
            this.#lines.set(item.key, line);
            return line.element;
        });
        arrange(this.#list, elements);
        if (this.#isLoadingOlder && !this.#follows) {
            this.#scroll.scrollTop += this.#scroll.scrollHeight - heightBefore;
        }
    }

    /**
     * @param {import('./timeline.js').Item} item
     * @returns {Line}
     */
    #newLine(item) {
        switch (item.kind) {
            case 'day':
                return {
                    element: h('li', { class: 'day' }, h('span', {}, dayName(item.at))),
                    view: null,
                    place: null,
                };
            case 'note':
                return { element: noteLine(item.note, this.#around), view: null, place: null };
            case 'asked':
                return { element: askedLine(item.escalation), view: null, place: null };
            case 'entry': {
                const view = new EntryView(item.entry, this.#around, item);
                return { element: view.element, view, place: item };
            }
        }
    }

    /** @param {Entry} entry */
    #drawEntry(entry) {
        const line = this.#lines.get(entry.key);
        if (line?.place) {
            line.view?.draw(line.place);
        }
    }

    #drawTop() {
        const { chat } = this.#conversation;
        const isEmpty = chat.transcript.entries.length === 0;
        const text = words.conversation;
        const isThere = chat.state === 'online' || chat.state === 'polling';
        setText(
            this.#top,
            this.#isLoadingOlder || (isEmpty && !isThere && chat.state !== 'ended')
                ? text.older
                : chat.hasOlder || !isThere
                  ? ''
                  : isEmpty
                    ? text.empty
                    : text.beginning,
        );
    }

    #drawPeople() {
        const { typingNames, chat, readUpTo, visitor } = this.#conversation;
        this.#typing.hidden = typingNames.length === 0;
        setText(
            this.#typing,
            typingNames.length === 0
                ? ''
                : words.conversation.typing(
                      typingNames.map((name) => shortName(name, words.conversation.visitor)).join(', '),
                      typingNames.length,
                  ),
        );
        const lastOfAgents = chat.transcript.entries.findLast(
            (one) => one.senderType === 'agent' && one.kind === 'message',
        );
        const isSeen =
            lastOfAgents?.seq != null &&
            visitor.id !== null &&
            (readUpTo.get(visitor.id) ?? -1) >= lastOfAgents.seq &&
            chat.transcript.entries.at(-1) === lastOfAgents;
        this.#seen.hidden = !isSeen;
        setText(
            this.#seen,
            isSeen ? words.conversation.seenBy(shortName(visitor.name, words.conversation.visitor)) : '',
        );
    }

    #scrolled() {
        const { scrollTop, scrollHeight, clientHeight } = this.#scroll;
        this.#follows = scrollHeight - scrollTop - clientHeight < NEAR;
        if (this.#follows) {
            this.#toNewest.hidden = true;
            this.#conversation.dispatchEvent(new Event('reading'));
        } else if (this.#toNewest.hidden) {
            this.#toNewest.hidden = false;
            setText(/** @type {Element} */ (this.#toNewest.lastElementChild), words.conversation.toNewest);
        }
        if (scrollTop < AHEAD) {
            void this.#loadOlder();
        }
    }

    async #loadOlder() {
        const { chat } = this.#conversation;
        if (this.#isLoadingOlder || !chat.hasOlder) {
            return;
        }
        this.#isLoadingOlder = true;
        this.#drawTop();
        try {
            await chat.loadOlder();
            cancelAnimationFrame(this.#frame);
            this.#frame = 0;
            this.#isRearranged = true;
            this.#draw();
        } finally {
            this.#isLoadingOlder = false;
            this.#drawTop();
        }
    }

    #toEnd() {
        this.#scroll.scrollTop = this.#scroll.scrollHeight;
    }

    /** Whole messages of others, and never pieces of them. @param {Entry} entry */
    #speak(entry) {
        if (!entry.own) {
            const name =
                entry.kind === 'answer'
                    ? words.conversation.assistant
                    : (entry.senderName ?? words.conversation.visitor);
            this.#spoken.append(h('p', {}, `${name}: ${entry.content}`));
            while (this.#spoken.children.length > 3) {
                this.#spoken.firstElementChild?.remove();
            }
        }
    }
}
