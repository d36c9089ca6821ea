/**
 * The admins' part: the tenant's chatbots on the left; of the chosen one its settings, its documents, and its search.
 */

import { confirmed } from '../dialog.js';
import { arrange, h, setText, show } from '../dom.js';
import { icon } from '../icons.js';
import { chatbotAddress, go, NEW_CHATBOT } from '../route.js';
import { failureWords, words } from '../words.js';
import { ChatbotForm } from './chatbot-form.js';
import { DocumentsView } from './documents-view.js';
import { SearchView } from './search-view.js';

/** @typedef {import('../types.js').Chatbot} Chatbot */
/** @typedef {import('../route.js').ChatbotPart} ChatbotPart */

const text = words.chatbots;
const PARTS = /** @type {ChatbotPart[]} */ (['settings', 'documents', 'search']);

export class ChatbotsView {
    #desk;
    /** @type {Chatbot[]} */
    #chatbots = [];
    #isLoaded = false;
    /** @type {{chatbotId: string|null, part: ChatbotPart}} */
    #route = { chatbotId: null, part: 'settings' };
    #shown = '';
    /** @type {ChatbotForm|null} */
    #form = null;
    /** @type {{element: HTMLElement, close: () => void}|null} */
    #open = null;
    /** @type {Partial<Chatbot>|null} */
    #template = null;
    #removeShortcuts;

    #list = h('ul', { class: 'work-lines' });
    #none = h('p', { class: 'none' }, words.loading);
    #middle = h('div', { class: 'admin-middle' });

    /** @param {import('../desk.js').Desk} desk */
    constructor(desk) {
        this.#desk = desk;
        this.element = h(
            'div',
            { class: 'admin', 'data-step': 'list' },
            h(
                'nav',
                { class: 'inbox-list', 'aria-label': text.list },
                h(
                    'header',
                    { class: 'pane-head' },
                    h('h2', {}, text.title),
                    h(
                        'a',
                        { class: 'button', href: chatbotAddress(NEW_CHATBOT), title: `${text.create} (a)` },
                        icon('plus'),
                        text.create,
                    ),
                ),
                h('div', { class: 'work-list' }, h('div', { class: 'work-scroll' }, this.#list, this.#none)),
            ),
            this.#middle,
        );
        this.#removeShortcuts = desk.shortcuts.add(this.#shortcuts());
        window.addEventListener('beforeunload', this.#warn);
        void this.#load();
    }

    close() {
        this.#open?.close();
        this.#removeShortcuts();
        window.removeEventListener('beforeunload', this.#warn);
    }

    async mayLeave() {
        return (
            !this.#form?.isChanged ||
            confirmed({ title: text.leaveTitle, lead: text.leave, yes: text.leaveYes, no: text.leaveNo, danger: false })
        );
    }

    /** @param {{chatbotId: string|null, part: ChatbotPart}} route */
    async show(route) {
        const wanted = `${route.chatbotId} ${route.part}`;
        if (wanted === this.#shown) {
            return;
        }
        if (!(await this.mayLeave())) {
            history.replaceState(null, '', chatbotAddress(this.#route.chatbotId, this.#route.part));
            return;
        }
        this.#route = route;
        this.#draw();
    }

    async #load() {
        try {
            this.#chatbots = (await this.#desk.account.api.call('GET', '/chatbots')).chatbots;
            this.#isLoaded = true;
            setText(this.#none, text.none);
            this.#none.hidden = this.#chatbots.length > 0;
        } catch (failure) {
            const again = h(
                'button',
                { class: 'link', type: 'button', on: { click: () => this.#load() } },
                words.tryAgain,
            );
            show(this.#none, failureWords(failure), ' ', again);
            return;
        }
        this.#draw();
    }

    #draw() {
        const { chatbotId, part } = this.#route;
        this.#shown = `${chatbotId} ${part}`;
        this.element.dataset.step = chatbotId === null ? 'list' : 'conversation';
        arrange(
            this.#list,
            this.#chatbots.map((one) => this.#line(one)),
        );
        this.#open?.close();
        this.#open = null;
        this.#form = null;
        if (!this.#isLoaded) {
            return;
        }
        const chatbot = this.#chatbots.find((one) => one.id === chatbotId) ?? null;
        if (chatbotId === NEW_CHATBOT) {
            this.#drawNew();
        } else if (chatbot) {
            this.#drawChatbot(chatbot, part);
        } else {
            show(
                this.#middle,
                h('div', { class: 'empty' }, icon('bot'), h('h2', {}, text.choose), h('p', {}, text.chooseHint)),
            );
        }
    }

    /** @param {Chatbot} one */
    #line(one) {
        return h(
            'li',
            {},
            h(
                'a',
                {
                    class: 'work-line',
                    href: chatbotAddress(one.id, this.#route.chatbotId === NEW_CHATBOT ? 'settings' : this.#route.part),
                    'aria-current': one.id === this.#route.chatbotId && 'true',
                },
                h('span', { class: 'avatar avatar-assistant', 'aria-hidden': 'true' }, icon('bot')),
                h(
                    'span',
                    { class: 'work-text' },
                    h(
                        'span',
                        { class: 'work-head' },
                        h('span', { class: 'work-name' }, one.name),
                        !one.own && icon('lock'),
                    ),
                    h(
                        'span',
                        { class: 'work-foot' },
                        h('span', { class: 'work-reason' }, one.own ? one.id : text.common),
                    ),
                ),
            ),
        );
    }

    #drawNew() {
        const form = new ChatbotForm(this.#desk, null, this.#template, this.#changed());
        this.#template = null;
        this.#form = form;
        show(this.#middle, this.#head(text.newTitle, null), h('div', { class: 'admin-scroll' }, form.element));
        form.focus();
    }

    /** @param {Chatbot} chatbot @param {ChatbotPart} part */
    #drawChatbot(chatbot, part) {
        let view;
        if (part === 'settings') {
            this.#form = new ChatbotForm(this.#desk, chatbot, null, this.#changed());
            view = this.#form;
        } else {
            view =
                part === 'documents' ? new DocumentsView(this.#desk, chatbot.id) : new SearchView(this.#desk, chatbot);
            this.#open = view;
        }
        show(
            this.#middle,
            this.#head(chatbot.name, chatbot.id),
            h('div', { class: 'admin-scroll', tabindex: -1 }, view.element),
        );
        if (view instanceof SearchView) {
            view.focus();
        }
    }

    /** @param {string} name @param {string|null} id */
    #head(name, id) {
        return h(
            'header',
            { class: 'admin-head' },
            h(
                'div',
                { class: 'admin-title' },
                h(
                    'a',
                    {
                        class: 'button quiet icon-only step-back',
                        href: chatbotAddress(),
                        'aria-label': words.conversation.back,
                    },
                    icon('back'),
                ),
                h('h2', {}, name),
            ),
            id !== null &&
                h(
                    'nav',
                    { class: 'tabs', 'aria-label': name },
                    ...PARTS.map((part) =>
                        h(
                            'a',
                            {
                                class: 'tab',
                                href: chatbotAddress(id, part),
                                'aria-current': part === this.#route.part && 'page',
                            },
                            text.parts[part],
                        ),
                    ),
                ),
        );
    }

    #changed() {
        return {
            saved: (/** @type {Chatbot} */ saved) => {
                this.#chatbots = [...this.#chatbots.filter((one) => one.id !== saved.id), saved].sort((one, other) =>
                    one.name.localeCompare(other.name),
                );
                this.#form = null;
                if (this.#route.chatbotId === saved.id) {
                    this.#draw();
                } else {
                    go(chatbotAddress(saved.id));
                }
            },
            removed: () => {
                this.#form = null;
                this.#shown = '';
                go(chatbotAddress());
                void this.#load().then(() => this.#list.querySelector('a')?.focus());
            },
            copied: (/** @type {Chatbot} */ chatbot) => void this.#copy(chatbot),
            reload: () => {
                this.#form = null;
                void this.#load();
            },
        };
    }

    /** @param {Chatbot} chatbot */
    async #copy(chatbot) {
        if (await this.mayLeave()) {
            this.#form = null;
            const { id: _id, version: _version, api_key: _key, base_url: _url, ...rest } = chatbot;
            this.#template = { ...rest, name: text.copyName(chatbot.name) };
            go(chatbotAddress(NEW_CHATBOT));
        }
    }

    #warn = (/** @type {BeforeUnloadEvent} */ event) => {
        if (this.#form?.isChanged) {
            event.preventDefault();
        }
    };

    /** @param {1|-1} step */
    #walk(step) {
        const links = [...this.#list.querySelectorAll('a')];
        const at = links.findIndex(
            (link) => link === document.activeElement || link.getAttribute('aria-current') === 'true',
        );
        links[Math.min(links.length - 1, Math.max(0, at + step))]?.focus();
    }

    /** @param {ChatbotPart} part */
    #to(part) {
        if (this.#route.chatbotId !== null && this.#route.chatbotId !== NEW_CHATBOT) {
            go(chatbotAddress(this.#route.chatbotId, part));
        }
    }

    /** @returns {import('../keys.js').Shortcut[]} */
    #shortcuts() {
        const keys = words.shortcuts;
        const group = /** @type {const} */ ('admin');
        return [
            { keys: ['j'], label: keys.next, group, run: () => this.#walk(1) },
            { keys: ['k'], label: keys.previous, group, run: () => this.#walk(-1) },
            { keys: ['a'], label: keys.create, group, run: () => go(chatbotAddress(NEW_CHATBOT)) },
            { keys: ['1'], label: text.parts.settings, group, run: () => this.#to('settings') },
            { keys: ['2'], label: text.parts.documents, group, run: () => this.#to('documents') },
            { keys: ['3'], label: text.parts.search, group, run: () => this.#to('search') },
            { keys: ['ctrl+s'], label: keys.save, group, run: () => this.#form?.save(), anywhere: true },
            {
                keys: ['escape'],
                label: keys.leave,
                group,
                anywhere: true,
                run: () => {
                    const focused = document.activeElement;
                    if (focused instanceof HTMLElement && focused.matches('input, textarea, select')) {
                        focused.blur();
                    } else {
                        go(chatbotAddress());
                    }
                },
            },
        ];
    }
}
