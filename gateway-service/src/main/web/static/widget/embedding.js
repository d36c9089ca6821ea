/**
 * The widget as a component of somebody's framework: there while the component is, made anew when its options change, and
 * gone with it. React's and Vue's components are this with their own life cycles around it. Nothing here runs on a server.
 */

/** What `new ChatWidget(…)` takes; components have props of these names. */
export const OPTIONS = /** @type {const} */ ([
    'backendUrl', 'theme', 'position', 'autoOpen', 'chatbotId', 'token', 'getToken', 'locale', 'imageOrigins',
    'reconnectInterval', 'typingTimeout', 'maxMessageLength',
]);

/** What the widget tells; `ready` is the component's own and brings the widget itself. */
export const EVENTS = /** @type {const} */ ([
    'message', 'escalation', 'open', 'close', 'connection', 'error', 'typing', 'ready',
]);

/** @typedef {{[name in typeof OPTIONS[number]]?: any}} Options */

/** @type {Promise<any>|null} */
let loading = null;

export class Embedding {
    #tell;
    #wanted = 0;
    #open = false;
    /** @type {any} */
    #widget = null;

    /** @param {(event: typeof EVENTS[number], detail: any) => void} tell */
    constructor(tell) {
        this.#tell = tell;
    }

    /**
     * Puts the widget on the page, in the place of the one that this embedding had there. An open chat stays open.
     *
     * @param {Options} options
     */
    async show(options) {
        const wanted = ++this.#wanted;
        try {
            const ChatWidget = await loaded(options.backendUrl);
            if (wanted === this.#wanted) {
                const autoOpen = this.#widget ? this.#open : options.autoOpen;
                this.#widget = new ChatWidget({ ...options, autoOpen });
                this.#listen();
                this.#tell('ready', this.#widget);
            }
        } catch (failure) {
            reportError(failure);
        }
    }

    /** Takes it off the page, also while it is still being loaded; `show` brings it back. */
    remove() {
        this.#wanted++;
        this.#widget?.destroy();
        this.#widget = null;
        this.#open = false;
    }

    #listen() {
        for (const event of EVENTS) {
            if (event !== 'ready') {
                this.#widget.on(event, (/** @type {any} */ detail) => {
                    // A chat that stays open over a change is no news.
                    if (event !== 'open' || !this.#open) {
                        this.#tell(event, detail);
                    }
                    if (event === 'open' || event === 'close') {
                        this.#open = event === 'open';
                    }
                });
            }
        }
    }
}

/**
 * The options among a component's props, in a form that can be compared: two of the same words are the same options.
 *
 * @param {Record<string, any>} props
 */
export function settingsOf(props) {
    return JSON.stringify(
        Object.fromEntries(OPTIONS.map((name) => [name, typeof props[name] === 'function' ? true : props[name]])),
    );
}

/**
 * The options again. A function is asked for when it is needed: components are given a new one on every turn.
 *
 * @param {string} settings
 * @param {() => Record<string, any>} latest the props of now
 * @returns {Options}
 */
export function optionsOf(settings, latest) {
    const options = JSON.parse(settings);
    return options.getToken ? { ...options, getToken: () => latest().getToken() } : options;
}

/**
 * The class, of the page's own script tag or else of the gateway: imported, for that needs no more of a page's
 * Content-Security-Policy than leave to load scripts from there.
 *
 * @param {string} [backendUrl]
 */
async function loaded(backendUrl) {
    const page = /** @type {any} */ (window);
    if (!page.ChatWidget) {
        const home = new URL('/static/', backendUrl?.replace(/^ws/, 'http') ?? location.href).href;
        loading ??= import(/* @vite-ignore */ /* webpackIgnore: true */ `${home}chat-widget.js`);
        try {
            await loading;
        } finally {
            loading = null;
        }
        page.ChatWidget.home ||= home;
    }
    return page.ChatWidget;
}
