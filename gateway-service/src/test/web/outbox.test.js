import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { Outbox } from '../../main/web/static/chat/outbox.js';

/** @type {string[]} */
let sent;
/** @type {string[]} */
let told;
/** @type {Storage} */
let storage;
/** @type {Outbox} */
let outbox;

beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    sent = [];
    told = [];
    const kept = new Map();
    storage = /** @type {any} */ ({
        getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
        setItem: (/** @type {string} */ key, /** @type {string} */ value) => kept.set(key, value),
        removeItem: (/** @type {string} */ key) => kept.delete(key),
        key: (/** @type {number} */ index) => [...kept.keys()][index] ?? null,
        get length() {
            return kept.size;
        },
    });
    outbox = newOutbox();
});

afterEach(() => mock.timers.reset());

test('sends one after the other, in the order they were said in', () => {
    outbox.opened();
    add('1', '2', '3');
    assert.deepEqual(sent, ['1']);
    outbox.accepted('1');
    outbox.accepted('2');
    assert.deepEqual(sent, ['1', '2', '3']);
});

test('keeps what is said while there is no connection', () => {
    add('1');
    assert.deepEqual(sent, []);
    outbox.opened();
    assert.deepEqual(sent, ['1']);
});

test('says again what was under way when the connection was lost', () => {
    outbox.opened();
    add('1', '2');
    outbox.closed();
    assert.deepEqual(told.at(-1), '1 queued');
    outbox.opened();
    assert.deepEqual(sent, ['1', '1']);
});

test('says again what nothing was heard of', () => {
    outbox.opened();
    add('1');
    mock.timers.tick(12_000);
    assert.deepEqual(sent, ['1', '1']);
});

test('waits for as long as the suite asks for', () => {
    outbox.opened();
    add('1', '2');
    outbox.refused('1', refusal(true, 3000));
    mock.timers.tick(2999);
    assert.deepEqual(sent, ['1']);
    mock.timers.tick(1);
    assert.deepEqual(sent, ['1', '1']);
});

test('goes on behind what was refused for good, until that is retried', () => {
    outbox.opened();
    add('1', '2');
    outbox.refused('1', refusal(false, null));
    assert.deepEqual(sent, ['1', '2']);
    assert.equal(told.includes('1 failed'), true);
    outbox.accepted('2');
    outbox.retry('1');
    assert.deepEqual(sent, ['1', '2', '1']);
});

test('outlives a reload', () => {
    outbox.adopt('room');
    add('1', '2');
    const after = newOutbox();
    assert.deepEqual(after.adopt('room').map((one) => one.content), ['1', '2']);
    after.opened();
    after.accepted('1');
    after.accepted('2');
    assert.equal(storage.length, 0);
});

test('takes what waits along to where it belongs', () => {
    outbox.adopt('shop.');
    add('1');
    outbox.adopt('shop.ann');
    assert.deepEqual(newOutbox().adopt('shop.'), []);
    assert.deepEqual(newOutbox().adopt('shop.ann').map((one) => one.id), ['1']);
    assert.deepEqual(newOutbox().adopt('shop.bob'), []);
});

test('takes nothing of another conversation, nor what is no message', () => {
    outbox.adopt('room');
    add('1');
    assert.deepEqual(newOutbox().adopt('other'), []);
    storage.setItem('parley.outbox.odd.1', '{"id":1}');
    storage.setItem('parley.outbox.odd.2', 'no message');
    storage.setItem('parley.outbox.odd.3', 'null');
    assert.deepEqual(newOutbox().adopt('odd'), []);
});

test('leaves alone what another tab keeps', () => {
    outbox.adopt('room');
    const other = newOutbox();
    other.adopt('room');
    add('1');
    other.add({ id: '2', content: '2', metadata: {}, timestamp: 'u', refused: null });
    other.accepted('2');
    assert.deepEqual(newOutbox().adopt('room').map((one) => one.id), ['1']);
});

function newOutbox() {
    return new Outbox({
        storage,
        transmit: (message) => {
            sent.push(message.id);
            return true;
        },
        changed: (message, delivery) => told.push(`${message.id} ${delivery}`),
    });
}

/** @param {string[]} ids */
function add(...ids) {
    ids.forEach((id) => outbox.add({ id, content: id, metadata: {}, timestamp: 't', refused: null }));
}

/**
 * @param {boolean} retryable
 * @param {number|null} retryAfterMs
 */
function refusal(retryable, retryAfterMs) {
    return { code: 'c', message: 'm', retryable, retryAfterMs, status: null };
}
