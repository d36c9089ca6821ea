/**
 * Shortcuts: single keys and short sequences that act while no field has the focus. Whoever shows a view adds its own
 * and takes them away again; what is listed here is what the help shows.
 */

/** @typedef {import('./preferences.js').Preferences} Preferences */
/** @typedef {'everywhere'|'list'|'conversation'|'writing'|'admin'} Group */

/**
 * @typedef {object} Shortcut
 * @property {string[]} keys alternatives; a sequence has blanks (`g i`)
 * @property {string} label
 * @property {Group} group
 * @property {(() => unknown)|null} run null where the field itself acts on the key and the help only tells of it
 * @property {boolean} [anywhere] also while a field has the focus
 */

/** How long the first key of a sequence is remembered. */
const SEQUENCE = 1200;

const NAMES = /** @type {Record<string, string>} */ ({
    ArrowDown: 'down',
    ArrowUp: 'up',
    Enter: 'enter',
    Escape: 'escape',
});

export class Shortcuts {
    /** @type {Set<Shortcut>} */
    #known = new Set();
    #preferences;
    #begun = '';
    #forget = 0;

    /** @param {Preferences} preferences */
    constructor(preferences) {
        this.#preferences = preferences;
    }

    start() {
        document.addEventListener('keydown', this.#pressed);
    }

    stop() {
        document.removeEventListener('keydown', this.#pressed);
    }

    /**
     * @param {Shortcut[]} shortcuts
     * @returns {() => void} takes them away
     */
    add(shortcuts) {
        shortcuts.forEach((one) => this.#known.add(one));
        return () => shortcuts.forEach((one) => this.#known.delete(one));
    }

    /** @returns {Shortcut[]} */
    get known() {
        return [...this.#known];
    }

    #pressed = (/** @type {KeyboardEvent} */ event) => {
        if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]')) {
            return;
        }
        const pressed = keyOf(event);
        const inField = isField(event.target);
        const isPlain = !pressed.includes('+') && pressed !== 'escape';
        if (isPlain && (inField || !this.#preferences.get('shortcuts') || actsItself(event.target, pressed))) {
            this.#begun = '';
            return;
        }
        const sequence = this.#begun ? `${this.#begun} ${pressed}` : pressed;
        const found = this.#find(sequence, inField) ?? this.#find(pressed, inField);
        clearTimeout(this.#forget);
        this.#begun = '';
        if (found?.run) {
            event.preventDefault();
            found.run();
        } else if (isPlain && this.known.some((one) => one.keys.some((keys) => keys.startsWith(`${pressed} `)))) {
            this.#begun = pressed;
            this.#forget = window.setTimeout(() => (this.#begun = ''), SEQUENCE);
        }
    };

    /**
     * The last one added is asked first: a view before the page around it.
     *
     * @param {string} keys
     * @param {boolean} inField
     */
    #find(keys, inField) {
        return this.known
            .reverse()
            .find((one) => one.run !== null && one.keys.includes(keys) && (!inField || one.anywhere));
    }
}

/** @param {KeyboardEvent} event */
function keyOf(event) {
    const key = NAMES[event.key] ?? (event.key.length === 1 ? event.key.toLowerCase() : event.key);
    if (event.ctrlKey || event.metaKey || event.altKey) {
        return `${event.altKey ? 'alt' : 'ctrl'}+${key}`;
    }
    // What Shift makes a sign of its own of, such as ?, is that sign; a capital letter is no shortcut.
    return event.shiftKey && /^[a-z]$/.test(key) ? `shift+${key}` : key;
}

/** @param {EventTarget|null} target */
function isField(target) {
    return (
        target instanceof HTMLElement &&
        (target.matches('input:not([type=checkbox], [type=radio]), textarea, select') || target.isContentEditable)
    );
}

/** A link or button that has the focus takes Enter itself. @param {EventTarget|null} target @param {string} pressed */
function actsItself(target, pressed) {
    return pressed === 'enter' && target instanceof HTMLElement && target.matches('a, button, summary, input');
}
