/**
 * The moves of an escalation, and what to say where one was refused.
 */

import { conflictWords, failureWords } from './words.js';

/** @typedef {import('./types.js').Escalation} Escalation */
/** @typedef {'claim'|'transfer'|'return'|'hand-back'|'resolve'} MoveName */

/**
 * `now` is the escalation as the server has it, also where the move was refused.
 * @typedef {{done: boolean, now: Escalation|null, words: string, failure: unknown}} Moved
 */

/**
 * @param {import('../static/chat/api.js').ChatApi} api
 * @param {string} me the caller's id
 * @param {string} escalationId
 * @param {MoveName} move
 * @param {Record<string, string>} [body]
 * @returns {Promise<Moved>} never rejects
 */
export async function makeMove(api, me, escalationId, move, body = {}) {
    try {
        const path = `/agent/escalations/${encodeURIComponent(escalationId)}/${move}`;
        return { done: true, now: await api.call('POST', path, { body }), words: '', failure: null };
    } catch (failure) {
        const { status, body: problem } = /** @type {import('../static/chat/api.js').ApiError} */ (failure);
        const now = /** @type {{escalation?: Escalation}|null} */ (problem)?.escalation;
        return {
            done: false,
            now: now ?? null,
            words: status === 409 ? conflictWords(now, move, me) : failureWords(failure),
            failure,
        };
    }
}
