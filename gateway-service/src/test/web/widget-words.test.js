import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { STATIC } from '../../../bundle.js';
import { titled } from '../../main/web/static/widget/unread-title.js';
import { words as english } from '../../main/web/static/widget/locales/en.js';

/** @param {Record<string, any>} words @returns {Record<string, any>} every word by its path */
function flat(words, at = '') {
    return Object.fromEntries(
        Object.entries(words).flatMap(([name, word]) =>
            typeof word === 'object' ? Object.entries(flat(word, `${at}${name}.`)) : [[at + name, word]],
        ),
    );
}

test('every locale has all words, and says something with each', async () => {
    for (const file of await readdir(path.join(STATIC, 'widget/locales'))) {
        const { words } = await import(path.join(STATIC, 'widget/locales', file));
        assert.deepEqual(Object.keys(flat(words)).sort(), Object.keys(flat(english)).sort(), file);
        for (const [name, word] of Object.entries(flat(words))) {
            const said = typeof word === 'function' ? word(3) : word;
            assert.ok(said.length > 0 && !said.includes('undefined'), `${file}: ${name}`);
        }
    }
});

test('numbers agree with what they count', async () => {
    const { words: german } = await import('../../main/web/static/widget/locales/de.js');
    const { words: arabic } = await import('../../main/web/static/widget/locales/ar.js');

    assert.deepEqual([1, 2].map(english.newMessages), ['1 new message', '2 new messages']);
    assert.deepEqual([1, 2].map(german.sources), ['1 Quelle', '2 Quellen']);
    assert.deepEqual([1, 2, 3, 11].map(arabic.sources), ['مصدر واحد', 'مصدران', '3 مصادر', '11 مصدرًا']);
});

test("the title counts what is unread and leaves the page's own words alone", () => {
    assert.equal(titled('Shop', 2), '(2) Shop');
    assert.equal(titled('(2) Shop', 3), '(3) Shop');
    assert.equal(titled('(3) Shop', 0), 'Shop');
    assert.equal(titled('Shop (2)', 0), 'Shop (2)');
    assert.equal(titled('Shop', 140), '(99+) Shop');
    assert.equal(titled('(99+) Shop', 0), 'Shop');
});
