/**
 * What is known beside the words: who the visitor is, what was asked for, who looks along, notes, ratings, earlier
 * handovers.
 */

import { avatar, shortName } from './avatar.js';
import { h, newId, show } from './dom.js';
import { clockTime, fullTime } from './format.js';
import { icon } from './icons.js';
import { showPlainText } from './plain-text.js';
import { ticking } from './ticker.js';
import { reasonWords, statusWords, words } from './words.js';

/** @typedef {import('./types.js').Escalation} Escalation */
/** @typedef {import('./types.js').Rating} Rating */

const text = words.details;

export class DetailsPane {
    #conversation;
    #workload;
    #toasts;
    #shown = '';

    #visitor = h('div', { class: 'facts' });
    #escalation = h('div', { class: 'facts' });
    #looking = h('div', { class: 'facts' });
    #notes = h('div', { class: 'facts' });
    #earlier = h('div', { class: 'facts' });

    /** @readonly */
    element = h(
        'aside',
        { class: 'details-pane', 'aria-label': text.title, tabindex: -1 },
        group(text.visitor, this.#visitor),
        group(text.escalation, this.#escalation),
        group(text.looking, this.#looking),
        group(text.notes, this.#notes),
        this.#earlier,
    );

    /**
     * @param {import('./open-conversation.js').OpenConversation} conversation
     * @param {import('./desk.js').Desk} desk
     */
    constructor(conversation, { workload, toasts }) {
        this.#conversation = conversation;
        this.#workload = workload;
        this.#toasts = toasts;
        for (const event of ['floor', 'people', 'notes', 'transcript']) {
            conversation.addEventListener(event, () => this.draw());
        }
        this.draw();
    }

    /** Draws only what differs from what stands there: a stream of words changes nothing here. */
    draw() {
        const { visitor, escalations, notes, lookingAgents, chat } = this.#conversation;
        const queued = this.#workload.queued(this.#conversation.conversationId);
        const now = JSON.stringify([visitor, escalations, notes.length, lookingAgents, chat.chatbot, queued]);
        if (now !== this.#shown) {
            this.#shown = now;
            this.#drawVisitor();
            this.#drawEscalation(queued);
            this.#drawLooking();
            this.#drawNotes();
            this.#drawEarlier();
        }
    }

    #drawVisitor() {
        const { visitor, conversationId, chat } = this.#conversation;
        const name = shortName(visitor.name, words.conversation.visitor);
        show(
            this.#visitor,
            h(
                'div',
                { class: 'person' },
                avatar(visitor.name),
                h(
                    'span',
                    { class: 'person-text' },
                    h('strong', {}, name),
                    h(
                        'span',
                        { class: 'muted' },
                        h('span', {
                            class: `dot ${visitor.isHere ? 'dot-online' : 'dot-offline'}`,
                            'aria-hidden': 'true',
                        }),
                        visitor.isHere ? text.here : text.away,
                    ),
                ),
            ),
            facts(
                visitor.id && [text.userId, this.#copied(visitor.id)],
                [text.conversationId, this.#copied(conversationId)],
                chat.chatbot && [text.chatbot, chat.chatbot.name],
            ),
        );
    }

    /** @param {string} value */
    #copied(value) {
        return h(
            'button',
            {
                class: 'copy',
                type: 'button',
                title: `${text.copy}: ${value}`,
                on: {
                    click: () =>
                        navigator.clipboard.writeText(value).then(
                            () => this.#toasts.done(text.copied),
                            () => undefined,
                        ),
                },
            },
            h('span', { class: 'copy-text' }, value),
            icon('copy'),
        );
    }

    /** @param {import('./types.js').Queued|null} queued */
    #drawEscalation(queued) {
        const escalation = this.#conversation.escalations[0];
        if (!escalation) {
            show(this.#escalation, h('p', { class: 'muted' }, words.conversation.states.free));
            return;
        }
        show(
            this.#escalation,
            facts(
                [text.reason, reasonWords(escalation.reason)],
                [text.state, statusChip(escalation)],
                [
                    text.askedAt,
                    queued
                        ? h(
                              'span',
                              {},
                              clockTime(escalation.created_at),
                              ' · ',
                              ticking(queued.waiting_since, { heats: true }),
                          )
                        : fullTime(escalation.created_at),
                ],
                queued && [text.position, `#${queued.queue_position}`],
                escalation.agent && [text.agent, escalation.agent.name ?? this.#workload.nameOf(escalation.agent.id)],
                escalation.team && [text.team, escalation.team],
                escalation.rating && [text.rating, stars(escalation.rating)],
            ),
            escalation.rating?.comment && h('blockquote', { class: 'rating-comment' }, escalation.rating.comment),
        );
    }

    #drawLooking() {
        const { lookingAgents } = this.#conversation;
        show(
            this.#looking,
            lookingAgents.length === 0
                ? h('p', { class: 'muted' }, text.onlyYou)
                : h(
                      'ul',
                      { class: 'people' },
                      ...lookingAgents.map((name) => h('li', {}, avatar(name, 'agent'), name)),
                  ),
        );
    }

    #drawNotes() {
        const { notes } = this.#conversation;
        show(
            this.#notes,
            notes.length === 0
                ? h('p', { class: 'muted' }, text.noNotes)
                : h('ul', { class: 'note-list' }, ...notes.toReversed().map((note) => this.#noteLine(note))),
        );
    }

    /** @param {import('./types.js').Note} note */
    #noteLine(note) {
        const said = h('p', {});
        showPlainText(said, note.text);
        const author = note.author_name ?? this.#workload.nameOf(note.author_id);
        return h('li', {}, h('span', { class: 'muted' }, `${author}, ${fullTime(note.created_at)}`), said);
    }

    #drawEarlier() {
        const earlier = this.#conversation.escalations.slice(1);
        show(
            this.#earlier,
            earlier.length > 0 &&
                group(
                    text.earlier,
                    h(
                        'ul',
                        { class: 'earlier' },
                        ...earlier.map((one) =>
                            h(
                                'li',
                                {},
                                h(
                                    'span',
                                    { class: 'earlier-head' },
                                    statusChip(one),
                                    h('span', { class: 'muted' }, fullTime(one.created_at)),
                                ),
                                h('span', {}, reasonWords(one.reason)),
                                one.agent &&
                                    h(
                                        'span',
                                        { class: 'muted' },
                                        one.agent.name ?? this.#workload.nameOf(one.agent.id),
                                    ),
                                one.rating && stars(one.rating),
                                one.rating?.comment && h('blockquote', { class: 'rating-comment' }, one.rating.comment),
                            ),
                        ),
                    ),
                ),
        );
    }
}

/** @param {string} title @param {Element} content */
function group(title, content) {
    const id = newId('group');
    return h('section', { class: 'group', 'aria-labelledby': id }, h('h3', { id }, title), content);
}

/** @param {...([string, import('./dom.js').Child]|null|undefined|false|'')} pairs */
function facts(...pairs) {
    return h(
        'dl',
        { class: 'fact-list' },
        ...pairs.filter((pair) => !!pair).map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
    );
}

/** @param {Escalation} escalation */
function statusChip(escalation) {
    return h('span', { class: `chip state-${escalation.status}` }, statusWords(escalation.status));
}

/** @param {Rating} rating */
function stars(rating) {
    return h(
        'span',
        { class: 'stars', role: 'img', 'aria-label': text.stars(rating.score) },
        ...[1, 2, 3, 4, 5].map((place) => {
            const star = icon('star');
            star.classList.toggle('is-given', place <= rating.score);
            return star;
        }),
    );
}
