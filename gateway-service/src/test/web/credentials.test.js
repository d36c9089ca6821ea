import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Credentials, claimsOf } from '../../main/web/static/chat/credentials.js';

const HOUR = 3600;

test('asks once for all calls that were refused with the same token', async () => {
    const tokens = ['first', 'second'];
    const asked = { count: 0 };
    const credentials = new Credentials({ api: /** @type {any} */ ({}), getToken: () => tokens[Math.min(asked.count++, 1)] });
    assert.equal(await credentials.token(), 'first');
    assert.deepEqual(await Promise.all([credentials.renew('first'), credentials.renew('first')]), [true, true]);
    assert.equal(await credentials.renew('first'), true);
    assert.equal(asked.count, 2);
    assert.equal(await credentials.renew('second'), false);
});

test('has nothing fresher where the page gave a token and no more', async () => {
    const credentials = new Credentials({ api: /** @type {any} */ ({}), token: 'mine' });
    assert.equal(await credentials.renew('mine'), false);
    assert.equal(await credentials.token(), 'mine');
});

test('says so when the page gives no token', async () => {
    const credentials = new Credentials({ api: /** @type {any} */ ({}), getToken: () => /** @type {any} */ (undefined) });
    await assert.rejects(() => credentials.token(), { code: 'no_token', retryable: true });
});

test('stays the same guest, renews in time, and begins anew when that is refused', async () => {
    const storage = memory();
    const suite = guests();
    const first = new Credentials({ api: suite.api, storage });
    const token = await first.token();
    assert.equal(await new Credentials({ api: suite.api, storage }).token(), token);
    assert.deepEqual(suite.asked, [{}]);

    storage.setItem('parley.guest', JSON.stringify({ origin: 'https://suite', token: suite.tokenFor('guest-1', -HOUR) }));
    assert.equal((await new Credentials({ api: suite.api, storage }).claims()).sub, 'guest-2');
    assert.equal(Object.keys(/** @type {any} */ (suite.asked.at(-1))).join(), 'token');
});

test('tells no suite the token of another', async () => {
    const storage = memory();
    const suite = guests();
    storage.setItem('parley.guest', JSON.stringify({ origin: 'https://other', token: suite.tokenFor('guest-9', HOUR) }));
    assert.equal((await new Credentials({ api: suite.api, storage }).claims()).sub, 'guest-1');
    assert.deepEqual(suite.asked, [{}]);
});

test('takes the guest that another tab has become meanwhile', async () => {
    const storage = memory();
    const suite = guests();
    const credentials = new Credentials({ api: suite.api, storage });
    const token = await credentials.token();
    const newer = suite.tokenFor('guest-1', 2 * HOUR);
    storage.setItem('parley.guest', JSON.stringify({ origin: 'https://suite', token: newer }));
    assert.equal(await credentials.renew(token), true);
    assert.equal(await credentials.token(), newer);
});

test('reads names in every script, and nothing of what is no token', () => {
    const payload = Buffer.from(JSON.stringify({ sub: 'x', name: 'Łucja ليلى' })).toString('base64url');
    assert.equal(claimsOf(`h.${payload}.s`)?.name, 'Łucja ليلى');
    assert.equal(claimsOf('no token'), null);
    assert.equal(claimsOf('a.bm8.b'), null);
});

function guests() {
    /** @type {object[]} */
    const asked = [];
    const tokenFor = (/** @type {string} */ sub, /** @type {number} */ seconds) =>
        `h.${Buffer.from(JSON.stringify({ sub, exp: Math.round(Date.now() / 1000) + seconds })).toString('base64url')}.s`;
    const api = /** @type {any} */ ({
        origin: 'https://suite',
        call: async (/** @type {string} */ method, /** @type {string} */ path, /** @type {any} */ { body }) => {
            assert.equal(`${method} ${path}`, 'POST /auth/guest');
            asked.push(body);
            return { token: tokenFor(`guest-${asked.length}`, HOUR) };
        },
    });
    return { api, asked, tokenFor };
}

/** @returns {Storage} */
function memory() {
    const kept = new Map();
    return /** @type {any} */ ({
        getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
        setItem: (/** @type {string} */ key, /** @type {string} */ value) => kept.set(key, value),
        removeItem: (/** @type {string} */ key) => kept.delete(key),
    });
}
