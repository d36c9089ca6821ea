import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Transcript } from '../../main/web/static/chat/transcript.js';

const ANSWER = { message_id: 'a-1', in_reply_to: 'm-1', attempt: 1 };

/** @type {Transcript} */
let transcript;

beforeEach(() => {
    transcript = new Transcript('ann');
});

test('shows what is said at once, and at its place when it is accepted', () => {
    const entry = waiting('c-1', 'Hello');
    assert.deepEqual(shown(), ['Hello']);
    say('bob', 'm-0', 5, 'Before');
    say('bob', 'm-9', 9, 'After');
    assert.deepEqual(shown(), ['Before', 'After', 'Hello']);

    const finished = transcript.apply({ type: 'message_received', message_id: 'm-1', client_message_id: 'c-1', seq: 7, timestamp: 't' });

    assert.equal(finished, entry);
    assert.deepEqual([entry.id, entry.seq, entry.delivery], ['m-1', 7, 'sent']);
    assert.deepEqual(shown(), ['Before', 'Hello', 'After']);
});

test('takes a replay of an own message for its acknowledgement', () => {
    waiting('c-1', 'Hello');
    say('ann', 'm-1', 3, 'Hello', { client_message_id: 'c-1' });
    assert.deepEqual(shown(), ['Hello']);
    assert.equal(transcript.entries[0].own, true);
});

test('drops what waits when the history has shown it', () => {
    transcript.addHistory([{ id: 'm-1', sender_id: 'ann', sender_type: 'user', content: 'Hello', timestamp: 't', seq: 3 }]);
    waiting('c-1', 'Hello');
    transcript.apply({ type: 'message_received', message_id: 'm-1', client_message_id: 'c-1', seq: 3, timestamp: 't' });
    assert.deepEqual(shown(), ['Hello']);
});

test('shows nothing twice', () => {
    say('bob', 'm-1', 3, 'Once');
    assert.equal(say('bob', 'm-1', 3, 'Once'), null);
    assert.deepEqual(shown(), ['Once']);
});

test('writes an answer below everything, and gives it its place at its end', () => {
    transcript.apply({ type: 'response_start', ...ANSWER });
    assert.equal(transcript.entries[0].thinking, true);
    chunk('Wor');
    chunk('ld');
    say('bob', 'm-2', 7, 'Meanwhile');
    assert.deepEqual(shown(), ['Meanwhile', 'World']);

    const finished = complete('World!', 6);

    assert.deepEqual(shown(), ['World!', 'Meanwhile']);
    assert.equal(finished, transcript.entries[0]);
    assert.equal(finished?.streaming, false);
    assert.equal(complete('World!', 6), null);
});

test('begins an answer anew that the suite began anew', () => {
    transcript.apply({ type: 'response_start', ...ANSWER });
    chunk('Half of');
    transcript.apply({ type: 'response_start', ...ANSWER, attempt: 2 });
    assert.deepEqual(shown(), ['']);
    chunk('Whole');
    assert.deepEqual(shown(), ['Whole']);
});

test('takes nothing of an answer that has ended', () => {
    complete('Done', 6);
    transcript.apply({ type: 'response_start', ...ANSWER });
    chunk('again');
    assert.deepEqual(shown(), ['Done']);
});

test('gives the place of an answer to the one that was asked for instead', () => {
    complete('First', 6);
    transcript.apply({ type: 'response_start', ...ANSWER, message_id: 'a-2', supersedes: 'a-1' });
    assert.deepEqual(shown(), ['']);
    transcript.apply({ type: 'response_complete', ...ANSWER, message_id: 'a-2', supersedes: 'a-1', full_response: 'Second', seq: 9 });
    assert.deepEqual(shown(), ['Second']);
});

test('keeps the answer whose successor came to nothing', () => {
    complete('First', 6);
    transcript.apply({ type: 'response_start', ...ANSWER, message_id: 'a-2', supersedes: 'a-1' });
    transcript.apply({ type: 'error', code: 'timeout', message: 'Too slow', retryable: true, message_id: 'a-2', in_reply_to: 'm-1', seq: 8 });
    assert.deepEqual(transcript.entries.map((entry) => entry.kind), ['answer', 'failure']);
    assert.deepEqual(shown(), ['First', 'Too slow']);
});

test('takes a failure away when its question is answered after all', () => {
    transcript.apply({ type: 'error', code: 'timeout', message: 'Too slow', retryable: true, message_id: 'a-1', in_reply_to: 'm-1', seq: 8 });
    transcript.apply({ type: 'response_start', ...ANSWER, message_id: 'a-2' });
    assert.deepEqual(transcript.entries.map((entry) => entry.kind), ['answer']);
});

test('keeps nothing unfinished of the assistant when a person takes over', () => {
    transcript.apply({ type: 'response_start', ...ANSWER });
    chunk('I was about to');
    transcript.apply({ type: 'error', code: 'handed_over', message: 'A person', message_id: 'a-1', in_reply_to: 'm-1', seq: 7 });
    transcript.apply({ type: 'escalation', escalation_id: 'e', status: 'queued', reason: 'r', seq: 8 });
    assert.deepEqual(transcript.entries.map((entry) => entry.kind), ['escalation']);
    assert.equal(transcript.entries[0].escalation?.status, 'queued');
});

test('edits, deletes and takes reactions where the message is', () => {
    say('bob', 'm-1', 3, 'Helo');
    transcript.apply({ type: 'message_edited', message_id: 'm-1', content: 'Hello', edited_at: 't', seq: 4 });
    transcript.apply({ type: 'reaction', message_id: 'm-1', user_id: 'ann', reaction: 'up', seq: 5 });
    assert.deepEqual([shown(), transcript.entries[0].reactions], [['Hello'], { ann: 'up' }]);
    transcript.apply({ type: 'reaction', message_id: 'm-1', user_id: 'ann', reaction: null, seq: 6 });
    transcript.apply({ type: 'message_deleted', message_id: 'm-1', seq: 7 });
    assert.deepEqual([shown(), transcript.entries[0].deleted, transcript.entries[0].reactions], [[''], true, {}]);
});

test('tells what changed, each thing once', () => {
    say('bob', 'm-1', 3, 'One');
    transcript.apply({ type: 'reaction', message_id: 'm-1', user_id: 'ann', reaction: 'up', seq: 5 });
    const change = transcript.takeChange();
    assert.deepEqual([change?.added.size, change?.removed.size, change?.reset], [1, 0, false]);
    assert.equal(transcript.takeChange(), null);
});

test('forgets the oldest, and can be told them again', () => {
    for (let seq = 1; seq <= 10; seq++) {
        say('bob', `m-${seq}`, seq, `${seq}`);
    }
    assert.equal(transcript.trim(3), true);
    assert.deepEqual(shown(), ['8', '9', '10']);
    transcript.addHistory([{ id: 'm-7', sender_id: 'bob', sender_type: 'user', content: '7', timestamp: 't', seq: 7 }]);
    assert.deepEqual(shown(), ['7', '8', '9', '10']);
});

test('goes on with what this connection tells of an answer, and leaves what another told', () => {
    transcript.apply({ type: 'response_start', ...ANSWER, message_id: 'a-0' });
    transcript.reconnected();
    transcript.apply({ type: 'response_start', ...ANSWER });
    chunk('So far');
    transcript.reset(true);
    chunk(', and on');
    assert.deepEqual(shown(), ['So far, and on']);
});

test('leaves an accepted message that is further up than what is shown to the older pages', () => {
    waiting('c-1', 'Long ago');
    say('bob', 'm-9', 9, 'Now');
    transcript.apply({ type: 'message_received', message_id: 'm-1', client_message_id: 'c-1', seq: 3, timestamp: 't' });
    assert.deepEqual(shown(), ['Now']);
});

test('keeps what waits when everything else is read anew', () => {
    say('bob', 'm-1', 3, 'Old');
    waiting('c-1', 'Mine');
    transcript.reset(false);
    assert.deepEqual(shown(), ['Mine']);
    assert.equal(transcript.takeChange()?.reset, true);
});

function shown() {
    return transcript.entries.map((entry) => entry.content);
}

/**
 * @param {string} id
 * @param {string} content
 */
function waiting(id, content) {
    return transcript.addWaiting({ id, content, metadata: {}, timestamp: 't', refused: null });
}

/**
 * @param {string} sender
 * @param {string} id
 * @param {number} seq
 * @param {string} content
 * @param {object} [more]
 */
function say(sender, id, seq, content, more) {
    return transcript.apply({ type: 'message', id, sender_id: sender, sender_type: 'user', content, timestamp: 't', seq, ...more });
}

/** @param {string} text */
function chunk(text) {
    transcript.apply({ type: 'response_chunk', message_id: 'a-1', chunk: text });
}

/**
 * @param {string} text
 * @param {number} seq
 */
function complete(text, seq) {
    return transcript.apply({ type: 'response_complete', ...ANSWER, full_response: text, timestamp: 't', seq });
}
