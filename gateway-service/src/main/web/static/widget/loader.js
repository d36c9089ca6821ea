/**
 * The widget's loader, the one file a page includes, as chat-widget.js. It puts the bubble on the page and brings the rest
 * when the chat is opened for the first time; until then it stores nothing and asks for nothing. A classic script, so that
 * it does the same async or deferred, in head or body; of a Content-Security-Policy it needs scripts from its own origin.
 */
(() => {
    const page = /** @type {any} */ (window);
    if (page.ChatWidget?.home !== undefined) {
        return;
    }

    /** @type {HTMLScriptElement|null} none where a module imports this file: that one sets `ChatWidget.home` */
    const tag = /** @type {any} */ (document.currentScript ?? document.querySelector('script[src*="/chat-widget."]'));

    /** What a visitor hears of the bubble, by language. A language that is named here has a file in widget/locales. */
    const LABELS = {
        en: ['Open chat', 'Close chat'],
        de: ['Chat öffnen', 'Chat schließen'],
        ar: ['فتح المحادثة', 'إغلاق المحادثة'],
    };

    const TAG = /^[a-z]{2,3}(-[a-z\d]{2,8})*$/i;
    const EVENTS = ['message', 'escalation', 'open', 'close', 'connection', 'error', 'typing', 'frame'];

    /** @param {RegExp} form @returns {Check} */
    const like = (form) => (value) => typeof value === 'string' && form.test(value);
    const isOrigin = like(/^(http|ws)s?:\/\/([\w.-]+|\[[\da-f:]+])(:\d{1,5})?\/?$/i);
    /** @type {Check} */
    const isSpan = (value) => Number.isFinite(value) && value > 0;

    /** @type {Record<string, any>} */
    const DEFAULTS = { theme: 'auto', position: 'bottom-right', autoOpen: false, chatbotId: 'leta', maxMessageLength: 1000 };
    /** @typedef {(value: any) => boolean} Check */
    /** What an option has to be, and how to say so. @type {Record<string, [Check, string]>} */
    const RULES = {
        backendUrl: [isOrigin, 'an http(s) or ws(s) address without a path'],
        theme: [like(/^(light|dark|auto)$/), '"light", "dark" or "auto"'],
        position: [like(/^bottom-(right|left)$/), '"bottom-right" or "bottom-left"'],
        autoOpen: [(value) => typeof value === 'boolean', 'true or false'],
        chatbotId: [like(/^[\w.:@-]{1,128}$/), 'the id of a chatbot'],
        token: [like(/./), 'a token'],
        getToken: [(value) => typeof value === 'function', 'a function that gives a token'],
        locale: [like(TAG), 'a language tag such as "en" or "de-AT"'],
        imageOrigins: [(value) => Array.isArray(value) && value.every(isOrigin), 'an array of origins'],
        reconnectInterval: [isSpan, 'milliseconds'],
        typingTimeout: [isSpan, 'milliseconds'],
        maxMessageLength: [isSpan, 'a number of characters'],
    };

    /** The names that the suite's own settings have. @type {Record<string, string>} */
    const SETTINGS = {
        CHAT_BACKEND_URL: 'backendUrl',
        CHAT_RECONNECT_INTERVAL: 'reconnectInterval',
        CHAT_TYPING_TIMEOUT: 'typingTimeout',
        CHAT_MAX_MESSAGE_LENGTH: 'maxMessageLength',
    };

    /** The options that were given, and are right. @param {any} options */
    const checked = (options) => {
        if (typeof options !== 'object' || options === null || Array.isArray(options)) {
            throw new TypeError('ChatWidget: options must be an object');
        }
        /** @type {Record<string, any>} */
        const good = {};
        for (const [given, value] of Object.entries(options)) {
            const name = Object.hasOwn(SETTINGS, given) ? SETTINGS[given] : given;
            const rule = Object.hasOwn(RULES, name) ? RULES[name] : null;
            if (!rule) {
                // A slip of the pen costs no visitor the chat.
                console.warn(`ChatWidget: no option "${name}"; there are ${Object.keys(RULES).join(', ')}`);
                continue;
            }
            if (value !== undefined && value !== null) {
                if (!rule[0](value)) {
                    throw new TypeError(`ChatWidget: ${name} must be ${rule[1]}`);
                }
                good[name] = value;
            }
        }
        return good;
    };

    /** The options that the script's own tag carries, as in `data-chatbot-id="shop"`. */
    const ofTag = () => {
        /** @type {Record<string, unknown>} */
        const options = {};
        for (const [name, text] of Object.entries(tag?.dataset ?? {})) {
            if (name === 'autoOpen') {
                options[name] = text === '' || text === 'true' || (text === 'false' ? false : text);
            } else if (name === 'imageOrigins') {
                options[name] = text?.split(/[\s,]+/).filter(Boolean);
            } else if (['reconnectInterval', 'typingTimeout', 'maxMessageLength'].includes(name)) {
                options[name] = Number(text);
            } else if (Object.hasOwn(RULES, name) && name !== 'getToken') {
                options[name] = text;
            }
        }
        return options;
    };

    /** The first language that there are words in, of those that option, page and browser name; else English. */
    const localeOf = (/** @type {string|undefined} */ wanted) => {
        const tags = [wanted, document.documentElement.lang, ...navigator.languages];
        const locale = tags.find((name) => name && TAG.test(name) && Object.hasOwn(LABELS, languageOf(name)));
        return locale ?? 'en';
    };
    const languageOf = (/** @type {string} */ locale) =>
        /** @type {keyof typeof LABELS} */ (locale.split('-')[0].toLowerCase());

    const STYLES = `
        :host { all: initial; position: fixed; z-index: var(--parley-z-index, 2147483000); color-scheme: light dark; }
        :host([theme=light]) { color-scheme: light; }
        :host([theme=dark]) { color-scheme: dark; }
        .bubble {
            position: fixed; right: var(--parley-gap, 20px);
            bottom: calc(var(--parley-gap, 20px) + env(safe-area-inset-bottom, 0px));
            box-sizing: border-box; width: 60px; height: 60px; padding: 0; display: grid; place-items: center;
            border: 2px solid transparent; border-radius: 22px 22px 6px; cursor: pointer; transition: transform .18s;
            background: var(--parley-accent, light-dark(#14655a, #79d6bc)); background-clip: padding-box;
            color: var(--parley-on-accent, light-dark(#fff, #06261f)); box-shadow: 0 8px 24px -6px #0006;
        }
        :host([position=bottom-left]) .bubble {
            right: auto; left: var(--parley-gap, 20px); border-radius: 22px 22px 22px 6px;
        }
        .bubble:hover { transform: translateY(-2px); }
        .bubble:focus-visible {
            outline: 3px solid var(--parley-accent, light-dark(#14655a, #79d6bc)); outline-offset: 3px;
        }
        .bubble svg {
            grid-area: 1 / 1; width: 28px; fill: none; stroke: currentColor; stroke-width: 1.8;
            stroke-linecap: round; stroke-linejoin: round; transition: opacity .18s;
        }
        [aria-expanded=false] svg:last-of-type, [aria-expanded=true] svg:first-of-type, [aria-busy] svg { opacity: 0; }
        [aria-busy] svg:first-of-type { opacity: .5; }
        .badge {
            position: absolute; top: -6px; right: -6px; min-width: 10px; padding: 0 6px; border: 2px solid Canvas;
            border-radius: 11px; background: #c0322b; color: #fff; font: 600 12px/18px system-ui;
        }
        [hidden] { display: none !important; }
        @media (width < 480px) or (height < 480px) { .bubble[aria-expanded=true] { display: none; } }
        @media (prefers-reduced-motion) { .bubble, svg { transition: none !important; } }
        @media print { :host { display: none; } }`;

    /** @param {string} path */
    const drawing = (path) => {
        const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
        svg.setAttribute('viewBox', '0 0 24 24');
        svg.setAttribute('aria-hidden', 'true');
        const line = document.createElementNS(svg.namespaceURI, 'path');
        line.setAttribute('d', path);
        svg.append(line);
        return svg;
    };

    /** @type {ChatWidget|null} the one on the page */
    let current = null;
    let preloaded = false;

    /** The widget as a page's own scripts see it: the bubble, and a door to the chat behind it. */
    class ChatWidget {
        /** The address of the folder that this file lies in. */
        static home = tag ? new URL('.', tag.src).href : '';

        /** @type {Record<string, any>} */
        #options;
        #language;
        #host = document.createElement('parley-chat');
        #bubble = document.createElement('button');
        #badge = document.createElement('span');
        /** @type {Map<string, Set<(detail: any) => void>>} */
        #handlers = new Map(EVENTS.map((name) => [name, new Set()]));
        /** @type {Promise<any>|null} */
        #loading = null;
        /** @type {any} the custom element, once its module is there */
        #chat = null;
        #mounted;
        #isOpen = false;
        #connected = false;
        #unread = 0;
        #gone = false;

        /** @param {Record<string, unknown>} [options] */
        constructor(options = {}) {
            const good = { ...DEFAULTS, ...checked(ofTag()), ...checked(options) };
            const locale = localeOf(good.locale);
            this.#language = languageOf(locale);
            this.#options = { ...good, locale };
            this.#build();
            current?.destroy();
            current = this;
            page.chatWidget = this;
            this.#mounted = new Promise((resolve) => {
                const mount = () => resolve(this.#mount());
                if (document.body) {
                    mount();
                } else {
                    document.addEventListener('DOMContentLoaded', mount); // a script in the head comes before the body
                }
            });
        }

        /** Whether messages get through at this moment. */
        get isConnected() {
            return this.#connected;
        }

        openChat() {
            this.#ask((chat) => chat.open());
        }

        closeChat() {
            if (this.#loading) {
                this.#ask((chat) => chat.shut());
            }
        }

        /** @param {string} text */
        sendMessage(text) {
            if (typeof text !== 'string') {
                throw new TypeError('ChatWidget: a message is a text');
            }
            const longest = this.#options.maxMessageLength;
            if (!text.trim() || [...text].length > longest) {
                const code = text.trim() ? 'message_too_long' : 'message_empty';
                this.#tell('error', { code, message: `A message has 1 to ${longest} characters.`, retryable: false });
                return;
            }
            this.#ask((chat) => chat.send(text));
        }

        /** @param {string} [reason] */
        escalateConversation(reason) {
            if (reason !== undefined && typeof reason !== 'string') {
                throw new TypeError('ChatWidget: the reason must be a string');
            }
            this.#ask((chat) => chat.escalate(reason));
        }

        /** @param {string} event @param {(detail: any) => void} handler */
        on(event, handler) {
            if (typeof handler !== 'function') {
                throw new TypeError('ChatWidget: a handler must be a function');
            }
            this.#handlersOf(event).add(handler);
            return this;
        }

        /** @param {string} event @param {(detail: any) => void} handler */
        off(event, handler) {
            this.#handlersOf(event).delete(handler);
            return this;
        }

        /** Takes the widget off the page, with all its listeners and its connection. */
        destroy() {
            this.#gone = true;
            this.#chat?.end();
            this.#host.remove();
            this.#handlers.forEach((handlers) => handlers.clear());
            this.#connected = false;
            if (current === this) {
                current = null;
            }
            if (page.chatWidget === this) {
                delete page.chatWidget;
            }
        }

        /** @param {string} event */
        #handlersOf(event) {
            const handlers = this.#handlers.get(event);
            if (!handlers) {
                throw new TypeError(`ChatWidget: no event "${event}"; there are ${EVENTS.join(', ')}`);
            }
            return handlers;
        }

        #build() {
            const root = this.#host.attachShadow({ mode: 'open' });
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(STYLES);
            root.adoptedStyleSheets = [sheet];
            this.#host.setAttribute('theme', this.#options.theme);
            this.#host.setAttribute('position', this.#options.position);
            this.#bubble.type = 'button';
            this.#bubble.className = 'bubble';
            this.#bubble.ariaHasPopup = 'dialog';
            this.#badge.className = 'badge';
            this.#bubble.append(
                drawing(
                    'M4 5.5A2.5 2.5 0 0 1 6.5 3h7A2.5 2.5 0 0 1 16 5.5v4a2.5 2.5 0 0 1-2.5 2.5H8l-4 3ZM9.5 15.5A2.5 2.5 ' +
                        '0 0 0 12 18h4.5l3.5 3v-8.5a2.5 2.5 0 0 0-1-2',
                ),
                drawing('m6 9.5 6 6 6-6'),
                this.#badge,
            );
            this.#label();
            for (const early of ['pointerenter', 'focus', 'touchstart']) {
                this.#bubble.addEventListener(early, () => this.#preload(), { passive: true });
            }
            this.#bubble.addEventListener('click', () => (this.#isOpen ? this.closeChat() : this.openChat()));
            root.append(this.#bubble);
        }

        #mount() {
            if (!this.#gone && !this.#host.isConnected) {
                document.body.append(this.#host);
                if (this.#options.autoOpen) {
                    this.openChat();
                }
            }
        }

        #label() {
            const label = LABELS[this.#language][this.#isOpen ? 1 : 0];
            this.#bubble.ariaExpanded = String(this.#isOpen);
            this.#bubble.ariaLabel = this.#unread ? `${label} (${this.#unread})` : label;
            this.#badge.hidden = !this.#unread;
            this.#badge.textContent = this.#unread > 99 ? '99+' : String(this.#unread);
        }

        #preload() {
            if (preloaded) {
                return;
            }
            preloaded = true;
            for (const href of this.#files()) {
                const nonce = tag?.nonce ?? '';
                document.head.append(
                    Object.assign(document.createElement('link'), { rel: 'modulepreload', href, nonce }),
                );
            }
        }

        /** The rest of the widget, of widget/parley-chat.js and all that it imports; and its words. */
        #files() {
            return ['widget/bundle.js', `widget/locales/${this.#language}.js`].map((path) => ChatWidget.home + path);
        }

        /** @param {(chat: any) => void} job done at once where the chat is there, else when it has come */
        #ask(job) {
            if (this.#gone) {
                return;
            }
            if (this.#chat) {
                job(this.#chat);
                return;
            }
            this.#loading ??= this.#load();
            this.#loading.then((chat) => chat && !this.#gone && job(chat));
        }

        async #load() {
            this.#preload();
            this.#bubble.ariaBusy = 'true';
            try {
                const [, { words }] = await Promise.all([...this.#files().map((file) => import(file)), this.#mounted]);
                if (this.#gone) {
                    return null;
                }
                customElements.upgrade(this.#host);
                const chat = /** @type {any} */ (this.#host);
                const options = { backendUrl: new URL(ChatWidget.home).origin, ...this.#options };
                chat.start(options, words, (/** @type {string} */ event, /** @type {any} */ detail) =>
                    this.#tell(event, detail),
                );
                this.#chat = chat;
                return chat;
            } catch (failure) {
                this.#loading = null;
                this.#tell('error', { code: 'network', message: String(failure), retryable: true });
                return null;
            } finally {
                this.#bubble.ariaBusy = null;
            }
        }

        /** @param {string} event @param {any} detail of what happened in the chat */
        #tell(event, detail) {
            if (event === 'unread') {
                this.#unread = detail;
                this.#label();
                return;
            }
            if (event === 'open' || event === 'close') {
                this.#isOpen = event === 'open';
                this.#label();
            }
            if (event === 'connection') {
                this.#connected = detail.connected;
            }
            for (const handler of [...this.#handlersOf(event)]) {
                try {
                    handler(detail);
                } catch (failure) {
                    reportError(failure);
                }
            }
        }
    }

    page.ChatWidget = ChatWidget;
    const begin = () => {
        if (!current) {
            new ChatWidget();
        }
    };
    const [visit] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType('navigation'));
    if (!tag) {
        return;
    }
    // A deferred script runs while the document is 'interactive' already, and DOMContentLoaded is still to come.
    if (document.readyState === 'loading' || visit?.domContentLoadedEventStart === 0) {
        document.addEventListener('DOMContentLoaded', begin);
    } else {
        setTimeout(begin);
    }
})();
