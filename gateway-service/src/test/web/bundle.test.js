import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { STATIC, bundled } from '../../../bundle.js';

test('what a page loads is made of the modules as they are now', async () => {
    for (const [file, content] of await bundled()) {
        assert.ok((await readFile(path.join(STATIC, file), 'utf8')) === content, `${file} is stale: npm run bundle`);
    }
});
