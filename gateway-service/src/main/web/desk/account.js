/**
 * Who is signed in: what its token says, after the server has accepted it.
 */

import { ChatApi } from '../static/chat/api.js';
import { Credentials } from '../static/chat/credentials.js';
import { fullTime } from './format.js';
import { readToken } from './token.js';
import { failureWords, words } from './words.js';

/** Why somebody cannot sign in, in words for the page. */
export class NotSignedIn extends Error {
    /**
     * @param {string} message
     * @param {boolean} [isFinal] false where the same token may do a moment later
     */
    constructor(message, isFinal = true) {
        super(message);
        this.isFinal = isFinal;
    }
}

export class Account {
    /**
     * @param {import('./token.js').TokenClaims} claims
     * @param {ChatApi} api speaks with this token
     * @param {import('./types.js').AgentStatus} status
     */
    constructor(claims, api, status) {
        this.claims = claims;
        this.api = api;
        this.status = status;
    }

    get userId() {
        return this.claims.userId;
    }

    get isAdmin() {
        return this.claims.role === 'admin';
    }
}

/**
 * Asks the server whether a token may use the desk. What can be seen from the token itself is said without asking.
 *
 * @param {string} token
 * @returns {Promise<Account>} rejects with NotSignedIn
 */
export async function signIn(token) {
    const claims = readToken(token);
    if (!claims) {
        throw new NotSignedIn(words.signIn.malformed);
    }
    if (claims.expiresAt <= Date.now()) {
        throw new NotSignedIn(words.signIn.expiredAt(fullTime(claims.expiresAt)));
    }
    if (claims.role === 'user') {
        throw new NotSignedIn(words.signIn.wrongRole(claims.name));
    }
    const api = new ChatApi({ backendUrl: '' });
    api.credentials = new Credentials({ api, token, storage: null });
    try {
        return new Account(claims, api, await api.call('GET', '/agent/status'));
    } catch (failure) {
        throw asRefusal(failure, claims.name);
    }
}

/** @param {unknown} failure @param {string} name */
function asRefusal(failure, name) {
    const { status } = /** @type {{status?: number|null}} */ (failure);
    switch (status) {
        case 401:
            return new NotSignedIn(words.signIn.refused);
        case 403:
            return new NotSignedIn(words.signIn.wrongRole(name));
        case null:
        case undefined:
            return new NotSignedIn(words.signIn.unreachable, false);
        default:
            return new NotSignedIn(failureWords(failure), false);
    }
}
