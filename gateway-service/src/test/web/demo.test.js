import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GROUPS, expand } from '../../main/web/static/demo/endpoints.js';
import { FrameLog, KEPT, gistOf, matches } from '../../main/web/static/demo/frame-log.js';
import { Known } from '../../main/web/static/demo/known.js';

test('the log keeps the newest frames and counts all', () => {
    const log = new FrameLog();
    for (let index = 0; index < KEPT + 7; index++) {
        log.add('in', { type: 'response_chunk', chunk: `${index} ` });
    }

    assert.equal(log.seen, KEPT + 7);
    assert.equal(log.frames.length, KEPT);
    assert.equal(log.frames[0].frame.chunk, '7 ');
});

test('a frame is found by direction, type and words', () => {
    const log = new FrameLog();
    const sent = log.add('out', { message: 'Where is my LAMP?', message_type: 'text' });
    const stop = log.add('out', { type: 'stop' });

    assert.equal(sent.type, 'message');
    assert.ok(matches(sent, 'lamp', 'all'));
    assert.ok(matches(stop, 'stop', 'out'));
    assert.ok(!matches(stop, 'stop', 'in'));
    assert.ok(!matches(stop, 'lamp', 'all'));
    assert.equal(gistOf(sent.frame), 'Where is my LAMP?');
});

test('every placeholder of an endpoint can become known', () => {
    const known = new Known({ chatbot_id: 'leta' }, () => {});
    known.tell({ user_id: 'ann' });
    known.learn({ type: 'session_info', session_id: 's-1', conversation_id: 'c 1', cursor: { epoch: 'e', seq: 5 } });

    for (const { path, body } of GROUPS.flatMap((group) => group.endpoints)) {
        assert.deepEqual(expand(path, known.values).missing, [], path);
        assert.deepEqual(expand(JSON.stringify(body) ?? '', known.values).missing, [], path);
    }
    assert.equal(expand('/chat/{conversation_id}/events?after={seq}', known.values).text, '/chat/c%201/events?after=5');
    assert.deepEqual(expand('/chat/{conversation_id}', {}).missing, ['conversation_id']);
});
