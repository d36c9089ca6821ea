/**
 * `<parley-chat>`: the element that the loader has put on the page with the bubble in it. It opens and closes the
 * panel, keeps the keyboard's focus where it belongs, and tells the loader what the page may hear of.
 *
 * @typedef {import('../chat/types.js').Entry} Entry
 * @typedef {import('../chat/types.js').EscalationState} EscalationState
 * @typedef {import('../chat/types.js').ConnectionState} ConnectionState
 *
 * @typedef {object} Options as the loader checked them
 * @property {string} backendUrl
 * @property {string} chatbotId
 * @property {string} locale
 * @property {string} [token]
 * @property {() => (string|Promise<string>)} [getToken]
 * @property {string[]} [imageOrigins]
 * @property {number} [reconnectInterval]
 * @property {number} [typingTimeout]
 * @property {number} [maxMessageLength] code points
 *
 * @typedef {(event: string, detail: any) => void} Tell
 */

import { ChatApi } from '../chat/api.js';
import { ChatClient } from '../chat/chat-client.js';
import { Credentials } from '../chat/credentials.js';
import { h, write } from './dom.js';
import { Panel } from './panel.js';
import { SHEET } from './styles.js';
import { showInTitle } from './unread-title.js';

const ASSISTANT = 'ai-assistant';
const FOCUSABLE = 'button, textarea, input, a[href], summary, [tabindex="0"]';

class ParleyChat extends HTMLElement {
    #dialog = h('dialog', { class: 'panel', role: 'dialog' });
    /** Heard while the panel is closed. */
    #aside = h('p', { class: 'unseen', role: 'status' });
    #narrow = matchMedia('(width < 480px) or (height < 480px)');
    #isOpen = false;
    #isModal = false;
    /** @type {ChatClient|null} */
    #chat = null;
    /** @type {Panel|null} */
    #panel = null;
    /** @type {Tell} */
    #tell = () => {};
    #teardown = new AbortController();

    /**
     * Begins, once, when the visitor or the page first wants something of the chat.
     *
     * @param {Options} options
     * @param {import('./locales/en.js').Words} words
     * @param {Tell} tell
     */
    start(options, words, tell) {
        const storage = keptStorage();
        const api = new ChatApi({ backendUrl: options.backendUrl });
        api.credentials = new Credentials({ api, token: options.token, getToken: options.getToken, storage });
        const chat = new ChatClient({
            api,
            storage,
            chatbotId: options.chatbotId,
            reconnectInterval: options.reconnectInterval,
            typingTimeout: options.typingTimeout,
            maxMessageLength: options.maxMessageLength,
        });
        this.#chat = chat;
        this.#tell = tell;
        this.#panel = new Panel({
            chat,
            words,
            locale: options.locale,
            imageOrigins: [api.origin, ...(options.imageOrigins ?? [])],
            isShown: () => this.#isOpen && !document.hidden,
            close: () => this.shut(),
        });
        this.#build(words, options.locale);
        this.#tellPage(chat, words);
        chat.start();
    }

    connectedCallback() {
        this.#chat?.start();
    }

    /** A page that takes the element away wants no connection of it. */
    disconnectedCallback() {
        this.#chat?.close();
    }

    open() {
        if (!this.#isOpen) {
            this.#isOpen = true;
            this.#show();
            this.#tell('open', {});
            this.#countUnread();
        }
        this.#panel?.focus();
        this.#panel?.seen();
    }

    /** Closes the panel. The chat goes on. */
    shut() {
        if (this.#isOpen) {
            const hadFocus = this.shadowRoot?.activeElement !== null;
            this.#isOpen = false;
            this.#dialog.close();
            this.#tell('close', {});
            if (hadFocus) {
                /** @type {HTMLElement|null|undefined} */ (this.shadowRoot?.querySelector('.bubble'))?.focus();
            }
        }
    }

    /** @param {string} text */
    send(text) {
        this.#panel?.send(text);
    }

    /** @param {string} [reason] */
    escalate(reason) {
        const chat = this.#chat;
        const ask = () => this.#panel?.attempt(() => chat?.escalate(reason));
        if (!chat || chat.conversationId) {
            ask();
            return;
        }
        const once = () => {
            chat.off('session', once);
            ask();
        };
        chat.on('session', once);
    }

    /** Lets go of everything, for good. */
    end() {
        this.#teardown.abort();
        this.#panel?.end();
        this.#chat?.close();
        this.#chat = null;
        showInTitle(0);
    }

    /** @param {import('./locales/en.js').Words} words @param {string} locale */
    #build(words, locale) {
        const root = /** @type {ShadowRoot} */ (this.shadowRoot);
        const dialog = this.#dialog;
        const { signal } = this.#teardown;
        root.adoptedStyleSheets.push(SHEET);
        dialog.lang = locale;
        dialog.dir = words.direction;
        dialog.setAttribute('aria-label', words.chat);
        dialog.append(.../** @type {Panel} */ (this.#panel).parts);
        root.prepend(dialog, this.#aside);
        dialog.addEventListener('keydown', (event) => this.#pressed(event));
        dialog.addEventListener('cancel', (event) => {
            event.preventDefault();
            this.shut();
        });
        this.#narrow.addEventListener('change', () => this.#isOpen && this.#show(), { signal });
        document.addEventListener(
            'visibilitychange',
            () => {
                this.#panel?.seen();
                this.#countUnread();
            },
            { signal },
        );
        // A keyboard on the screen makes the part that is seen smaller, and nothing else.
        for (const type of ['resize', 'scroll']) {
            visualViewport?.addEventListener(type, () => this.#fit(), { signal });
        }
    }

    /** Full screen on a phone, and then nothing else can be reached; else beside the page. */
    #show() {
        const dialog = this.#dialog;
        if (dialog.open) {
            dialog.close();
        }
        this.#isModal = this.#narrow.matches;
        this.#fit();
        if (this.#isModal) {
            dialog.showModal();
        } else {
            dialog.show();
        }
        this.#panel?.focus();
    }

    #fit() {
        const view = visualViewport;
        if (this.#isOpen && this.#isModal && view) {
            this.#dialog.style.setProperty('--_height', `${view.height}px`);
            this.#dialog.style.setProperty('--_top', `${view.offsetTop}px`);
        }
    }

    /** @param {KeyboardEvent} event */
    #pressed(event) {
        if (event.key === 'Escape' && !event.isComposing) {
            event.preventDefault();
            event.stopPropagation();
            if (this.#panel?.closeSheet()) {
                this.#panel.focus();
            } else {
                this.shut();
            }
        } else if (event.key === 'Tab' && this.#isModal) {
            this.#turnAround(event);
        }
    }

    /** From the last thing on to the first, and back. @param {KeyboardEvent} event */
    #turnAround(event) {
        const all = [.../** @type {NodeListOf<HTMLElement>} */ (this.#dialog.querySelectorAll(FOCUSABLE))].filter(
            (element) => !element.matches(':disabled') && element.checkVisibility(),
        );
        const edge = event.shiftKey ? all[0] : all.at(-1);
        if (this.shadowRoot?.activeElement === edge) {
            event.preventDefault();
            (event.shiftKey ? all.at(-1) : all[0])?.focus();
        }
    }

    #countUnread() {
        const isSeen = this.#isOpen && !document.hidden;
        const unread = isSeen ? 0 : (this.#chat?.unread ?? 0);
        this.#tell('unread', unread);
        showInTitle(unread);
        return unread;
    }

    /** @param {ChatClient} chat @param {import('./locales/en.js').Words} words */
    #tellPage(chat, words) {
        chat.on('state', (state) => {
            this.#tell('connection', { state, connected: state === 'online' || state === 'polling' });
        });
        chat.on('session', ({ chatbot }) => {
            this.#dialog.setAttribute('aria-label', chatbot ? words.chatWith(chatbot.name) : words.chat);
        });
        chat.on('unread', () => {
            const unread = this.#countUnread();
            write(this.#aside, unread && !this.#isOpen ? words.newMessages(unread) : '');
        });
        chat.on('finished', (entry) => this.#tell('message', asMessage(entry, chat.conversationId)));
        chat.on('escalation', (state) => this.#tell('escalation', asEscalation(state, chat.conversationId)));
        chat.on('typing', ({ userId, senderType, active }) => {
            this.#tell('typing', { user_id: userId, sender_type: senderType, active });
        });
        let writes = false;
        chat.on('change', () => {
            const running = chat.transcript.entries.at(-1);
            if (writes !== (running?.streaming ?? false)) {
                writes = !writes;
                this.#tell('typing', { user_id: ASSISTANT, sender_type: 'assistant', active: writes });
            }
        });
        chat.on('error', (failure) => this.#tell('error', failure));
        chat.on('frame', (frame) => this.#tell('frame', frame));
    }
}

/** A message as the history tells it. @param {Entry} entry @param {string|null} conversationId */
function asMessage(entry, conversationId) {
    return {
        id: entry.id,
        sender_id: entry.senderId,
        sender_type: entry.senderType,
        content: entry.content,
        timestamp: entry.timestamp,
        conversation_id: conversationId,
        metadata: entry.metadata,
        seq: entry.seq,
    };
}

/** @param {EscalationState} state @param {string|null} conversationId */
function asEscalation(state, conversationId) {
    return {
        escalation_id: state.escalationId,
        conversation_id: conversationId,
        status: state.status,
        reason: state.reason,
        agent: state.agent,
        queue_position: state.queuePosition,
    };
}

/** A page in a sandbox has none, and says so by throwing. */
function keptStorage() {
    try {
        return localStorage;
    } catch {
        return null;
    }
}

if (!customElements.get('parley-chat')) {
    customElements.define('parley-chat', ParleyChat);
}
