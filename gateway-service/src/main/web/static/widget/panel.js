/**
 * The inside of the chat: puts header, banner, conversation, sheets and composer together, and lets them follow what
 * the client tells.
 *
 * @typedef {import('../chat/chat-client.js').ChatClient} ChatClient
 * @typedef {import('../chat/types.js').Entry} Entry
 * @typedef {import('../chat/types.js').EscalationState} EscalationState
 * @typedef {import('../chat/types.js').Change} Change
 */

import { Announcer } from './announcer.js';
import { Banner } from './banner.js';
import { Composer } from './composer.js';
import { fill, h } from './dom.js';
import { escalationForm } from './escalation-form.js';
import { Format } from './format.js';
import { Header } from './header.js';
import { reasonOf } from './message.js';
import { MessageList } from './message-list.js';
import { ratingForm } from './rating-form.js';

/** `CHAT_MAX_MESSAGE_LENGTH` of the suite. */
const NOTICE_STAYS = 8000;
const CUT_OFF = new Set(['offline', 'ended']);

export class Panel {
    /** What the dialog holds, from top to bottom. */
    parts;
    #chat;
    #words;
    #announcer;
    #header;
    #banner;
    #list;
    #composer;
    #sheet = h('div', { class: 'sheets' });
    #notice = h('div', { class: 'notice', role: 'alert', hidden: true });
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    #noticeTimer;
    /** @type {Map<string, string>} agents' names by id, as escalations told them */
    #agents = new Map();
    /** @type {Set<string>} who is typing */
    #typing = new Set();
    /** @type {string|null} the agent whose conversation may be rated when it ends */
    #talkedTo = null;
    #wasCutOff = false;
    /** @type {{code: string}|null} why nothing can be said any more */
    #refusal = null;
    #isShown;
    /** @type {[any, any][]} */
    #handlers;

    /**
     * @param {object} options
     * @param {ChatClient} options.chat
     * @param {import('./locales/en.js').Words} options.words
     * @param {string} options.locale
     * @param {string[]} options.imageOrigins
     * @param {() => boolean} options.isShown the visitor can see the panel
     * @param {() => void} options.close
     */
    constructor({ chat, words, locale, imageOrigins, isShown, close }) {
        this.#chat = chat;
        this.#words = words;
        this.#isShown = isShown;
        this.#announcer = new Announcer(words, locale);
        const say = (/** @type {string} */ text) => this.#announcer.say(text);
        this.#header = new Header(words, { askPerson: () => this.askPerson(), close });
        this.#banner = new Banner(words, {
            stopWaiting: () => this.attempt(() => chat.cancelEscalation()),
            startAgain: () => chat.start(),
        });
        this.#list = new MessageList(
            {
                chat,
                words,
                imageOrigins,
                say,
                format: new Format(words, locale),
                longest: chat.maxMessageLength,
                nameOf: (entry) => this.nameOf(entry),
                isNewestAnswer: (entry) => !chat.escalation && this.#list.isNewestAnswer(entry),
                isRead: (entry) => entry.own && entry.seq !== null && entry.seq <= chat.readUpTo,
                canAskPerson: () => !chat.escalation,
                askPerson: () => this.askPerson(),
                attempt: (job) => this.attempt(job),
            },
            () => this.seen(),
        );
        this.#composer = new Composer(words, chat.maxMessageLength, {
            say,
            send: (text) => this.attempt(() => this.send(text)),
            stop: () => this.attempt(() => chat.stopAnswer()),
            typing: () => chat.typing(),
        });
        this.parts = [
            this.#header.element,
            this.#banner.element,
            this.#list.element,
            this.#notice,
            this.#sheet,
            this.#composer.element,
            this.#announcer.element,
        ];
        this.#handlers = /** @type {[any, any][]} */ ([
            ['state', () => this.#showState()],
            ['session', () => this.#showSession()],
            ['change', (/** @type {Change} */ change) => this.#follow(change)],
            ['finished', (/** @type {Entry} */ entry) => this.#finished(entry)],
            ['typing', (/** @type {any} */ signal) => this.#showTyping(signal)],
            ['escalation', (/** @type {EscalationState} */ state) => this.#moved(state)],
            ['queue', (/** @type {{position: number}} */ { position }) => this.#queued(position)],
            ['receipt', () => this.#list.refresh()],
            ['error', (/** @type {{code: string, retryable?: boolean}} */ failure) => this.#complain(failure)],
        ]);
        this.#handlers.forEach(([type, handler]) => chat.on(type, handler));
        this.#showState();
    }

    /** Who says something, as the visitor knows them. @param {Entry} entry */
    nameOf(entry) {
        const words = this.#words;
        switch (entry.own ? 'own' : entry.senderType) {
            case 'own':
                return words.you;
            case 'assistant':
                return this.#chat.chatbot?.name ?? words.assistant;
            case 'agent':
                return entry.senderName ?? this.#agents.get(entry.senderId) ?? words.agent;
            default:
                return '';
        }
    }

    /** @param {string} text */
    send(text) {
        this.#chat.send(text);
        this.#list.toEnd();
    }

    /** Asks the visitor whether they want a person. */
    askPerson() {
        const back = this.#header.person;
        this.#openSheet(
            escalationForm(this.#words, (reason) => {
                this.closeSheet();
                if (reason === null) {
                    back.focus();
                } else {
                    this.#composer.focus();
                    this.attempt(() => this.#chat.escalate(reason));
                }
            }),
            true,
        );
    }

    /** @returns {boolean} whether there was one */
    closeSheet() {
        const wasOpen = this.#sheet.hasChildNodes();
        this.#sheet.replaceChildren();
        return wasOpen;
    }

    /** Where the visitor goes on: the field, or the way back into a chat that has ended. */
    focus() {
        if (this.#chat.state === 'ended') {
            this.#banner.element.querySelector('button')?.focus();
        } else {
            this.#composer.focus();
        }
    }

    /** The visitor may have the newest line before them. */
    seen() {
        if (this.#isShown() && this.#list.atEnd) {
            this.#chat.read();
        }
    }

    /** Does something that may fail, and says so in the panel. @param {() => unknown} job */
    async attempt(job) {
        try {
            await job();
        } catch (failure) {
            this.#complain(/** @type {any} */ (failure));
        }
    }

    end() {
        this.#handlers.forEach(([type, handler]) => this.#chat.off(type, handler));
        clearTimeout(this.#noticeTimer);
        this.#announcer.end();
        this.#list.end();
    }

    /** @param {HTMLElement} sheet @param {boolean} takesFocus */
    #openSheet(sheet, takesFocus) {
        fill(this.#sheet, sheet);
        if (takesFocus) {
            sheet.querySelector('textarea')?.focus();
        }
    }

    #showState() {
        const { chatbot, state, escalation } = this.#chat;
        this.#refusal = state === 'online' ? null : this.#refusal;
        const why = this.#refusal ? reasonOf(this.#refusal, this.#words) : '';
        this.#header.show(chatbot?.name ?? '', state);
        this.#header.person.hidden = escalation !== null || state === 'ended';
        this.#banner.show(escalation, state === 'ended', why);
        this.#composer.showEnded(state === 'ended');
        const isCutOff = CUT_OFF.has(state);
        if (isCutOff !== this.#wasCutOff && state !== 'connecting') {
            this.#wasCutOff = isCutOff;
            this.#announcer.say(this.#words.state[state]);
        }
    }

    #showSession() {
        const { chatbot, escalation } = this.#chat;
        this.#list.greet(chatbot?.name ?? '', chatbot?.greeting ?? '');
        this.#list.refresh();
        this.#remember(escalation);
        this.#showState();
    }

    /** @param {Change} change */
    #follow(change) {
        this.#list.follow(change);
        this.#composer.showAnswering(this.#chat.transcript.entries.at(-1)?.streaming ?? false);
        for (const entry of change.added) {
            if (entry.thinking) {
                this.#announcer.say(this.#words.thinking(this.nameOf(entry)));
            } else if (entry.kind === 'failure' && !change.reset) {
                this.#announcer.say(
                    `${this.#words.answerFailed}. ${entry.error ? reasonOf(entry.error, this.#words) : ''}`,
                );
            }
        }
        for (const entry of change.updated) {
            if (entry.streaming && !entry.thinking) {
                this.#announcer.grows(entry, this.nameOf(entry));
            }
        }
        change.removed.forEach((entry) => this.#announcer.forget(entry));
    }

    /** @param {Entry} entry */
    #finished(entry) {
        if (!entry.own) {
            this.#announcer.finished(entry, this.nameOf(entry));
        }
        requestAnimationFrame(() => this.seen());
    }

    /** @param {{userId: string, senderType: string, active: boolean}} signal */
    #showTyping({ userId, senderType, active }) {
        if (senderType !== 'agent') {
            return;
        }
        this.#typing[active ? 'add' : 'delete'](userId);
        const [first] = this.#typing;
        const { typing, agent } = this.#words;
        this.#list.showTyping(first === undefined ? null : typing(this.#agents.get(first) ?? agent));
    }

    /** @param {EscalationState} state */
    #moved(state) {
        const words = this.#words;
        this.#remember(state);
        this.#showState();
        this.#list.refresh();
        if (state.status === 'assigned') {
            this.#announcer.say(words.joined(state.agent?.name ?? words.agent));
            this.closeSheet();
        } else {
            this.#announcer.say(words.floor[state.status]);
        }
        if (this.#talkedTo !== null && (state.status === 'resolved' || state.status === 'returned_to_bot')) {
            this.#askRating(this.#talkedTo);
            this.#talkedTo = null;
        }
    }

    /** @param {number} position */
    #queued(position) {
        this.#showState();
        this.#announcer.say(this.#words.position(position));
    }

    /** @param {EscalationState|null} state */
    #remember(state) {
        if (state?.agent) {
            const name = state.agent.name ?? this.#words.agent;
            this.#agents.set(state.agent.id, name);
            if (state.status === 'assigned') {
                this.#talkedTo = name;
            }
        }
    }

    /** @param {string} name */
    #askRating(name) {
        this.#openSheet(
            ratingForm(this.#words, name, (rating) => {
                this.closeSheet();
                this.#composer.focus();
                if (rating) {
                    this.attempt(async () => {
                        await this.#chat.rate(rating.score, rating.comment);
                        this.#note(this.#words.rateThanks);
                    });
                }
            }),
            false,
        );
    }

    /** @param {{code: string, retryable?: boolean}} failure */
    #complain(failure) {
        if (this.#chat.state !== 'online' && failure.retryable === false) {
            this.#refusal = failure; // the end that follows is shown with it
        }
        // That there is no connection stands in the header for as long as it is so, and a refusal at what was refused.
        const isShown =
            failure.code === 'network'
                ? this.#chat.state !== 'online'
                : this.#chat.transcript.entries.some(
                      ({ delivery, error }) => delivery === 'failed' && error?.code === failure.code,
                  );
        if (!isShown) {
            this.#note(reasonOf(failure, this.#words));
        }
    }

    /** @param {string} text */
    #note(text) {
        clearTimeout(this.#noticeTimer);
        this.#notice.hidden = false;
        fill(this.#notice, h('span', {}, text));
        this.#noticeTimer = setTimeout(() => {
            this.#notice.hidden = true;
            this.#notice.replaceChildren();
        }, NOTICE_STAYS);
    }
}
