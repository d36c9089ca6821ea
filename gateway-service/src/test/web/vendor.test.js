import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { VENDOR, vendored } from '../../../vendor.js';

test('the vendored files are what npm has, in the versions of the lock file', async () => {
    const expected = await vendored();

    const entries = await readdir(VENDOR, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile())
        .map((entry) => path.relative(VENDOR, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));
    assert.deepEqual(files.sort(), [...expected.keys()].sort(), 'npm run vendor');
    for (const [file, content] of expected) {
        assert.equal(await readFile(path.join(VENDOR, file), 'utf8'), content, `${file} differs: npm run vendor`);
    }
});

test('every vendored library brings its licence', async () => {
    const files = [...(await vendored()).keys()];

    const libraries = new Set(files.map((file) => file.split('/')[0]));
    for (const library of libraries) {
        assert.ok(files.includes(`${library}/LICENSE`), library);
    }
});
