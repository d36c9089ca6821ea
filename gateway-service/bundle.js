/**
 * Makes of the widget's modules what a page loads: `npm run bundle`. The loader, minified, and one file of all that the
 * loader brings on the first opening: a page that embeds the widget waits for two requests and not for forty. Both are
 * committed, so that nothing of npm is needed to build or run Parley.
 */
import { build } from 'esbuild';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** What is served under /static. */
export const STATIC = path.join(path.dirname(fileURLToPath(import.meta.url)), 'src/main/web/static');

/**
 * Every generated file with its content, by its path under {@link STATIC}.
 * @returns {Promise<Map<string, string>>}
 */
export async function bundled() {
    return new Map([
        ['chat-widget.js', await minified('widget/loader.js', { format: undefined, bundle: false })],
        ['widget/bundle.js', await minified('widget/parley-chat.js', { format: 'esm', bundle: true })],
    ]);
}

/**
 * @param {string} entry
 * @param {import('esbuild').BuildOptions} options
 */
async function minified(entry, options) {
    const result = await build({
        ...options,
        entryPoints: [path.join(STATIC, entry)],
        absWorkingDir: STATIC,
        write: false,
        minify: true,
        target: 'es2022',
        charset: 'utf8',
        // The licences of what is in it lie beside it in vendor/, and are named in its first line.
        legalComments: 'none',
        banner: { js: `/*! Parley, Apache-2.0; made of ${entry}${options.bundle ? ', with marked (MIT) and DOMPurify (Apache-2.0 or MPL-2.0)' : ''} */` },
    });
    return result.outputFiles[0].text;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    for (const [file, content] of await bundled()) {
        await writeFile(path.join(STATIC, file), content);
    }
}
