/**
 * Calls the suite as the visitor of this page, and tells the answer as it came: status, time, body.
 *
 * @typedef {import('../chat/api.js').ChatApi} ChatApi
 * @typedef {import('../chat/credentials.js').Credentials} Credentials
 * @typedef {import('./known.js').Known} Known
 *
 * @typedef {object} Answer
 * @property {number} status
 * @property {string} statusText
 * @property {number} milliseconds
 * @property {unknown} body parsed where it is JSON, else its text; null where there is none
 */

import { expand } from './endpoints.js';

export class Caller {
    #api;
    #credentials;
    #known;

    /**
     * @param {ChatApi} api
     * @param {Credentials} credentials
     * @param {Known} known
     */
    constructor(api, credentials, known) {
        this.#api = api;
        this.#credentials = credentials;
        this.#known = known;
    }

    /**
     * @param {string} method
     * @param {string} path with placeholders
     * @param {string|null} body JSON with placeholders, null for none
     * @param {object} options
     * @param {boolean} options.anonymous
     * @param {AbortSignal} options.signal
     * @returns {Promise<Answer>}
     * @throws {Error} with words for whoever pressed the button
     */
    async call(method, path, body, { anonymous, signal }) {
        /** @type {Record<string, string>} */
        const headers = {};
        if (!anonymous) {
            headers.Authorization = `Bearer ${await this.#credentials.token()}`;
            this.#known.tell({ user_id: await this.#credentials.userId() });
        }
        const target = expand(path, this.#known.values);
        if (target.missing.length) {
            throw new Error(`Not known yet: ${target.missing.join(', ')}. Begin a session first, or open the chat.`);
        }
        if (body !== null) {
            headers['Content-Type'] = 'application/json';
        }
        const started = performance.now();
        const response = await fetch(this.#api.origin + target.text, {
            method,
            headers,
            body: body === null ? undefined : expand(body, this.#known.values, (value) => value).text,
            signal,
            credentials: 'omit',
            cache: 'no-store',
        });
        const text = await response.text();
        const answer = {
            status: response.status,
            statusText: response.statusText,
            milliseconds: Math.round(performance.now() - started),
            body: parsed(text),
        };
        if (response.ok && !anonymous) {
            this.#known.learn(answer.body);
        }
        return answer;
    }
}

/** @param {string} text */
function parsed(text) {
    if (text === '') {
        return null;
    }
    try {
        return JSON.parse(text);
    } catch {
        return text;
    }
}
