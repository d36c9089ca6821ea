/**
 * The middle pane: head with what can be done, what was said, and where to write.
 */

import { avatar, shortName } from './avatar.js';
import { Composer } from './composer.js';
import { h, setText, show } from './dom.js';
import { FloorBar } from './floor-bar.js';
import { icon } from './icons.js';
import { inboxAddress } from './route.js';
import { TranscriptView } from './transcript-view.js';
import { failureWords, reasonWords, words } from './words.js';

const text = words.conversation;

export class ConversationView {
    #conversation;
    #account;
    #workload;
    #toasts;

    #avatar = h('span', { class: 'conversation-avatar' });
    #name = h('h2', { class: 'conversation-name', tabindex: -1 });
    #state = h('span', { class: 'chip' });
    #looking = h('span', { class: 'looking', hidden: true });
    #reason = h('span', { class: 'conversation-reason' });
    #isFresh = true;
    #connection = h('div', { class: 'connection', role: 'status', hidden: true });

    /**
     * @param {import('./open-conversation.js').OpenConversation} conversation
     * @param {import('./desk.js').Desk} desk
     * @param {() => void} toggleDetails
     */
    constructor(conversation, desk, toggleDetails) {
        this.#conversation = conversation;
        this.#account = desk.account;
        this.#workload = desk.workload;
        this.#toasts = desk.toasts;
        this.transcript = new TranscriptView(conversation, (id) => this.#agentName(id));
        this.composer = new Composer(conversation, desk);
        this.floor = new FloorBar(conversation, desk);
        this.element = h(
            'section',
            { class: 'conversation', 'aria-label': text.label },
            h(
                'header',
                { class: 'conversation-head' },
                h(
                    'a',
                    {
                        class: 'button quiet icon-only step-back',
                        href: inboxAddress(),
                        'aria-label': text.back,
                        title: text.back,
                    },
                    icon('back'),
                ),
                this.#avatar,
                h(
                    'div',
                    { class: 'conversation-title' },
                    h('div', { class: 'conversation-line' }, this.#name, this.#state),
                    h('div', { class: 'conversation-line conversation-sub' }, this.#looking, this.#reason),
                ),
                this.floor.element,
                h(
                    'button',
                    {
                        class: 'button quiet icon-only details-toggle',
                        type: 'button',
                        'aria-label': text.details,
                        title: `${text.details} (d)`,
                        on: { click: toggleDetails },
                    },
                    icon('panel'),
                ),
            ),
            this.#connection,
            this.transcript.element,
            this.composer.element,
        );
        conversation.addEventListener('floor', () => this.#drawHead());
        conversation.addEventListener('people', () => this.#drawHead());
        conversation.addEventListener('transcript', () => this.#drawName());
        conversation.addEventListener('connection', () => this.#drawConnection());
        conversation.addEventListener('wrote', () => this.transcript.showNewest());
        conversation.addEventListener('refused', (event) => this.#refused(/** @type {CustomEvent} */ (event).detail));
        this.#drawHead();
        this.#drawConnection();
    }

    close() {
        this.transcript.close();
    }

    /**
     * Where somebody who has just opened it goes on: to the field where the conversation is theirs, else to what was
     * said.
     */
    focus() {
        if (this.#conversation.floor.state === 'mine' && matchMedia('(hover: hover)').matches) {
            this.composer.focus();
        } else {
            this.#name.focus();
        }
    }

    focusHead() {
        this.#name.focus();
    }

    /** Whose conversation it is may be known only after it was opened. */
    #focusField() {
        if (this.#isFresh && this.#conversation.floor.state !== 'loading') {
            this.#isFresh = false;
            if (document.activeElement === this.#name) {
                this.focus();
            }
        }
    }

    #drawHead() {
        this.#focusField();
        const { floor, lookingAgents, escalations } = this.#conversation;
        const states = text.states;
        const holder =
            floor.state === 'other'
                ? (floor.escalation.agent?.name ?? this.#agentName(floor.escalation.agent?.id ?? ''))
                : '';
        this.#state.className = `chip floor-${floor.state}`;
        setText(this.#state, floor.state === 'other' ? states.other(holder) : states[floor.state]);
        this.#looking.hidden = lookingAgents.length === 0;
        show(this.#looking, icon('eye'), text.looking(lookingAgents.join(', '), lookingAgents.length));
        setText(this.#reason, escalations[0] ? reasonWords(escalations[0].reason) : '');
        this.#drawName();
    }

    #drawName() {
        const { visitor, conversationId } = this.#conversation;
        const name = visitor.name === null ? conversationId : shortName(visitor.name, text.visitor);
        if (this.#name.textContent !== name) {
            setText(this.#name, name);
            show(this.#avatar, avatar(visitor.name));
            this.composer.draw();
        }
    }

    #drawConnection() {
        const { state } = this.#conversation.chat;
        this.element.dataset.connection = state;
        this.#connection.hidden = state === 'online';
        this.#connection.className = `connection connection-${state}`;
        setText(this.#connection, text.connection[state]);
    }

    /** @param {unknown} failure */
    #refused(failure) {
        const { code } = /** @type {{code?: string}} */ (failure ?? {});
        if (code !== 'network' && code !== 'timeout') {
            this.#toasts.failed(failureWords(failure));
        }
    }

    /** @param {string} id */
    #agentName(id) {
        return id === this.#account.userId ? this.#account.claims.name : this.#workload.nameOf(id);
    }
}
