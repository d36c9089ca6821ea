import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { ApiError } from '../../main/web/static/chat/api.js';
import { Connection } from '../../main/web/static/chat/connection.js';

/** The suite's end of a socket, as the tests want it. */
class ScriptedSocket {
    static OPEN = 1;
    /** @type {ScriptedSocket[]} */
    static all = [];
    readyState = 1;
    /** @type {any[]} */
    sent = [];
    /** @type {((event: any) => void)|null} */
    onmessage = null;
    /** @type {((event: any) => void)|null} */
    onclose = null;
    /** @type {number|undefined} */
    closedWith = undefined;

    /**
     * @param {string} url
     * @param {string[]} protocols
     */
    constructor(url, protocols) {
        this.url = url;
        this.protocols = protocols;
        ScriptedSocket.all.push(this);
    }

    /** @param {string} data */
    send(data) {
        this.sent.push(JSON.parse(data));
    }

    /** @param {number} code */
    close(code) {
        this.closedWith = code;
    }

    /** @param {object} frame */
    tell(frame) {
        this.onmessage?.({ data: JSON.stringify(frame) });
    }

    /** @param {number} code */
    end(code) {
        this.readyState = 3;
        this.onclose?.({ code });
    }

    /** @param {number} seq */
    greet(seq, epoch = 'e') {
        this.tell({ type: 'session_info', conversation_id: 'c', cursor: { epoch, seq } });
    }
}

/** @type {string[]} */
let told;
/** @type {any[]} */
let calls;
/** @type {any} */
let polled;
/** @type {Connection} */
let connection;
/** @type {{epoch: string, seq: number}|null|undefined} */
let cursor;
let renewable = true;
/** @type {() => string} */
let ticket;

beforeEach(() => {
    ScriptedSocket.all = [];
    told = [];
    calls = [];
    polled = null;
    cursor = { epoch: 'e', seq: 5 };
    renewable = true;
    ticket = () => 'T';
    Object.assign(globalThis, {
        WebSocket: ScriptedSocket,
        document: { visibilityState: 'visible', addEventListener() {}, removeEventListener() {} },
        addEventListener() {},
        removeEventListener() {},
    });
    const api = {
        socketUrl: (/** @type {string} */ path) => `ws://suite${path}`,
        call: async (/** @type {string} */ method, /** @type {string} */ path, /** @type {any} */ options) => {
            calls.push({ method, path, ...options.query });
            return polled ? polled() : new Promise(() => {});
        },
    };
    const credentials = { token: async () => 'K', ticket: async () => ticket(), renew: async () => renewable };
    connection = new Connection({
        api: /** @type {any} */ (api),
        credentials: /** @type {any} */ (credentials),
        target: async () => {
            const target = { path: '/ws/chat/s', conversationId: 'c', mayEnd: false, cursor };
            cursor = undefined;
            return target;
        },
        reconnectInterval: 40,
    });
    connection
        .on('state', (state) => told.push(state))
        .on('frame', (frame) => told.push(frame.seq === undefined ? frame.type : `${frame.type} ${frame.seq}`))
        .on('reset', () => told.push('reset'))
        .on('error', (failure) => told.push(`error ${failure.code}`));
});

afterEach(() => connection.close());

test('opens a socket with a ticket that is no part of its address', async () => {
    const socket = await opened();
    assert.equal(socket.url, 'ws://suite/ws/chat/s');
    assert.deepEqual(socket.protocols, ['chat.v1', 'ticket.T']);
    socket.greet(5);
    assert.deepEqual(told, ['connecting', 'session_info', 'online']);
    assert.deepEqual(socket.sent, []);
});

test('asks for what it missed before it hands on what comes live', async () => {
    const socket = await opened();
    socket.greet(9);
    assert.deepEqual(socket.sent, [{ type: 'resume', epoch: 'e', after_seq: 5 }]);
    socket.tell(message(12, 9));
    socket.tell({ type: 'recovered', recovered: true, count: 2, cursor: { epoch: 'e', seq: 9 } });
    socket.tell(message(7, 5));
    assert.deepEqual(told.slice(3), []);
    socket.tell(message(9, 7));
    assert.deepEqual(told.slice(3), ['message 7', 'message 9', 'message 12']);
});

test('shows a fact once, and asks for what a gap hides', async () => {
    const socket = await opened();
    socket.greet(5);
    socket.tell(message(6, 5));
    socket.tell(message(6, 5));
    socket.tell(message(10, 8));
    assert.deepEqual(socket.sent, [{ type: 'resume', epoch: 'e', after_seq: 6 }]);
    socket.tell({ type: 'recovered', recovered: true, count: 2, cursor: { epoch: 'e', seq: 10 } });
    socket.tell(message(8, 6));
    socket.tell(message(10, 8));
    assert.deepEqual(told.slice(3), ['message 6', 'message 8', 'message 10']);
});

test('hears that a message said again has long been accepted', async () => {
    const socket = await opened();
    socket.greet(5);
    socket.tell({ type: 'message_received', message_id: 'm-3', client_message_id: 'c-3', seq: 3, prev_seq: 1 });
    assert.equal(told.at(-1), 'message_received 3');
    socket.tell(message(6, 5));
    assert.equal(told.at(-1), 'message 6');
});

test('counts nothing old towards what it missed', async () => {
    const socket = await opened();
    socket.greet(9);
    socket.tell({ type: 'message_received', message_id: 'm-3', client_message_id: 'c-3', seq: 3, prev_seq: 1 });
    socket.tell({ type: 'recovered', recovered: true, count: 2, cursor: { epoch: 'e', seq: 9 } });
    socket.tell(message(7, 5));
    socket.tell(message(9, 7));
    assert.deepEqual(told.slice(3), ['message_received 3', 'message 7', 'message 9']);
});

test('keeps what the first page told when the attempt then fails', async () => {
    let asked = 0;
    ticket = () => {
        if (asked++ === 0) {
            throw new ApiError({ code: 'unavailable', message: 'Not now.', retryable: true, retryAfterMs: null, status: 503 });
        }
        return 'T';
    };
    const socket = await opened();
    socket.greet(9);
    assert.deepEqual(socket.sent, [{ type: 'resume', epoch: 'e', after_seq: 5 }]);
});

test('does not come back once it was closed', async () => {
    const socket = await opened();
    socket.greet(5);
    socket.end(4401);
    connection.close();
    await new Promise((resolve) => setTimeout(resolve, 60));
    assert.equal(connection.state, 'idle');
    assert.equal(ScriptedSocket.all.length, 1);
});

test('reads the history before it polls on, where what was missed cannot be told', async () => {
    let polls = 0;
    polled = async () => {
        polls++;
        return polls === 1 ? { recovered: false, frames: [], cursor: { epoch: 'f', seq: 100 } } : new Promise(() => {});
    };
    (await opened()).end(1006);
    (await nextSocket()).end(1006);
    await until(() => told.at(-1) === 'reset');
    assert.equal(polls, 1);
    connection.resumeAt({ epoch: 'f', seq: 98 });
    await until(() => polls === 2);
    assert.deepEqual([calls.at(-1).after, calls.at(-1).epoch], [98, 'f']);
});

test('lets signals pass while it waits for what was missed', async () => {
    const socket = await opened();
    socket.greet(9);
    socket.tell({ type: 'response_start', message_id: 'a' });
    assert.equal(told.at(-1), 'response_start');
});

test('has the history read where what was missed cannot be told', async () => {
    const socket = await opened();
    socket.greet(9, 'other');
    assert.equal(socket.sent[0].type, 'resume');
    socket.tell(message(11, 9));
    socket.tell({ type: 'recovered', recovered: false });
    assert.equal(told.at(-1), 'reset');
    connection.resumeAt({ epoch: 'other', seq: 9 });
    assert.equal(told.at(-1), 'message 11');
});

test('comes back, and goes on where it was', async () => {
    const first = await opened();
    first.greet(5);
    first.tell(message(6, 5));
    first.end(1012);
    assert.equal(told.at(-1), 'offline');
    const second = await nextSocket();
    second.greet(6);
    assert.deepEqual(second.sent, []);
    assert.equal(told.at(-1), 'online');
});

test('hands over to a second socket before the token ends', async () => {
    const first = await opened();
    first.greet(5);
    first.tell({ type: 'auth_expiring', expires_at: 't' });
    const second = await nextSocket();
    first.tell(message(6, 5));
    second.greet(7);
    assert.equal(first.closedWith, 1000);
    assert.deepEqual(second.sent, [{ type: 'resume', epoch: 'e', after_seq: 6 }]);
    assert.equal(told.includes('offline'), false);
});

test('ends when the token has ended and there is no other', async () => {
    renewable = false;
    const socket = await opened();
    socket.greet(5);
    socket.end(4401);
    await until(() => told.at(-1) === 'ended');
    assert.equal(told.at(-2), 'error unauthorized');
});

test('ends with its session', async () => {
    const socket = await opened();
    socket.greet(5);
    socket.tell({ type: 'session_closed' });
    socket.end(1000);
    assert.equal(told.at(-1), 'ended');
});

test('polls where no socket opens, and goes back when one does', async () => {
    let polls = 0;
    polled = async () => {
        if (polls++ > 0) {
            return new Promise(() => {});
        }
        return { recovered: true, frames: [message(6, 5)], cursor: { epoch: 'e', seq: 6 } };
    };
    (await opened()).end(1006);
    (await nextSocket()).end(1006);
    const third = await nextSocket();
    await until(() => told.at(-1) === 'message 6');
    assert.equal(connection.state, 'polling');
    assert.deepEqual(calls.slice(0, 2).map((call) => [call.after, call.wait]), [[5, 0], [6, 25]]);

    third.greet(6);
    assert.equal(connection.state, 'online');
});

test('says why it gives up', async () => {
    connection.close();
    const refusing = new Connection({
        api: /** @type {any} */ ({}),
        credentials: /** @type {any} */ ({ token: async () => 'K', ticket: async () => 'T' }),
        target: async () => {
            throw new ApiError({ code: 'not_found', message: 'No such chatbot.', retryable: false, retryAfterMs: null, status: 404 });
        },
        reconnectInterval: 40,
    });
    refusing.on('error', (failure) => told.push(`error ${failure.code}`)).on('state', (state) => told.push(state));
    refusing.start();
    await until(() => told.at(-1) === 'ended');
    assert.deepEqual(told, ['idle', 'connecting', 'error not_found', 'ended'].slice(-3));
});

/**
 * @param {number} seq
 * @param {number} before
 */
function message(seq, before) {
    return { type: 'message', id: `m-${seq}`, sender_id: 'bob', seq, prev_seq: before };
}

async function opened() {
    connection.start();
    return nextSocket();
}

/** @returns {Promise<ScriptedSocket>} one that is not known yet */
async function nextSocket() {
    const known = seen;
    await until(() => ScriptedSocket.all.length > known);
    seen = ScriptedSocket.all.length;
    return /** @type {ScriptedSocket} */ (ScriptedSocket.all.at(-1));
}

let seen = 0;
beforeEach(() => {
    seen = 0;
});

/** @param {() => boolean} condition */
async function until(condition) {
    for (let tries = 0; !condition(); tries++) {
        assert.ok(tries < 1000, 'waited in vain');
        await new Promise((resolve) => setTimeout(resolve, 2));
    }
}
