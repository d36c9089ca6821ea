/**
 * The widget's loader, the one file a page includes: `<script src="https://…/static/chat-widget.js">`. It puts the bubble
 * on the page and brings the rest of the widget when the chat is opened for the first time; until then it stores nothing
 * and asks for nothing. It is a classic script, so that async, deferred, in head or body, and as `chat-widget.html` it
 * does the same, and it needs nothing of the page's Content-Security-Policy but leave to load scripts from its own origin.
 */
(() => {
    const page = /** @type {any} */ (window);
    if (page.ChatWidget?.home !== undefined) {
        return;
    }

    /** @type {HTMLScriptElement|null} null where another module imports this file: that one sets `ChatWidget.home` */
    const tag = /** @type {any} */ (document.currentScript ?? document.querySelector('script[src*="/chat-widget."]'));

    /** What a visitor hears of the bubble, by language. A language that is named here has a file in widget/locales. */
    const LABELS = {
        en: ['Open chat', 'Close chat'],
        de: ['Chat öffnen', 'Chat schließen'],
        ar: ['فتح المحادثة', 'إغلاق المحادثة'],
    };

    /** All modules behind the first opening, asked for at once: a chain of imports would cost a round trip for each link. */
    const MODULES =
        'chat/api chat/chat-client chat/connection chat/credentials chat/emitter chat/markdown chat/outbox ' +
        'chat/transcript widget/announcer widget/banner widget/composer widget/dom widget/escalation-form ' +
        'widget/format widget/grouping widget/header widget/icons widget/message widget/message-actions ' +
        'widget/message-list widget/panel widget/parley-chat widget/rating-form widget/sentences widget/styles ' +
        'widget/theme widget/unread-title';

    const EVENTS = ['message', 'escalation', 'open', 'close', 'connection', 'error', 'typing'];

    /** @param {unknown} value */
    const isOrigin = (value) => {
        try {
            const url = new URL(/** @type {string} */ (value));
            const rest = url.pathname.slice(1) + url.search + url.hash + url.username + url.password;
            return /^(http|ws)s?:$/.test(url.protocol) && rest === '';
        } catch {
            return false;
        }
    };
    /** @param {...string} words @returns {(value: any) => boolean} */
    const oneOf = (...words) => (value) => words.includes(value);
    /** @param {any} value */
    const isSpan = (value) => Number.isFinite(value) && value > 0 && value <= 600000;
    /** @param {any} value */
    const isTag = (value) => {
        try {
            return typeof value === 'string' && Intl.getCanonicalLocales(value).length === 1;
        } catch {
            return false;
        }
    };

    /** What an option has to be, and how to say so. @type {Record<string, [(value: any) => boolean, string]>} */
    const RULES = {
        backendUrl: [isOrigin, 'an http(s) or ws(s) address without a path'],
        theme: [oneOf('light', 'dark', 'auto'), '"light", "dark" or "auto"'],
        position: [oneOf('bottom-right', 'bottom-left'), '"bottom-right" or "bottom-left"'],
        autoOpen: [(value) => typeof value === 'boolean', 'true or false'],
        chatbotId: [(value) => typeof value === 'string' && /^[\w.:@-]{1,128}$/.test(value), 'the id of a chatbot'],
        token: [(value) => typeof value === 'string' && value !== '', 'a token, as a string'],
        getToken: [(value) => typeof value === 'function', 'a function that gives a token'],
        locale: [isTag, 'a language tag such as "en" or "de-AT"'],
        imageOrigins: [(value) => Array.isArray(value) && value.every(isOrigin), 'an array of origins'],
        reconnectInterval: [isSpan, 'milliseconds, above 0'],
        typingTimeout: [isSpan, 'milliseconds, above 0'],
    };

    /** @param {any} options */
    const checked = (options) => {
        if (typeof options !== 'object' || options === null || Array.isArray(options)) {
            throw new TypeError('ChatWidget: options must be an object');
        }
        /** @type {Record<string, any>} */
        const good = { theme: 'auto', position: 'bottom-right', autoOpen: false, chatbotId: 'leta' };
        for (const [name, value] of Object.entries(options)) {
            const rule = Object.hasOwn(RULES, name) ? RULES[name] : null;
            if (!rule) {
                throw new TypeError(`ChatWidget: no option "${name}"; there are ${Object.keys(RULES).join(', ')}`);
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
            } else if (name === 'reconnectInterval' || name === 'typingTimeout') {
                options[name] = Number(text);
            } else if (Object.hasOwn(RULES, name) && name !== 'getToken') {
                options[name] = text;
            }
        }
        return options;
    };

    /** The first of the languages wanted that there are words in: the option's, the page's, the browser's, English. */
    const localeOf = (/** @type {string|undefined} */ wanted) => {
        const tags = [wanted, document.documentElement.lang, ...(navigator.languages ?? [navigator.language]), 'en'];
        const known = tags.find((name) => name && isTag(name) && Object.hasOwn(LABELS, name.slice(0, 2).toLowerCase())
            && !/^[a-z]{3}/i.test(name));
        const locale = /** @type {string} */ (known);
        return { locale, language: /** @type {keyof typeof LABELS} */ (locale.slice(0, 2).toLowerCase()) };
    };

    const STYLES = `
        :host { all: initial; position: fixed; z-index: var(--parley-z-index, 2147483000); color-scheme: light dark; }
        :host([theme=light]) { color-scheme: light; }
        :host([theme=dark]) { color-scheme: dark; }
        .bubble {
            position: fixed; right: var(--parley-gap, 20px);
            bottom: calc(var(--parley-gap, 20px) + env(safe-area-inset-bottom, 0px));
            box-sizing: border-box; width: 60px; height: 60px; padding: 0; display: grid; place-items: center;
            border: 2px solid transparent; border-radius: 22px 22px 6px 22px; cursor: pointer;
            color: var(--parley-on-accent, light-dark(#fff, #06261f));
            background: var(--parley-accent, light-dark(#14655a, #79d6bc)) padding-box;
            box-shadow: 0 1px 2px #0003, 0 8px 24px -6px #0005; transition: transform .18s, border-radius .18s;
        }
        :host([position=bottom-left]) .bubble {
            right: auto; left: var(--parley-gap, 20px); border-radius: 22px 22px 22px 6px;
        }
        .bubble:hover { transform: translateY(-2px); }
        .bubble:focus-visible {
            outline: 3px solid var(--parley-accent, light-dark(#14655a, #79d6bc)); outline-offset: 3px;
        }
        svg {
            grid-area: 1 / 1; width: 28px; height: 28px; fill: none; stroke: currentColor; stroke-width: 1.8;
            stroke-linecap: round; stroke-linejoin: round; transition: opacity .18s, transform .18s;
        }
        .bubble[aria-expanded=false] svg:last-of-type, .bubble[aria-expanded=true] svg:first-of-type {
            opacity: 0; transform: scale(.6);
        }
        .bubble[aria-busy=true] svg { animation: busy 1s ease-in-out infinite alternate; }
        .badge {
            position: absolute; top: -6px; inset-inline-end: -6px; box-sizing: border-box; min-width: 22px; height: 22px;
            padding: 0 6px; border: 2px solid Canvas; border-radius: 11px; background: #c0322b; color: #fff;
            font: 600 12px/18px system-ui, sans-serif; text-align: center;
        }
        [hidden] { display: none !important; }
        @keyframes busy { to { opacity: .45; } }
        @media (width < 480px) { .bubble[aria-expanded=true] { display: none; } }
        @media (prefers-reduced-motion: reduce) { .bubble, svg { transition: none; animation: none !important; } }
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
        #connected = false;
        #unread = 0;
        #gone = false;

        /** @param {Record<string, unknown>} [options] */
        constructor(options) {
            const good = checked({ ...ofTag(), ...(options === undefined ? {} : options && checked(options) && options) });
            const { locale, language } = localeOf(good.locale);
            this.#language = language;
            this.#options = { ...good, locale };
            this.#build();
            current?.destroy();
            current = this;
            page.chatWidget = this;
            if (document.body) {
                this.#mount();
            } else {
                document.addEventListener('DOMContentLoaded', () => this.#mount());
            }
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

        /** @param {string} text at most 1000 characters, as the composer takes them */
        sendMessage(text) {
            if (typeof text !== 'string' || text.trim() === '') {
                throw new TypeError('ChatWidget: sendMessage needs a text');
            }
            if ([...text].length > 1000) {
                throw new RangeError('ChatWidget: a message has at most 1000 characters');
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
            this.#badge.className = 'badge';
            this.#bubble.append(
                drawing('M4 5.5A2.5 2.5 0 0 1 6.5 3h7A2.5 2.5 0 0 1 16 5.5v4a2.5 2.5 0 0 1-2.5 2.5H8l-4 3ZM9.5 15.5A2.5 2.5 ' +
                    '0 0 0 12 18h4.5l3.5 3v-8.5a2.5 2.5 0 0 0-1-2'),
                drawing('m6 9.5 6 6 6-6'),
                this.#badge,
            );
            this.#label(false);
            for (const early of ['pointerenter', 'focus', 'touchstart']) {
                this.#bubble.addEventListener(early, () => this.#preload(), { passive: true });
            }
            this.#bubble.addEventListener('click', () => {
                if (this.#bubble.ariaExpanded === 'true') {
                    this.closeChat();
                } else {
                    this.openChat();
                }
            });
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

        /** @param {boolean} open */
        #label(open) {
            const label = LABELS[this.#language][open ? 1 : 0];
            this.#bubble.ariaExpanded = String(open);
            this.#bubble.ariaLabel = this.#unread ? `${label} (${this.#unread})` : label;
            this.#badge.hidden = !this.#unread;
            this.#badge.textContent = this.#unread > 99 ? '99+' : String(this.#unread);
        }

        #preload() {
            if (preloaded) {
                return;
            }
            preloaded = true;
            for (const path of [...MODULES.split(' '), `widget/locales/${this.#language}`]) {
                const link = document.createElement('link');
                link.rel = 'modulepreload';
                link.href = `${ChatWidget.home}${path}.js`;
                link.nonce = tag?.nonce ?? '';
                document.head.append(link);
            }
        }

        /** Does something with the chat: at once where it is there, else when it has come. @param {(chat: any) => void} job */
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
            const home = ChatWidget.home;
            try {
                const [, { words }] = await Promise.all([
                    import(`${home}widget/parley-chat.js`),
                    import(`${home}widget/locales/${this.#language}.js`),
                ]);
                if (this.#gone) {
                    return null;
                }
                customElements.upgrade(this.#host);
                const chat = /** @type {any} */ (this.#host);
                const options = { backendUrl: new URL(home).origin, ...this.#options };
                chat.start(options, words, (/** @type {string} */ event, /** @type {any} */ detail) => this.#tell(event, detail));
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

        /** What the chat tells: the bubble follows, and the page's handlers hear of it. @param {string} event @param {any} detail */
        #tell(event, detail) {
            if (event === 'unread') {
                this.#unread = detail;
                this.#label(this.#bubble.ariaExpanded === 'true');
                return;
            }
            if (event === 'open' || event === 'close') {
                this.#label(event === 'open');
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
