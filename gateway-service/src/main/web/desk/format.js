/**
 * Times, numbers and names as people read them.
 */

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const WEEKDAY = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const WITH_YEAR = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });
const RELATIVE_DAY = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
const NUMBER = new Intl.NumberFormat();

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** @param {string|number} moment */
export function clockTime(moment) {
    return CLOCK.format(new Date(moment));
}

/** @param {string|number} moment */
export function fullTime(moment) {
    return MOMENT.format(new Date(moment));
}

/**
 * @param {string|number} moment
 * @param {number} [now]
 */
export function dayName(moment, now = Date.now()) {
    const days = Math.round((midnight(moment) - midnight(now)) / DAY);
    if (days === 0 || days === -1) {
        const word = RELATIVE_DAY.format(days, 'day');
        return word.charAt(0).toUpperCase() + word.slice(1);
    }
    return (days > -300 && days < 0 ? WEEKDAY : WITH_YEAR).format(new Date(moment));
}

/** @param {string|number} moment */
export function midnight(moment) {
    return new Date(moment).setHours(0, 0, 0, 0);
}

/**
 * How long something lasts, short enough for a list: `12 s`, `4 min`, `2 h 5 min`, `3 d`.
 *
 * @param {number} ms
 */
export function duration(ms) {
    if (ms < MINUTE) {
        return `${Math.max(0, Math.floor(ms / 1000))} s`;
    }
    if (ms < HOUR) {
        return `${Math.floor(ms / MINUTE)} min`;
    }
    if (ms < DAY) {
        const minutes = Math.floor((ms % HOUR) / MINUTE);
        return `${Math.floor(ms / HOUR)} h${minutes === 0 ? '' : ` ${minutes} min`}`;
    }
    return `${Math.floor(ms / DAY)} d`;
}

/**
 * How pressing it is that somebody waits for so long.
 *
 * @param {number} ms
 * @returns {'fresh'|'long'|'late'}
 */
export function urgency(ms) {
    return ms < 2 * MINUTE ? 'fresh' : ms < 5 * MINUTE ? 'long' : 'late';
}

/** @param {number} value */
export function number(value) {
    return NUMBER.format(value);
}

/** @param {number} bytes */
export function fileSize(bytes) {
    if (bytes < 1000) {
        return `${bytes} B`;
    }
    return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/**
 * Up to two letters for an avatar.
 *
 * @param {string} name
 */
export function initials(name) {
    const words = name
        .replace(/^guest-/, '')
        .split(/[\s._@-]+/)
        .filter(Boolean);
    const letters = words.length > 1 ? [words[0], words[words.length - 1]] : words;
    return letters.map((word) => [...word][0].toUpperCase()).join('') || '?';
}

/**
 * One of so many colours, always the same for a name.
 *
 * @param {string} name
 * @param {number} colours
 */
export function colourOf(name, colours) {
    let sum = 0;
    for (const character of name) {
        sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
    }
    return sum % colours;
}

/** @param {string} text */
export function codePoints(text) {
    return [...text].length;
}
