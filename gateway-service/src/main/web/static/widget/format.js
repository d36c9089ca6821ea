/** Days and times as the visitor's language writes them. */
export class Format {
    #words;
    #time;
    #day;
    #dayOfYear;

    /** @param {import('./locales/en.js').Words} words @param {string} locale */
    constructor(words, locale) {
        this.#words = words;
        this.#time = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' });
        this.#day = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
        this.#dayOfYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' });
    }

    /** @param {string} timestamp */
    time(timestamp) {
        return this.#time.format(new Date(timestamp));
    }

    /** @param {string} timestamp */
    day(timestamp) {
        const day = new Date(timestamp);
        const now = new Date();
        const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
        if (day.toDateString() === now.toDateString()) {
            return this.#words.today;
        }
        if (day.toDateString() === yesterday.toDateString()) {
            return this.#words.yesterday;
        }
        return (day.getFullYear() === now.getFullYear() ? this.#day : this.#dayOfYear).format(day);
    }
}
