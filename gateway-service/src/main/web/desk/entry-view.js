/**
 * One line of a transcript: somebody's message, the assistant's answer while it is written and after, a note, or a
 * change of the floor. It is drawn again from its entry whenever that has changed.
 */

import { MarkdownView } from '../static/chat/markdown.js';
import { avatar, shortName } from './avatar.js';
import { h, setText, show } from './dom.js';
import { clockTime, fullTime } from './format.js';
import { icon } from './icons.js';
import { showPlainText } from './plain-text.js';
import { failureWords, reasonWords, words } from './words.js';

/** @typedef {import('../static/chat/types.js').Entry} Entry */
/** @typedef {import('../static/chat/types.js').Citation} Citation */

/**
 * Where a line stands: behind one of the same sender, a moment ago; telling of a handover that was told of before.
 * @typedef {{continues: boolean, again: boolean}} Place
 */

/**
 * What a line needs to know of the conversation around it.
 * @typedef {object} Surroundings
 * @property {(userId: string) => string} agentName
 * @property {() => string|null} visitorName
 * @property {(entry: Entry) => void} retry
 * @property {(entry: Entry) => void} discard
 */

const text = words.conversation;

export class EntryView {
    #around;
    #head = h('div', { class: 'entry-head' });
    #body = h('div', { class: 'entry-body' });
    #foot = h('div', { class: 'entry-foot' });
    /** @type {MarkdownView|null} */
    #markdown = null;
    /** What each part was drawn from: one that is the same stays, with what is marked or folded out in it. */
    #drawn = /** @type {Record<string, unknown[]>} */ ({});

    /**
     * @param {Entry} entry
     * @param {Surroundings} around
     * @param {Place} place
     */
    constructor(entry, around, place) {
        this.entry = entry;
        this.#around = around;
        this.element =
            entry.kind === 'escalation'
                ? h('li', { class: 'entry entry-floor' }, this.#body)
                : h('li', { class: 'entry' }, this.#head, this.#body, this.#foot);
        this.draw(place);
    }

    /** @param {Place} place */
    draw({ continues, again }) {
        const { entry } = this;
        if (entry.kind === 'escalation') {
            this.#drawFloor(again);
            return;
        }
        const { classList } = this.element;
        this.element.className = `entry entry-${sideOf(entry)}`;
        classList.toggle('is-own', entry.own);
        classList.toggle('is-continued', continues);
        classList.toggle('is-unsent', entry.delivery !== 'sent');
        classList.toggle('is-streaming', entry.streaming);
        if (entry.kind === 'failure') {
            this.#drawFailure();
            return;
        }
        this.#drawHead();
        this.#drawBody();
        this.#drawFoot();
    }

    /** @param {string} part @param {...unknown} from */
    #isNew(part, ...from) {
        const before = this.#drawn[part];
        this.#drawn[part] = from;
        return !before || from.some((value, at) => value !== before[at]);
    }

    /** @param {boolean} again */
    #drawFloor(again) {
        const { escalation, timestamp } = this.entry;
        if (!escalation) {
            return;
        }
        const name = escalation.agent ? (escalation.agent.name ?? this.#around.agentName(escalation.agent.id)) : '';
        if (!this.#isNew('body', name, escalation.status, again)) {
            return;
        }
        const said =
            escalation.status === 'assigned'
                ? text.claimed(name)
                : escalation.status === 'queued'
                  ? again
                      ? text.queuedAgain
                      : text.asked(reasonWords(escalation.reason))
                  : (text.ended[escalation.status] ?? escalation.status);
        show(
            this.#body,
            icon(escalation.status === 'queued' ? 'clock' : escalation.status === 'assigned' ? 'person' : 'check'),
            h('span', {}, said),
            timeOf(timestamp),
        );
    }

    #drawFailure() {
        const { error, timestamp } = this.entry;
        if (!this.#isNew('body', error)) {
            return;
        }
        show(this.#head);
        show(
            this.#body,
            icon('alert'),
            h('span', {}, error?.code === 'handed_over' ? text.handedOver : text.answerFailed),
            timeOf(timestamp),
        );
        show(this.#foot);
    }

    #drawHead() {
        const { entry } = this;
        const name = this.#senderName();
        if (!this.#isNew('head', name, this.#around.visitorName(), entry.timestamp, entry.metadata)) {
            return;
        }
        const model = entry.kind === 'answer' && typeof entry.metadata.model === 'string' ? entry.metadata.model : null;
        show(
            this.#head,
            avatar(
                entry.senderType === 'user' ? this.#around.visitorName() : name,
                entry.kind === 'note' ? 'agent' : entry.senderType,
            ),
            h('span', { class: 'entry-name' }, name),
            entry.own && h('span', { class: 'entry-aside' }, text.you),
            entry.kind === 'note' && h('span', { class: 'entry-tag' }, icon('lock'), text.note),
            model && h('span', { class: 'entry-aside' }, model),
            timeOf(entry.timestamp),
        );
    }

    #senderName() {
        const { entry } = this;
        switch (entry.senderType) {
            case 'assistant':
                return text.assistant;
            case 'system':
                return text.system;
            case 'agent':
                return entry.senderName ?? this.#around.agentName(entry.senderId);
            default:
                return shortName(entry.senderName ?? this.#around.visitorName() ?? entry.senderId, text.visitor);
        }
    }

    #drawBody() {
        const { entry } = this;
        if (!this.#isNew('body', entry.content, entry.deleted, entry.thinking, entry.streaming)) {
            return;
        }
        if (entry.deleted) {
            this.#markdown = null;
            show(this.#body, h('em', { class: 'muted' }, text.deleted));
        } else if (entry.thinking) {
            this.#markdown = null;
            show(this.#body, thinkingDots(), h('span', { class: 'visually-hidden' }, text.thinking));
        } else if (entry.kind === 'answer') {
            if (!this.#markdown) {
                const place = h('div', { class: 'markdown' });
                show(this.#body, place);
                this.#markdown = new MarkdownView(place, { imageOrigins: [] });
            }
            this.#markdown.show(entry.content, !entry.streaming);
        } else {
            showPlainText(this.#body, entry.content);
        }
    }

    #drawFoot() {
        const { entry } = this;
        const { delivery, editedAt, deleted, finishReason, citations } = entry;
        if (!this.#isNew('foot', delivery, editedAt, deleted, finishReason, citations, entry.reactions, entry.error)) {
            return;
        }
        const reactions = Object.values(entry.reactions);
        const finish = finishReason === 'cancelled' ? text.stopped : finishReason === 'length' ? text.cutShort : null;
        show(
            this.#foot,
            editedAt && !deleted && h('span', {}, text.edited),
            finish && h('span', {}, finish),
            ...reactions.map((reaction) =>
                h(
                    'span',
                    { class: 'reaction', role: 'img', 'aria-label': `${text.reacted}: ${reaction}` },
                    reactionSign(reaction),
                ),
            ),
            ...this.#delivery(),
            citations.length > 0 && sources(citations),
        );
    }

    #delivery() {
        const { entry } = this;
        switch (entry.delivery) {
            case 'queued':
                return [h('span', { class: 'delivery' }, icon('clock'), text.waitsToBeSent)];
            case 'sending':
                return [h('span', { class: 'delivery' }, text.sending)];
            case 'failed':
                return [
                    h(
                        'span',
                        { class: 'delivery delivery-failed', role: 'alert' },
                        icon('alert'),
                        `${text.notSent} ${entry.error ? failureWords(entry.error) : ''}`,
                    ),
                    h(
                        'button',
                        { class: 'link', type: 'button', on: { click: () => this.#around.retry(entry) } },
                        text.retry,
                    ),
                    h(
                        'button',
                        { class: 'link', type: 'button', on: { click: () => this.#around.discard(entry) } },
                        text.discard,
                    ),
                ];
            default:
                return [];
        }
    }
}

/** @param {Entry} entry */
function sideOf(entry) {
    if (entry.kind === 'note' || entry.kind === 'failure') {
        return entry.kind;
    }
    return entry.senderType;
}

/** @param {string} timestamp */
export function timeOf(timestamp) {
    return h('time', { class: 'entry-time', datetime: timestamp, title: fullTime(timestamp) }, clockTime(timestamp));
}

function thinkingDots() {
    return h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i'));
}

/** @param {string} reaction */
function reactionSign(reaction) {
    return reaction === 'up' ? '👍' : reaction === 'down' ? '👎' : reaction;
}

/** @param {Citation[]} citations */
function sources(citations) {
    return h(
        'details',
        { class: 'sources' },
        h('summary', {}, icon('quote'), text.sources(citations.length)),
        h(
            'ol',
            {},
            ...citations.map((citation) =>
                h(
                    'li',
                    {},
                    h(
                        'span',
                        { class: 'source-title' },
                        citation.title,
                        citation.page ? `, ${text.page(citation.page)}` : '',
                    ),
                    h('span', { class: 'source-score' }, citation.score.toFixed(2)),
                    h('q', { class: 'source-excerpt' }, citation.excerpt),
                ),
            ),
        ),
    );
}

/**
 * A note that came from the desk's list and not over the socket, in the same dress.
 *
 * @param {import('./types.js').Note} note
 * @param {Surroundings} around
 */
export function noteLine(note, around) {
    const name = note.author_name ?? around.agentName(note.author_id);
    const body = h('div', { class: 'entry-body' });
    showPlainText(body, note.text);
    return h(
        'li',
        { class: 'entry entry-note' },
        h(
            'div',
            { class: 'entry-head' },
            avatar(name, 'agent'),
            h('span', { class: 'entry-name' }, name),
            h('span', { class: 'entry-tag' }, icon('lock'), text.note),
            timeOf(note.created_at),
        ),
        body,
    );
}

/** @param {import('./types.js').Escalation} escalation */
export function askedLine(escalation) {
    const said = h('span', {});
    setText(said, text.asked(reasonWords(escalation.reason)));
    return h(
        'li',
        { class: 'entry entry-floor' },
        h('div', { class: 'entry-body' }, icon('clock'), said, timeOf(escalation.created_at)),
    );
}
