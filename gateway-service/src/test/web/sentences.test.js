import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spoken, wholeSentences } from '../../main/web/static/widget/sentences.js';

/** What a screen reader is given of a text that arrives in chunks of a size. @param {string} text @param {number} size */
function heard(text, size, locale = 'en') {
    const lines = [];
    let said = 0;
    for (let end = size; end < text.length + size; end += size) {
        const grown = text.slice(0, end);
        const more = wholeSentences(grown.slice(said), end >= text.length, locale);
        said += more.length;
        if (more.said) {
            lines.push(more.said);
        }
    }
    return lines;
}

test('nothing is said of a sentence that still grows', () => {
    assert.deepEqual(wholeSentences('Your parcel is on', false, 'en'), { said: '', length: 0 });
    assert.deepEqual(wholeSentences('Your parcel is on its way. It ar', false, 'en'), {
        said: 'Your parcel is on its way.',
        length: 'Your parcel is on its way. '.length,
    });
});

test('the end is said however it ends', () => {
    assert.deepEqual(wholeSentences('No full stop', true, 'en'), { said: 'No full stop', length: 12 });
});

test('however a text is cut, every word is said once, in order, and each line ends as a sentence does', () => {
    const text =
        'It left **Leipzig** on Tuesday. Is that late? No: see [the page](https://example.com/a.b?c=d).\n\n' +
        '1. Open the app.\n2. Choose *Orders*.\n\nThat is all!';
    const whole = heard(text, text.length).join(' ');

    for (let size = 1; size < 40; size++) {
        const lines = heard(text, size);
        assert.equal(lines.join(' ').replace(/\s+/g, ' '), whole, `chunks of ${size}`);
        for (const line of lines) {
            assert.match(line, /[.!?:]$/, `chunks of ${size}`);
        }
    }
});

test('other languages end their sentences in their own way', () => {
    assert.equal(wholeSentences('وصل طلبك اليوم؟ نعم، وصل', false, 'ar').said, 'وصل طلبك اليوم؟');
    assert.equal(wholeSentences('荷物は届きました。次の', false, 'ja').said, '荷物は届きました。');
});

test('a block of code is not read aloud, nor are the marks of Markdown', () => {
    assert.equal(
        spoken('Do this:\n```js\nawait x(); // **no**\n```\nThen that.', 'Code.'),
        'Do this: Code. Then that.',
    );
    assert.equal(spoken('## Prices\n| a | b |\n|---|---|\n| 1 | **2** |\n> `x` is _it_'), 'Prices a b 1 2 x is it');
    assert.equal(spoken('**Of course.** It left on *Tuesday*.\n* One\n- **Two**'), 'Of course. It left on Tuesday. One Two');
    assert.equal(spoken('2 * 3 * 4 and snake_case_name'), '2 * 3 * 4 and snake_case_name');
});

test('of a block of code that still grows nothing is said', () => {
    const text = 'Look here.\n```js\nlet a = 1. ';
    assert.equal(wholeSentences(text, false, 'en').said, 'Look here.');
});
