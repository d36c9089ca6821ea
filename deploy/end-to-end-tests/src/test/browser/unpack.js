/**
 * Unpacks the browser out of the npm package beside which this lies: the program itself, the libraries and fonts it needs
 * where a machine has none. Run in the folder in which the package was installed.
 */
import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

const PACKED = 'node_modules/@sparticuz/chromium/bin';
const UNFINISHED = 'unpacking';

await rm(UNFINISHED, { recursive: true, force: true });
await rm('browser', { recursive: true, force: true });
await mkdir(UNFINISHED, { recursive: true });
for (const file of await readdir(PACKED)) {
    if (file.endsWith('.br')) {
        await unpack(file);
    }
}
await writeFile(path.join(UNFINISHED, 'fonts.conf'), `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
    <dir>${path.resolve('browser/fonts')}</dir>
    <cachedir>${path.resolve('browser/fonts-cache')}</cachedir>
</fontconfig>
`);
await rename(UNFINISHED, 'browser');

/** @param {string} file */
async function unpack(file) {
    const content = brotliDecompressSync(await readFile(path.join(PACKED, file)));
    if (file.endsWith('.tar.br')) {
        const tar = spawnSync('tar', ['-x', '-C', UNFINISHED], { input: content, stdio: ['pipe', 'inherit', 'inherit'] });
        if (tar.status !== 0) {
            throw new Error(`tar could not unpack ${file}: ${tar.error ?? `exit ${tar.status}`}`);
        }
        return;
    }
    const program = path.join(UNFINISHED, path.basename(file, '.br'));
    await writeFile(program, content);
    await chmod(program, 0o755);
}
