/**
 * Where a signed-in agent's token is kept: for this tab, or on the device where "stay signed in" was asked for.
 */

const KEY = 'parley.desk.token';
const OWNER = 'parley.desk.owner';
const UNSENT = 'parley.outbox.';
const IN_FRAGMENT = /^#token=([^&]+)$/;

/** The token of a link `/desk/#token=…`, taken out of the address at once; null where there is none. */
export function takeTokenFromAddress() {
    const found = IN_FRAGMENT.exec(location.hash);
    if (!found) {
        return null;
    }
    history.replaceState(null, '', location.pathname + location.search);
    return decodeURIComponent(found[1]);
}

/** @returns {string|null} */
export function storedToken() {
    return read(() => sessionStorage) ?? read(() => localStorage);
}

/**
 * @param {string} token
 * @param {boolean} stays whether the next tab and tomorrow's know it, too
 */
export function storeToken(token, stays) {
    forgetToken();
    attempt(() => (stays ? localStorage : sessionStorage).setItem(KEY, token));
}

/** This tab's storage; null where the browser keeps it from the page. */
export function tabStorage() {
    return attempt(() => sessionStorage) ?? null;
}

/**
 * What somebody left unsent in this tab is sent when the same person is back, and never in another's name.
 *
 * @param {string} owner
 */
export function keepUnsentOf(owner) {
    if (attempt(() => sessionStorage.getItem(OWNER)) !== owner) {
        forgetUnsent();
        attempt(() => sessionStorage.setItem(OWNER, owner));
    }
}

/** Whoever signs out leaves nothing behind. */
export function forgetUnsent() {
    attempt(() => {
        const unsent = Object.keys(sessionStorage).filter((key) => key.startsWith(UNSENT));
        [OWNER, ...unsent].forEach((key) => sessionStorage.removeItem(key));
    });
}

/** Nothing of a token stays in the browser. */
export function forgetToken() {
    attempt(() => sessionStorage.removeItem(KEY));
    attempt(() => localStorage.removeItem(KEY));
}

/** @param {() => Storage} storage */
function read(storage) {
    return attempt(() => storage().getItem(KEY)) ?? null;
}

/**
 * A browser may keep all storage from a page; the desk works without.
 *
 * @template T
 * @param {() => T} action
 */
function attempt(action) {
    try {
        return action();
    } catch {
        return undefined;
    }
}
