/**
 * The widget of this page: made anew for each change of its options, with the page's listeners on whichever is there.
 *
 * @typedef {object} WidgetOptions
 * @property {'auto'|'light'|'dark'} theme
 * @property {'bottom-right'|'bottom-left'} position
 * @property {string} locale
 * @property {string} chatbotId
 */

/** What takes the chosen colour, and what stands on it. */
const COLOURED = ['--parley-accent', '--parley-own'];
const ON_COLOURED = ['--parley-on-accent', '--parley-on-own'];

export class DemoWidget {
    /** @type {WidgetOptions} */
    options = { theme: 'auto', position: 'bottom-right', locale: 'en', chatbotId: 'leta' };
    /** @type {any} the widget that is on the page */
    current = null;
    #open = false;
    /** @type {Map<string, Set<(detail: any) => void>>} */
    #handlers = new Map();

    /**
     * @param {string} event of the widget's, or `change` of its options
     * @param {(detail: any) => void} handler
     */
    on(event, handler) {
        const handlers = this.#handlers.get(event) ?? new Set();
        this.#handlers.set(event, handlers.add(handler));
    }

    start() {
        this.#make();
    }

    /** @param {Record<string, string>} changed */
    change(changed) {
        Object.assign(this.options, changed);
        this.#make();
    }

    /** @param {string} colour '' for the widget's own */
    colour(colour) {
        const { style } = document.documentElement;
        COLOURED.forEach((property) => style.setProperty(property, colour));
        ON_COLOURED.forEach((property) => style.setProperty(property, colour && '#ffffff'));
    }

    #make() {
        this.current = new /** @type {any} */ (window).ChatWidget({ ...this.options, autoOpen: this.#open });
        this.current.on('open', () => (this.#open = true));
        this.current.on('close', () => (this.#open = false));
        for (const [event, handlers] of this.#handlers) {
            if (event !== 'change') {
                this.current.on(event, (/** @type {any} */ detail) => handlers.forEach((handler) => handler(detail)));
            }
        }
        this.#handlers.get('change')?.forEach((handler) => handler(this.options));
    }
}
