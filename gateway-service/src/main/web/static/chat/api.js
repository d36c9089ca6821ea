/**
 * The gateway over HTTP: one way to call it, with a time limit, a credential, and failures of one form.
 *
 * @typedef {import('./credentials.js').Credentials} Credentials
 * @typedef {import('./types.js').Failure} Failure
 */

const TIME_LIMIT = 15_000;
const UNAUTHORIZED = 401;
const NO_CONTENT = 204;
const TRY_AGAIN = new Set([408, 425, 429, 500, 502, 503, 504]);

/** A call that failed: refused by the suite (`status` is set), or not answered at all. */
export class ApiError extends Error {
    /**
     * @param {Failure & {body?: any}} failure `body` is the problem as the suite sent it
     */
    constructor({ code, message, retryable, retryAfterMs, status, body }) {
        super(message);
        this.name = 'ApiError';
        this.code = code;
        this.retryable = retryable;
        this.retryAfterMs = retryAfterMs;
        this.status = status;
        this.body = body ?? null;
    }
}

export class ChatApi {
    /**
     * @param {object} [options]
     * @param {string} [options.backendUrl] origin of the gateway, http(s) or ws(s), without a path; '' for the page's own
     * @param {Credentials|null} [options.credentials] may also be set later
     * @throws {TypeError} when `backendUrl` is no such origin
     */
    constructor({ backendUrl = '', credentials = null } = {}) {
        this.origin = originOf(backendUrl);
        this.credentials = credentials;
    }

    /** @param {string} path of a WebSocket */
    socketUrl(path) {
        return this.origin.replace(/^http/, 'ws') + path;
    }

    /**
     * Calls a route.
     *
     * @param {string} method
     * @param {string} path
     * @param {object} [options]
     * @param {unknown} [options.body] sent as JSON
     * @param {Record<string, string|number|undefined|null>} [options.query]
     * @param {AbortSignal} [options.signal]
     * @param {number} [options.timeoutMs]
     * @param {boolean} [options.anonymous] without a credential
     * @returns {Promise<any>} the body, null where there is none
     * @throws {ApiError}
     */
    async call(method, path, options = {}) {
        const credentials = options.anonymous ? null : this.credentials;
        const token = credentials && (await credentials.token());
        let answer = await this.#send(method, path, options, token);
        if (answer.status === UNAUTHORIZED && credentials && token && (await credentials.renew(token))) {
            answer = await this.#send(method, path, options, await credentials.token());
        }
        return readAnswer(answer);
    }

    /**
     * Uploads a file as a form. `fetch` tells nothing of its progress, hence the older way.
     *
     * @param {string} path
     * @param {File} file
     * @param {object} [options]
     * @param {(part: number) => void} [options.onProgress] 0 to 1
     * @param {AbortSignal} [options.signal]
     * @returns {Promise<any>}
     * @throws {ApiError}
     */
    async upload(path, file, { onProgress, signal } = {}) {
        const token = await this.credentials?.token();
        const form = new FormData();
        form.append('file', file, file.name);
        return new Promise((resolve, reject) => {
            const request = new XMLHttpRequest();
            request.open('POST', this.origin + path);
            if (token) {
                request.setRequestHeader('Authorization', `Bearer ${token}`);
            }
            request.upload.onprogress = (event) => {
                if (event.lengthComputable) {
                    onProgress?.(event.loaded / event.total);
                }
            };
            request.onload = () => {
                const headers = { get: (/** @type {string} */ name) => request.getResponseHeader(name) };
                const body = parse(request.responseText);
                if (request.status < 400) {
                    resolve(body);
                } else {
                    reject(refusal(request.status, headers, body));
                }
            };
            request.onerror = () => reject(unreachable());
            request.onabort = () => reject(new DOMException('The upload was given up.', 'AbortError'));
            signal?.addEventListener('abort', () => request.abort(), { once: true });
            request.send(form);
        });
    }

    /**
     * @param {string} method
     * @param {string} path
     * @param {Parameters<ChatApi['call']>[2] & {}} options
     * @param {string|null} token
     */
    async #send(method, path, { body, query, signal, timeoutMs = TIME_LIMIT }, token) {
        /** @type {Record<string, string>} */
        const headers = {};
        if (body !== undefined) {
            headers['Content-Type'] = 'application/json';
        }
        if (token) {
            headers.Authorization = `Bearer ${token}`;
        }
        const limit = new AbortController();
        const timer = setTimeout(() => limit.abort(), timeoutMs);
        const giveUp = () => limit.abort();
        signal?.addEventListener('abort', giveUp, { once: true });
        if (signal?.aborted) {
            giveUp();
        }
        try {
            const response = await fetch(this.origin + path + queryOf(query), {
                method,
                headers,
                body: body === undefined ? undefined : JSON.stringify(body),
                signal: limit.signal,
                credentials: 'omit',
                cache: 'no-store',
            });
            // Within the limit, too: a network may go in the middle of a body.
            const text = response.status === NO_CONTENT ? '' : await response.text();
            return { status: response.status, ok: response.ok, headers: response.headers, text };
        } catch (failure) {
            if (signal?.aborted) {
                throw failure;
            }
            throw limit.signal.aborted
                ? new ApiError({
                      code: 'timeout',
                      message: `No answer within ${timeoutMs} ms.`,
                      retryable: true,
                      retryAfterMs: null,
                      status: null,
                  })
                : unreachable();
        } finally {
            clearTimeout(timer);
            signal?.removeEventListener('abort', giveUp);
        }
    }
}

/** @param {string} backendUrl */
function originOf(backendUrl) {
    if (backendUrl === '') {
        return location.origin;
    }
    let url;
    try {
        url = new URL(backendUrl);
    } catch {
        throw new TypeError(`backendUrl is no address: ${backendUrl}`);
    }
    if (!/^(https?|wss?):$/.test(url.protocol) || url.pathname.length > 1 || url.search || url.hash || url.username) {
        throw new TypeError(`backendUrl is an origin such as https://chat.example.com, not ${backendUrl}`);
    }
    return url.protocol.replace('ws', 'http') + '//' + url.host;
}

/** @param {Record<string, string|number|undefined|null>|undefined} query */
function queryOf(query) {
    const given = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== null);
    return given.length ? '?' + new URLSearchParams(given.map(([name, value]) => [name, String(value)])) : '';
}

/** @param {{status: number, ok: boolean, headers: Headers, text: string}} response */
function readAnswer(response) {
    if (response.status === NO_CONTENT) {
        return null;
    }
    const body = parse(response.text);
    if (!response.ok) {
        throw refusal(response.status, response.headers, body);
    }
    return body;
}

/** @param {string} text */
function parse(text) {
    try {
        return JSON.parse(text);
    } catch {
        return null;
    }
}

/**
 * @param {number} status
 * @param {{get(name: string): string|null}} headers
 * @param {any} problem
 */
function refusal(status, headers, problem) {
    const seconds = Number(headers.get('Retry-After') ?? NaN);
    return new ApiError({
        code: problem?.code ?? problem?.error?.code ?? `http_${status}`,
        message: problem?.detail ?? problem?.error?.message ?? `The suite answered ${status}.`,
        retryable: TRY_AGAIN.has(status),
        retryAfterMs: Number.isFinite(seconds) ? seconds * 1000 : null,
        status,
        body: problem,
    });
}

function unreachable() {
    return new ApiError({
        code: 'network',
        message: 'The suite cannot be reached.',
        retryable: true,
        retryAfterMs: null,
        status: null,
    });
}
