/**
 * Makes src/main/web/static/vendor from what npm has installed: `npm run vendor`. What a library offers as a minified
 * ES module is copied; of the others one is made, with their licence headers kept.
 */
import { build, transform } from 'esbuild';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));

/** Where the vendored libraries are served from. */
export const VENDOR = path.join(here, 'src/main/web/static/vendor');

/** One module for both: react-dom reaches into React's insides, which are not exported by name. */
const REACT = `export {
    Children, Component, Fragment, PureComponent, StrictMode, Suspense, cloneElement, createContext, createElement,
    createRef, default, forwardRef, isValidElement, lazy, memo, startTransition, use, useCallback, useContext,
    useDeferredValue, useEffect, useEffectEvent, useId, useImperativeHandle, useInsertionEffect, useLayoutEffect, useMemo,
    useReducer, useRef, useState, useSyncExternalStore, useTransition, version,
} from 'react';
export { createRoot, hydrateRoot } from 'react-dom/client';
`;

/**
 * Every vendored file with its content, by its path under {@link VENDOR}. The `.d.ts` are for tsc, which else would read
 * the minified scripts; they are not served.
 * @returns {Promise<Map<string, string>>}
 */
export async function vendored() {
    return new Map([
        ['marked/marked.esm.js', withoutSourceMap(await installed('marked/lib/marked.esm.js'))],
        ['marked/marked.esm.d.ts', "export * from 'marked';\n"],
        ['marked/LICENSE', await installed('marked/LICENSE')],
        ['dompurify/purify.es.js', await minified('dompurify/dist/purify.es.mjs')],
        ['dompurify/purify.es.d.ts', "export { default } from 'dompurify';\nexport * from 'dompurify';\n"],
        ['dompurify/LICENSE', await installed('dompurify/LICENSE')],
        ['react/react.js', await bundled(REACT)],
        ['react/react.d.ts', REACT],
        ['react/LICENSE', await installed('react/LICENSE')],
        ['vue/vue.js', await installed('vue/dist/vue.runtime.esm-browser.prod.js')],
        ['vue/vue.d.ts', "export * from 'vue';\n"],
        ['vue/LICENSE', await installed('vue/LICENSE')],
    ]);
}

/** @param {string} file */
function installed(file) {
    return readFile(path.join(here, 'node_modules', file), 'utf8');
}

/** @param {string} script */
function withoutSourceMap(script) {
    return script.replace(/\n\/\/# sourceMappingURL=.*\n?$/, '\n');
}

/** @param {string} file */
async function minified(file) {
    const script = withoutSourceMap(await installed(file));
    return (await transform(script, { format: 'esm', minify: true, target: 'es2022', legalComments: 'inline' })).code;
}

/**
 * React comes as CommonJS only.
 * @param {string} entry
 */
async function bundled(entry) {
    const result = await build({
        stdin: { contents: entry, resolveDir: here },
        bundle: true,
        write: false,
        format: 'esm',
        minify: true,
        target: 'es2022',
        legalComments: 'eof',
        define: { 'process.env.NODE_ENV': '"production"' },
    });
    return result.outputFiles[0].text;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    await rm(VENDOR, { recursive: true, force: true });
    for (const [file, content] of await vendored()) {
        const target = path.join(VENDOR, file);
        await mkdir(path.dirname(target), { recursive: true });
        await writeFile(target, content);
    }
}
