/**
 * What somebody chose for this device: theme, notices, single-key shortcuts. Told to whoever listens for `change`.
 */

const KEY = 'parley.desk.preferences';

const DEFAULTS = {
    theme: /** @type {'light'|'dark'|'auto'} */ ('auto'),
    notifications: false,
    sound: false,
    shortcuts: true,
    details: true,
};

/** @typedef {typeof DEFAULTS} Chosen */

export class Preferences extends EventTarget {
    /** @type {Chosen} */
    #chosen;

    constructor() {
        super();
        this.#chosen = { ...DEFAULTS, ...stored() };
    }

    /**
     * @template {keyof Chosen} K
     * @param {K} name
     * @returns {Chosen[K]}
     */
    get(name) {
        return this.#chosen[name];
    }

    /**
     * @template {keyof Chosen} K
     * @param {K} name
     * @param {Chosen[K]} value
     */
    set(name, value) {
        this.#chosen[name] = value;
        try {
            localStorage.setItem(KEY, JSON.stringify(this.#chosen));
        } catch {
            // Without storage it holds until the page is left.
        }
        this.dispatchEvent(new Event('change'));
    }
}

/** @returns {Partial<Chosen>} */
function stored() {
    try {
        return JSON.parse(localStorage.getItem(KEY) ?? '{}');
    } catch {
        return {};
    }
}

/**
 * Keeps the page's theme as it was chosen; `auto` follows the system by the style sheet alone.
 *
 * @param {Preferences} preferences
 */
export function followTheme(preferences) {
    const apply = () => document.documentElement.setAttribute('data-theme', preferences.get('theme'));
    preferences.addEventListener('change', apply);
    apply();
}
