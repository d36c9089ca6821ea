import assert from 'node:assert/strict';
import { test } from 'node:test';
import { standing } from '../../main/web/static/widget/grouping.js';

/** @param {string} timestamp @param {Record<string, unknown>} [fields] @returns {any} */
const line = (timestamp, fields) => ({ kind: 'message', senderType: 'user', senderId: 'ann', timestamp, ...fields });

test('the first line of all begins a day and a group', () => {
    assert.deepEqual(standing(undefined, line('2026-11-20T10:00:00'), undefined), {
        day: true,
        head: true,
        tail: true,
    });
});

test('what one person says in one go is a group', () => {
    const [one, two, three] = ['10:00', '10:01', '10:04'].map((time) => line(`2026-11-20T${time}:00`));

    assert.deepEqual(standing(one, two, three), { day: false, head: false, tail: false });
});

test('another person, a pause, or a change of the floor begins a new one', () => {
    const before = line('2026-11-20T10:00:00');

    for (const next of [
        line('2026-11-20T10:00:01', { senderId: 'bob' }),
        line('2026-11-20T10:00:01', { senderType: 'assistant' }),
        line('2026-11-20T10:05:00'),
        line('2026-11-20T10:00:01', { kind: 'escalation' }),
    ]) {
        assert.equal(standing(before, next, undefined).head, true, JSON.stringify(next));
        assert.equal(standing(undefined, before, next).tail, true, JSON.stringify(next));
    }
});

test('midnight begins a day and a group', () => {
    const late = line('2026-11-20T23:59:59');
    const early = line('2026-11-21T00:00:01');

    assert.deepEqual(standing(late, early, undefined), { day: true, head: true, tail: true });
});
