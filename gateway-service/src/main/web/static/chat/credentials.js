/**
 * Who is calling: a token of the embedding page, or a guest's, which is kept so that a guest stays the same person.
 *
 * @typedef {import('./api.js').ChatApi} ChatApi
 *
 * @typedef {object} Claims of a token; read for display and for times only, never trusted
 * @property {string} sub
 * @property {string[]} [roles]
 * @property {string} [name]
 * @property {string} [tenant]
 * @property {number} [exp] seconds
 */

import { ApiError } from './api.js';

const KEPT_UNDER = 'parley.guest';
/** A token that ends sooner is renewed before it is used. */
const LEEWAY = 30_000;
const TOKEN_WITHIN = 15_000;

export class Credentials {
    #api;
    #getToken;
    #storage;
    /** @type {string|null} */
    #token;
    /** @type {Promise<string>|null} */
    #renewing = null;

    /**
     * @param {object} options
     * @param {ChatApi} options.api
     * @param {string} [options.token] of the page's own; without it and `getToken` the caller is a guest
     * @param {() => (string|Promise<string>)} [options.getToken] asked for a token at first, and when the last one ends
     * @param {Storage|null} [options.storage] where a guest's token is kept; null for nowhere
     */
    constructor({ api, token, getToken, storage = null }) {
        this.#api = api;
        this.#getToken = getToken ?? null;
        this.#storage = storage;
        this.#token = token ?? null;
        this.isGuest = !token && !getToken;
    }

    /** Whom the token that is at hand is of, without asking anybody: '' for a guest that is still to come, null for not known. */
    get knownUserId() {
        const token = this.#token ?? (this.isGuest ? this.#kept() : null);
        return (token && claimsOf(token)?.sub) ?? (this.isGuest ? '' : null);
    }

    /** A token that is valid for a while yet. */
    async token() {
        const token = this.#token ?? (this.isGuest ? this.#kept() : null);
        if (token && !endsWithin(token, LEEWAY)) {
            this.#token = token;
            return token;
        }
        if (token && !this.isGuest && !this.#getToken) {
            return token; // the suite says what is wrong with it
        }
        return this.#renewed();
    }

    /**
     * Gets a fresh token after one was refused.
     *
     * @param {string} refused it may be another than the newest: calls are refused side by side
     * @returns {Promise<boolean>} false where there is nothing fresher to be had
     */
    async renew(refused) {
        if (!this.isGuest && !this.#getToken) {
            return false;
        }
        if (this.#token && this.#token !== refused) {
            return true; // another call was faster
        }
        const kept = this.isGuest ? this.#kept() : null;
        if (kept && kept !== refused) {
            this.#token = kept; // another tab was
            return true;
        }
        return (await this.#renewed()) !== refused;
    }

    /** @returns {Promise<Claims>} */
    async claims() {
        return claimsOf(await this.token()) ?? { sub: '' };
    }

    async userId() {
        return (await this.claims()).sub;
    }

    /** For the one socket that is opened next: it ends after 30 s, or when it is used. */
    async ticket() {
        return (await this.#api.call('POST', '/auth/ticket', { body: {} })).ticket;
    }

    #renewed() {
        this.#renewing ??= (this.isGuest ? this.#guestToken() : this.#pageToken()).finally(() => {
            this.#renewing = null;
        });
        return this.#renewing;
    }

    async #pageToken() {
        let token;
        try {
            token = await within(/** @type {() => (string|Promise<string>)} */ (this.#getToken)());
        } catch (failure) {
            throw noToken(`getToken failed: ${failure}`);
        }
        if (typeof token !== 'string' || token === '') {
            throw noToken('getToken gave no token.');
        }
        this.#token = token;
        return token;
    }

    /** One tab at a time: two that come for the first time would be two guests. */
    async #guestToken() {
        try {
            return await navigator.locks.request(KEPT_UNDER, () => this.#asGuest());
        } catch (failure) {
            if (failure instanceof ApiError) {
                throw failure;
            }
            return this.#asGuest(); // a page in a sandbox, or one that is not secure, has no locks
        }
    }

    async #asGuest() {
        const kept = this.#kept();
        if (kept && kept !== this.#token && !endsWithin(kept, LEEWAY)) {
            this.#token = kept;
            return kept;
        }
        const earlier = this.#token ?? kept;
        const guest = await this.#welcome(earlier).catch((failure) => {
            // Renewed for thirty days at most: then it is somebody new.
            if (earlier && failure instanceof ApiError && (failure.status === 401 || failure.status === 400)) {
                return this.#welcome(null);
            }
            throw failure;
        });
        this.#token = guest.token;
        keep(this.#storage, KEPT_UNDER, JSON.stringify({ origin: this.#api.origin, user_id: guest.user_id, token: guest.token }));
        return guest.token;
    }

    /** @param {string|null} earlier */
    #welcome(earlier) {
        return this.#api.call('POST', '/auth/guest', { anonymous: true, body: earlier ? { token: earlier } : {} });
    }

    /** Never one that was given by another suite: it would be told to this one. */
    #kept() {
        try {
            const kept = JSON.parse(this.#storage?.getItem(KEPT_UNDER) ?? 'null');
            return kept?.origin === this.#api.origin && typeof kept.token === 'string' ? kept.token : null;
        } catch {
            return null;
        }
    }
}

/**
 * A page that never answers is told so like one that fails.
 *
 * @param {string|Promise<string>} token
 * @returns {Promise<string>}
 */
async function within(token) {
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    let timer;
    const limit = new Promise((_, reject) => {
        timer = setTimeout(reject, TOKEN_WITHIN, `nothing came within ${TOKEN_WITHIN} ms`);
    });
    try {
        return /** @type {string} */ (await Promise.race([token, limit]));
    } finally {
        clearTimeout(timer);
    }
}

/** @param {string} message */
function noToken(message) {
    return new ApiError({ code: 'no_token', message, retryable: true, retryAfterMs: null, status: null });
}

/**
 * What a token says of its bearer; null for what is no JWT.
 *
 * @param {string} token
 * @returns {Claims|null}
 */
export function claimsOf(token) {
    try {
        const payload = token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/');
        const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
        const claims = JSON.parse(new TextDecoder().decode(bytes));
        return claims && typeof claims === 'object' ? claims : null;
    } catch {
        return null;
    }
}

/**
 * Stores what a page may do without: a browser that refuses is no reason to stop.
 *
 * @param {Storage|null} storage
 * @param {string} key
 * @param {string|null} value null to forget
 */
export function keep(storage, key, value) {
    try {
        if (value === null) {
            storage?.removeItem(key);
        } else {
            storage?.setItem(key, value);
        }
    } catch {
        // full, or switched off
    }
}

/**
 * @param {string} token
 * @param {number} milliseconds
 */
function endsWithin(token, milliseconds) {
    const end = claimsOf(token)?.exp;
    return end !== undefined && end * 1000 < Date.now() + milliseconds;
}
