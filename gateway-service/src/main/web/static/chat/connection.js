/**
 * The way to one conversation: a socket that is opened again whenever it is lost, else the long poll. What comes out of it
 * is whole and in order: the cursor moves from fact to fact, a gap is asked for before anything behind it is handed on.
 *
 * @typedef {import('./api.js').ChatApi} ChatApi
 * @typedef {import('./credentials.js').Credentials} Credentials
 * @typedef {import('./types.js').ConnectionState} ConnectionState
 * @typedef {import('./types.js').Failure} Failure
 *
 * @typedef {{epoch: string, seq: number}} Cursor
 *
 * @typedef {object} Target where a connection goes; asked for before each attempt, because a session may have ended
 * @property {string} path of the socket
 * @property {string} conversationId
 * @property {boolean} mayEnd there is no other way to the conversation when the suite does not know this one
 * @property {Cursor|null} [cursor] up to where everything is known; null where nothing is, and without it the connection's own
 *
 * @typedef {object} Events
 * @property {ConnectionState} state
 * @property {any} frame in the order of the log, each fact once
 * @property {any} sent a frame of ours
 * @property {any} received a frame as it came
 * @property {null} reset what was missed cannot be told whole: the history has to be read, and `resumeAt` called
 * @property {null} open frames can be sent
 * @property {Failure} error
 */

import { ApiError } from './api.js';
import { Emitter } from './emitter.js';

/** `CHAT_CONNECTION_TIMEOUT` of the suite is 30 s: then it closes with 1013 itself. */
const GREETED_WITHIN = 35_000;
const PING_EVERY = 25_000;
const ANSWERED_WITHIN = 10_000;
const RECOVERED_WITHIN = 20_000;
const READ_AGAIN_WITHIN = 60_000;
const POLL_WAIT_SECONDS = 25;
const POLL_LIMIT = 40_000;
/** Sockets that never came so far as to be greeted, one after the other: something on the way does not let them through. */
const SOCKETS_BEFORE_POLL = 2;
const SOCKET_AGAIN_AFTER = 60_000;
const LONGEST_TIMES = 10;
const FIRST_PART = 8;
const OVER_THE_LIMIT_PAUSE = 10_000;
const STEADY_AFTER = 10_000;
const FIRST_HAND_OVER = 1_000;
const LAST_HAND_OVER = 30_000;

const CLOSE = { normal: 1000, tokenEnded: 4401, notFound: 4404, overLimit: 4429 };

/** @extends {Emitter<Events>} */
export class Connection extends Emitter {
    #api;
    #credentials;
    #target;
    #reconnectInterval;
    /** @type {ConnectionState} */
    #state = 'idle';
    /** @type {Cursor|null} */
    #cursor = null;
    /** @type {Attempt|null} the socket whose frames count */
    #current = null;
    /** @type {Attempt|null} one that is not greeted yet */
    #opening = null;
    /** @type {AbortController|null} */
    #polling = null;
    #mayEnd = false;
    #failures = 0;
    #unheardSockets = 0;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    #timer;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    #steady;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    #handOver;
    #notBefore = 0;
    /** Ends the wait of the long poll for the history. */
    #resumed = () => {};
    #wake = () => this.#comeBack();

    /**
     * @param {object} options
     * @param {ChatApi} options.api
     * @param {Credentials} options.credentials
     * @param {() => Promise<Target>} options.target
     * @param {number} options.reconnectInterval milliseconds
     */
    constructor({ api, credentials, target, reconnectInterval }) {
        super();
        this.#api = api;
        this.#credentials = credentials;
        this.#target = target;
        this.#reconnectInterval = reconnectInterval;
    }

    get state() {
        return this.#state;
    }

    start() {
        if (this.#state !== 'idle' && this.#state !== 'ended') {
            return;
        }
        this.#become('connecting');
        addEventListener('online', this.#wake);
        addEventListener('pageshow', this.#wake);
        document.addEventListener('visibilitychange', this.#wake);
        this.#attempt();
    }

    close() {
        this.#stop('idle');
    }

    /**
     * Sends a frame.
     *
     * @param {object} frame
     * @returns {boolean} false where no socket is open
     */
    send(frame) {
        return this.#current?.send(frame) ?? false;
    }

    /** Finds out whether the socket is alive: an answer comes, or it is given up. */
    ping() {
        this.#current?.ping();
    }

    /**
     * After `reset`: the history was read up to here.
     *
     * @param {Cursor} cursor
     */
    resumeAt(cursor) {
        this.#cursor = cursor;
        this.#current?.caughtUp();
        this.#resumed();
    }

    async #attempt() {
        clearTimeout(this.#timer);
        if (this.#opening) {
            return;
        }
        const attempt = new Attempt(this);
        this.#opening = attempt;
        try {
            attempt.token = await this.#credentials.token();
            const [target, ticket] = await Promise.all([
                this.#target().then((told) => {
                    // Shown up to there, whatever becomes of the attempt.
                    this.#cursor = told.cursor === undefined ? this.#cursor : told.cursor;
                    return told;
                }),
                this.#credentials.ticket(),
            ]);
            if (attempt !== this.#opening) {
                return;
            }
            this.#mayEnd = target.mayEnd;
            if (this.#unheardSockets >= SOCKETS_BEFORE_POLL && !this.#polling && !this.#current) {
                this.#poll(target.conversationId);
            }
            attempt.open(this.#api.socketUrl(target.path), ticket);
        } catch (failure) {
            if (attempt === this.#opening) {
                this.#opening = null;
                this.#failed(failure);
            }
        }
    }

    /** @param {unknown} failure */
    #failed(failure) {
        const error =
            failure instanceof ApiError
                ? failure
                : new ApiError({
                      code: 'internal',
                      message: String(failure),
                      retryable: true,
                      retryAfterMs: null,
                      status: null,
                  });
        if (error.code === 'no_token') {
            this.emit('error', error); // the page alone can know what to do
        }
        if (!error.retryable) {
            this.emit('error', error);
            this.#stop('ended');
            return;
        }
        this.#later(error.retryAfterMs ?? 0);
    }

    /** @param {number} atLeast milliseconds */
    #later(atLeast) {
        if (!this.#polling && !this.#current) {
            this.#become('offline');
        }
        const limit = Math.min(
            LONGEST_TIMES * this.#reconnectInterval,
            (this.#reconnectInterval / FIRST_PART) * 2 ** this.#failures++,
        );
        // Full jitter: whoever lost the same gateway does not come back in the same moment.
        const pause = this.#polling ? SOCKET_AGAIN_AFTER * (0.5 + Math.random()) : Math.random() * limit;
        clearTimeout(this.#timer);
        this.#notBefore = Date.now() + atLeast;
        this.#timer = setTimeout(() => this.#attempt(), Math.max(atLeast, pause));
    }

    /** The network, or the page, is there again. */
    #comeBack() {
        if (document.visibilityState === 'hidden') {
            return;
        }
        if (this.#current) {
            this.#current.ping();
        } else if (!this.#opening && this.#state === 'offline' && Date.now() >= this.#notBefore) {
            this.#attempt();
        }
    }

    /** @param {ConnectionState} state */
    #become(state) {
        if (this.#state !== state) {
            this.#state = state;
            this.emit('state', state);
        }
    }

    /** @param {'idle'|'ended'} state */
    #stop(state) {
        clearTimeout(this.#timer);
        clearTimeout(this.#steady);
        clearTimeout(this.#handOver);
        removeEventListener('online', this.#wake);
        removeEventListener('pageshow', this.#wake);
        document.removeEventListener('visibilitychange', this.#wake);
        const sockets = [this.#opening, this.#current];
        this.#opening = null;
        this.#current = null;
        sockets.forEach((socket) => socket?.close());
        this.#stopPolling();
        this.#become(state);
    }

    /**
     * @param {string} code
     * @param {string} message
     */
    #end(code, message) {
        this.emit('error', { code, message, retryable: false, retryAfterMs: null, status: null });
        this.#stop('ended');
    }

    // What an attempt tells.

    /**
     * @param {Attempt} attempt
     * @param {any} info the session_info frame
     */
    greeted(attempt, info) {
        const before = this.#current;
        this.#current = attempt;
        this.#opening = null;
        this.#unheardSockets = 0;
        // A service that greets and falls is not asked again without a pause.
        clearTimeout(this.#steady);
        this.#steady = setTimeout(() => {
            this.#failures = 0;
        }, STEADY_AFTER);
        this.#stopPolling();
        before?.close();
        this.emit('frame', info);
        if (this.#cursor && (this.#cursor.epoch !== info.cursor.epoch || this.#cursor.seq < info.cursor.seq)) {
            attempt.resume(this.#cursor);
        } else {
            this.#cursor ??= info.cursor;
            attempt.caughtUp();
        }
        this.#become('online');
        this.emit('open', null);
    }

    /**
     * @param {Attempt} attempt
     * @param {number} code
     * @param {boolean} wasGreeted
     */
    async closed(attempt, code, wasGreeted) {
        if (attempt !== this.#current && attempt !== this.#opening) {
            return;
        }
        const isCurrent = attempt === this.#current;
        if (isCurrent) {
            this.#current = null;
            clearTimeout(this.#steady);
        } else {
            this.#opening = null;
        }
        if (!isCurrent && this.#current) {
            this.#later(0); // the old one goes on until its token ends
            return;
        }
        if (code === CLOSE.normal && wasGreeted && attempt.sessionClosed) {
            this.#stop('ended');
            return;
        }
        if (code === CLOSE.notFound && this.#mayEnd) {
            this.#end('not_found', 'There is no such conversation.');
            return;
        }
        if (!wasGreeted && code !== CLOSE.notFound && code !== CLOSE.tokenEnded) {
            this.#unheardSockets++;
        }
        if (!this.#polling) {
            this.#become('offline');
        }
        if (code === CLOSE.tokenEnded) {
            try {
                if (!(await this.#credentials.renew(attempt.token)) && this.#state === 'offline') {
                    this.#end('unauthorized', 'The token has ended.');
                    return;
                }
            } catch {
                // no network either: with the next attempt
            }
        }
        if (this.#state === 'idle' || this.#state === 'ended') {
            return; // closed meanwhile
        }
        this.#later(code === CLOSE.overLimit ? OVER_THE_LIMIT_PAUSE : 0);
    }

    /**
     * The token ends soon: a second socket takes over before this one is closed. Not all clients at once, and not again and
     * again where tokens last no longer than the warning comes before their end.
     *
     * @param {Attempt} attempt
     * @param {string} expiresAt
     */
    expiring(attempt, expiresAt) {
        const half = (Date.parse(expiresAt) - Date.now()) / 2;
        const pause = Math.min(LAST_HAND_OVER, Math.max(FIRST_HAND_OVER, Math.random() * (half || 0)));
        clearTimeout(this.#handOver);
        this.#handOver = setTimeout(async () => {
            try {
                if ((await this.#credentials.renew(attempt.token)) && attempt === this.#current) {
                    this.#attempt();
                }
            } catch {
                // closed with 4401 in a while, and tried again then
            }
        }, pause);
    }

    /**
     * Hands on what comes live, unless something before it is missing.
     *
     * @param {any} frame
     * @returns {boolean} false where there is a gap before it
     */
    follow(frame) {
        if (frame.seq === undefined) {
            this.emit('frame', frame);
            return true;
        }
        const cursor = /** @type {Cursor} */ (this.#cursor);
        if (frame.seq <= cursor.seq) {
            return true;
        }
        if (frame.prev_seq > cursor.seq) {
            return false;
        }
        this.#take(frame);
        return true;
    }

    /** @param {any} frame */
    #take(frame) {
        const cursor = /** @type {Cursor} */ (this.#cursor);
        this.#cursor = { epoch: cursor.epoch, seq: frame.seq };
        this.emit('frame', frame);
    }

    /**
     * Hands on what was missed.
     *
     * @param {any[]} facts in order
     * @param {Cursor} cursor behind them
     */
    recovered(facts, cursor) {
        for (const fact of facts) {
            if (fact.seq > /** @type {Cursor} */ (this.#cursor).seq) {
                this.#take(fact);
            }
        }
        this.#cursor = cursor;
    }

    get cursor() {
        return this.#cursor;
    }

    // The long poll.

    /** @param {string} conversationId */
    async #poll(conversationId) {
        const polling = new AbortController();
        this.#polling = polling;
        let failures = 0;
        while (polling === this.#polling) {
            // The first one is answered at once: until then nobody knows whether this way is open.
            const wait = this.#state === 'polling' ? POLL_WAIT_SECONDS : 0;
            try {
                const polled = await this.#api.call('GET', `/chat/${encodeURIComponent(conversationId)}/events`, {
                    query: { after: this.#cursor?.seq, epoch: this.#cursor?.epoch, wait },
                    signal: polling.signal,
                    timeoutMs: POLL_LIMIT,
                });
                if (polling !== this.#polling) {
                    return;
                }
                failures = 0;
                if (!this.#polled(polled)) {
                    const resumed = new Promise((resolve) => {
                        this.#resumed = () => resolve(null);
                    });
                    this.emit('reset', null);
                    await Promise.race([resumed, pause(READ_AGAIN_WITHIN)]);
                    await pause(Math.random() * this.#reconnectInterval);
                }
            } catch (failure) {
                if (polling !== this.#polling) {
                    return;
                }
                if (failure instanceof ApiError && !failure.retryable) {
                    this.#stopPolling();
                    this.#failed(failure);
                    return;
                }
                this.#become('offline');
                await pause(Math.random() * Math.min(LONGEST_TIMES, 2 ** failures++) * this.#reconnectInterval);
            }
        }
    }

    /**
     * @param {{recovered: boolean, frames: any[], cursor: Cursor}} polled
     * @returns {boolean} false where the history has to be read first
     */
    #polled({ recovered, frames, cursor }) {
        const wasPolling = this.#state === 'polling';
        this.#become('polling');
        if (!wasPolling) {
            this.emit('open', null);
        }
        if (!recovered) {
            return false;
        }
        for (const frame of frames) {
            this.emit('received', frame);
            if (frame.seq === undefined) {
                this.emit('frame', frame);
            } else if (!this.#cursor || frame.seq > this.#cursor.seq) {
                this.#cursor ??= cursor;
                this.#take(frame);
            }
        }
        this.#cursor = cursor;
        return true;
    }

    #stopPolling() {
        this.#polling?.abort();
        this.#polling = null;
        this.#resumed();
    }
}

/** One socket, from the ticket to its end. */
class Attempt {
    #connection;
    /** @type {WebSocket|null} */
    #socket = null;
    #greeted = false;
    /** @type {any[]|null} facts that wait until what was missed is there; null while nothing is missing */
    #held = [];
    /** @type {{cursor: Cursor|null, count: number}|null} what the suite said of a resume */
    #recovery = null;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    #limit;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    #silence;
    sessionClosed = false;
    /** What its ticket was got with. */
    token = '';

    /** @param {Connection} connection */
    constructor(connection) {
        this.#connection = connection;
    }

    /**
     * @param {string} url
     * @param {string} ticket
     */
    open(url, ticket) {
        let socket;
        try {
            socket = new WebSocket(url, ['chat.v1', `ticket.${ticket}`]);
        } catch {
            this.#ended(0); // a policy of the page forbids it, say
            return;
        }
        this.#socket = socket;
        this.#limit = setTimeout(() => this.#abandon(), GREETED_WITHIN);
        socket.onmessage = (event) => this.#received(event.data);
        socket.onclose = (event) => this.#ended(event.code);
    }

    /** @param {object} frame */
    send(frame) {
        if (!this.#greeted || this.#socket?.readyState !== WebSocket.OPEN) {
            return false;
        }
        this.#socket.send(JSON.stringify(frame));
        this.#connection.emit('sent', frame);
        return true;
    }

    /** Anything that comes is an answer; nothing within a while means that the way is cut, whatever the system believes. */
    ping() {
        clearTimeout(this.#silence);
        if (this.send({ type: 'ping' })) {
            this.#silence = setTimeout(() => this.#abandon(), ANSWERED_WITHIN);
        }
    }

    /** @param {Cursor} cursor */
    resume(cursor) {
        this.#held ??= [];
        this.#recovery = null;
        this.send({ type: 'resume', epoch: cursor.epoch, after_seq: cursor.seq });
        clearTimeout(this.#limit);
        this.#limit = setTimeout(() => this.#abandon(), RECOVERED_WITHIN);
    }

    /** Nothing is missing: what was held goes on. */
    caughtUp() {
        clearTimeout(this.#limit);
        const held = /** @type {any[]} */ (this.#held ?? []).sort((one, other) => one.seq - other.seq);
        this.#held = null;
        this.#recovery = null;
        for (const [index, frame] of held.entries()) {
            if (!this.#connection.follow(frame)) {
                this.#held = held.slice(index);
                this.resume(/** @type {Cursor} */ (this.#connection.cursor));
                return;
            }
        }
    }

    close() {
        this.#silenced();
        this.#socket?.close(CLOSE.normal);
    }

    /** @param {string} data */
    #received(data) {
        let frame;
        try {
            frame = JSON.parse(data);
        } catch {
            return;
        }
        clearTimeout(this.#silence);
        this.#silence = setTimeout(() => this.ping(), PING_EVERY);
        this.#connection.emit('received', frame);
        if (!this.#greeted) {
            if (frame.type === 'session_info') {
                clearTimeout(this.#limit);
                this.#greeted = true;
                this.#connection.greeted(this, frame);
            }
            return;
        }
        if (frame.type === 'recovered') {
            this.#toldRecovery(frame);
        } else if (frame.type === 'message_received' && frame.seq <= (this.#connection.cursor?.seq ?? -1)) {
            this.#connection.emit('frame', frame); // said again, answered again, at its old place: the outbox waits for that
        } else if (frame.seq !== undefined && this.#held) {
            this.#held.push(frame);
            this.#maybeRecovered();
        } else if (frame.type === 'auth_expiring') {
            this.#connection.expiring(this, frame.expires_at);
        } else {
            this.sessionClosed ||= frame.type === 'session_closed';
            if (!this.#connection.follow(frame)) {
                this.#held = [frame];
                this.resume(/** @type {Cursor} */ (this.#connection.cursor));
            }
        }
    }

    /** @param {any} frame */
    #toldRecovery(frame) {
        if (!this.#held) {
            return;
        }
        if (!frame.recovered) {
            clearTimeout(this.#limit);
            this.#limit = setTimeout(() => this.#abandon(), READ_AGAIN_WITHIN);
            this.#connection.emit('reset', null);
            return;
        }
        this.#recovery = { cursor: frame.cursor, count: frame.count };
        this.#maybeRecovered();
    }

    /** What was missed is whole when as many facts up to the cursor are here as were announced; live ones may lie among them. */
    #maybeRecovered() {
        const recovery = this.#recovery;
        if (!recovery?.cursor || !this.#held) {
            return;
        }
        const after = this.#connection.cursor?.seq ?? -1;
        const upTo = recovery.cursor.seq;
        const within = this.#held.filter((fact) => fact.seq > after && fact.seq <= upTo);
        const missed = new Map(within.map((fact) => [fact.seq, fact]));
        if (missed.size < recovery.count) {
            return;
        }
        const facts = [...missed.values()].sort((one, other) => one.seq - other.seq);
        this.#held = this.#held.filter((fact) => fact.seq > upTo);
        this.#connection.recovered(facts, recovery.cursor);
        this.caughtUp();
    }

    /** A socket that is silently dead may take minutes to say so: it is left to itself. */
    #abandon() {
        const socket = this.#socket;
        this.#ended(0);
        socket?.close();
    }

    /** @param {number} code */
    #ended(code) {
        this.#silenced();
        this.#connection.closed(this, code, this.#greeted);
    }

    #silenced() {
        clearTimeout(this.#limit);
        clearTimeout(this.#silence);
        if (this.#socket) {
            this.#socket.onmessage = null;
            this.#socket.onclose = null;
        }
    }
}

/** @param {number} milliseconds */
function pause(milliseconds) {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
