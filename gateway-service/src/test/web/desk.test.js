import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodyOf, problemsByField, valueAt } from '../../main/web/desk/admin/chatbot-fields.js';
import { colourOf, duration, fileSize, initials, urgency } from '../../main/web/desk/format.js';
import { chatbotAddress, inboxAddress, parseRoute } from '../../main/web/desk/route.js';
import { timeline } from '../../main/web/desk/timeline.js';
import { readToken, tidied } from '../../main/web/desk/token.js';
import { conflictWords, failureWords, reasonWords, words } from '../../main/web/desk/words.js';

/** @param {Record<string, unknown>} claims */
function tokenOf(claims) {
    const part = (/** @type {unknown} */ value) => Buffer.from(JSON.stringify(value)).toString('base64url');
    return `${part({ alg: 'HS256' })}.${part(claims)}.c2ln`;
}

/**
 * @param {string} time
 * @param {Record<string, unknown>} [more]
 * @returns {any}
 */
function entry(time, more = {}) {
    return {
        key: time,
        kind: 'message',
        senderId: 'ann',
        id: time,
        timestamp: `2026-11-20T${time}Z`,
        escalation: null,
        ...more,
    };
}

/** @param {string} id @param {string} time */
function note(id, time) {
    return { id, author_id: 'bea', text: id, created_at: `2026-11-20T${time}Z` };
}

/** @param {string} id @param {string} time @param {string} reason @returns {any} */
function escalation(id, time, reason = 'refund') {
    return { escalation_id: id, created_at: `2026-11-20T${time}Z`, reason, status: 'queued' };
}

/** @param {ReturnType<typeof timeline>} items */
function keys(items) {
    return items.filter((item) => item.kind !== 'day').map((item) => item.key);
}

test('a token tells who is signed in', () => {
    const claims = readToken(
        tokenOf({ sub: 'zoë', name: 'Zoë', roles: ['user', 'agent', 'other'], exp: 2_000_000_000 }),
    );

    assert.equal(claims?.name, 'Zoë');
    assert.equal(claims?.role, 'agent');
    assert.equal(claims?.tenant, 'default');
    assert.equal(claims?.expiresAt, 2_000_000_000_000);
    assert.equal(readToken(tokenOf({ sub: 'ann', roles: 'admin', exp: 1 }))?.role, 'admin');
    assert.equal(readToken(tokenOf({ sub: 'ann', exp: 1 }))?.role, 'user');
    assert.equal(readToken(tokenOf({ sub: 'ann', name: ' ', exp: 1 }))?.name, 'ann');
});

test('what is no token is none', () => {
    for (const text of ['', 'a.b', 'a.b.c', tokenOf({ sub: 'ann' }), tokenOf({ exp: 1 })]) {
        assert.equal(readToken(text), null, text);
    }
});

test('a pasted token loses what came along', () => {
    assert.equal(tidied('  "abc.def\n.ghi"\n'), 'abc.def.ghi');
    assert.equal(tidied('Bearer abc.def.ghi'), 'abc.def.ghi');
});

test('every place has an address of its own', () => {
    assert.deepEqual(parseRoute(''), { page: 'inbox', conversationId: null, details: false });
    assert.deepEqual(parseRoute(inboxAddress('a@b:c', true)), {
        page: 'inbox',
        conversationId: 'a@b:c',
        details: true,
    });
    assert.deepEqual(parseRoute(chatbotAddress('leta', 'search')), {
        page: 'chatbots',
        chatbotId: 'leta',
        part: 'search',
    });
    assert.deepEqual(parseRoute('#/chatbots/leta/nonsense'), { page: 'chatbots', chatbotId: 'leta', part: 'settings' });
    assert.deepEqual(parseRoute('#/inbox/%E0%A4%A'), { page: 'inbox', conversationId: null, details: false });
    assert.deepEqual(parseRoute('#/usage'), { page: 'usage' });
});

test('notes and handovers stand where they happened', () => {
    const items = timeline(
        [entry('10:00:00'), entry('10:05:00'), entry('10:10:00')],
        [note('n1', '10:05:01')],
        [escalation('e1', '10:04:00')],
        false,
    );

    assert.deepEqual(keys(items), ['10:00:00', 'asked-e1', '10:05:00', 'note-n1', '10:10:00']);
    assert.equal(items[0].kind, 'day');
});

test('nothing is shown twice, and nothing whose page has not come', () => {
    const live = entry('10:05:00', { kind: 'note', id: 'n1' });
    const told = entry('10:06:00', { kind: 'escalation', escalation: { escalationId: 'e1' } });

    assert.deepEqual(keys(timeline([live, told], [note('n1', '10:05:00')], [], false)), ['10:05:00', '10:06:00']);
    assert.deepEqual(keys(timeline([entry('10:05:00')], [note('n0', '10:00:00')], [], true)), ['10:05:00']);
    assert.deepEqual(keys(timeline([entry('10:05:00')], [note('n0', '10:00:00')], [], false)), ['note-n0', '10:05:00']);
    assert.deepEqual(keys(timeline([], [], [escalation('e2', '10:00:00', 'agent_wrote')], false)), []);
});

test('a handover that waits once more is told as such', () => {
    const waits = (/** @type {string} */ time, /** @type {string} */ id) =>
        entry(time, { kind: 'escalation', escalation: { escalationId: id } });
    const items = timeline(
        [waits('10:05:00', 'e1'), waits('10:06:00', 'e2'), waits('10:07:00', 'e2')],
        [],
        [escalation('e1', '10:00:00')],
        false,
    );

    assert.deepEqual(
        items.filter((item) => item.kind === 'entry').map((item) => item.again),
        [true, false, true],
    );
});

test('lines of one sender belong together for a while', () => {
    const items = timeline(
        [
            entry('10:00:00'),
            entry('10:01:00'),
            entry('10:02:00', { senderId: 'bea' }),
            entry('10:20:00', { senderId: 'bea' }),
        ],
        [],
        [],
        false,
    );

    assert.deepEqual(
        items.filter((item) => item.kind === 'entry').map((item) => item.continues),
        [false, true, false, false],
    );
});

test('a refused move is explained', () => {
    const withBob = { ...escalation('e', '10:00:00'), status: 'assigned', agent: { id: 'bob', name: 'Bob' } };

    assert.equal(conflictWords(withBob, 'claim', 'bea'), 'Bob was faster: the conversation is with Bob now.');
    assert.equal(conflictWords(withBob, 'resolve', 'bea'), 'The conversation is with Bob, not with you.');
    assert.equal(conflictWords(withBob, 'claim', 'bob'), words.conflict.already);
    assert.equal(conflictWords(escalation('e', '10:00:00'), 'resolve', 'bea'), words.conflict.queued);
    assert.equal(conflictWords({ ...withBob, status: 'resolved' }, 'claim', 'bea'), words.conflict.ended.resolved);
    assert.equal(conflictWords(undefined, 'claim', 'bea'), words.conflict.other);
});

test('reasons and failures are words', () => {
    assert.equal(reasonWords('complex_query'), 'Complex query');
    assert.equal(reasonWords('requested'), 'Asked for a person');
    assert.equal(reasonWords('My parcel_is late'), 'My parcel_is late');
    assert.equal(failureWords({ code: 'network', message: 'x' }), words.failures.network);
    assert.equal(
        failureWords({ code: 'unheard_of', message: 'The server says so.', status: 418 }),
        'The server says so.',
    );
    assert.equal(failureWords(undefined), words.unknownFailure);
});

test('a refusal tells which fields it is about', () => {
    const { fields, rest } = problemsByField(
        'name is needed; temperature must be a number from 0 to 2; handoff.words must be a list; something else.',
    );

    assert.deepEqual(
        [...fields],
        [
            ['name', 'Is needed.'],
            ['temperature', 'Must be a number from 0 to 2.'],
            ['handoff.words', 'Must be a list.'],
        ],
    );
    assert.equal(rest, 'something else');
});

test('a form becomes the body of a chatbot', () => {
    const values = new Map(
        /** @type {[string, unknown][]} */ ([
            ['name', 'Boats'],
            ['model', undefined],
            ['retrieval.top_k', 3],
            ['retrieval.enabled', false],
            ['api_key', null],
        ]),
    );

    assert.deepEqual(bodyOf(values, 7), {
        version: 7,
        name: 'Boats',
        retrieval: { top_k: 3, enabled: false },
        api_key: null,
    });
    assert.equal('version' in bodyOf(values, undefined), false);
    assert.equal(valueAt({ retrieval: { top_k: 3 } }, 'retrieval.top_k'), 3);
    assert.equal(valueAt({}, 'retrieval.top_k'), null);
});

test('figures are short', () => {
    assert.deepEqual([0, 59_999, 60_000, 3_600_000, 3_900_000, 90_000_000].map(duration), [
        '0 s',
        '59 s',
        '1 min',
        '1 h',
        '1 h 5 min',
        '1 d',
    ]);
    assert.equal(duration(-5000), '0 s');
    assert.deepEqual([119_000, 120_000, 300_000].map(urgency), ['fresh', 'long', 'late']);
    assert.deepEqual([999, 1500, 20_971_520].map(fileSize), ['999 B', '2 kB', '21.0 MB']);
    assert.deepEqual(['Mira Okafor', 'bea', 'guest-4f1e', '', '😀 Ann'].map(initials), ['MO', 'B', '4', '?', '😀A']);
    assert.equal(colourOf('bea', 8), colourOf('bea', 8));
});
