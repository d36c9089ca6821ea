import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { createSSRApp, h } from 'vue';
import { Embedding, optionsOf, settingsOf } from '../../main/web/static/widget/embedding.js';
import ReactWidget from '../../main/web/static/widget/react.js';
import VueWidget from '../../main/web/static/widget/vue.js';

/** @type {ScriptedWidget[]} in the order in which they were made */
let made = [];

/** What the loader puts on a page, as far as an embedding knows it. */
class ScriptedWidget {
    gone = false;
    /** @type {Map<string, (detail: any) => void>} */
    handlers = new Map();

    /** @param {Record<string, any>} options */
    constructor(options) {
        made.at(-1)?.destroy();
        this.options = options;
        made.push(this);
    }

    /** @param {string} event @param {(detail: any) => void} handler */
    on(event, handler) {
        this.handlers.set(event, handler);
    }

    destroy() {
        this.gone = true;
    }
}

beforeEach(() => {
    made = [];
    Object.assign(globalThis, { window: { ChatWidget: ScriptedWidget } });
});

afterEach(() => {
    Reflect.deleteProperty(globalThis, 'window');
});

test('both components render nothing on a server, and touch nothing there', async () => {
    Reflect.deleteProperty(globalThis, 'window');
    const { renderToString: renderVue } = await import('vue/server-renderer');

    assert.equal(renderToString(createElement(ReactWidget, { theme: 'dark' })), '');
    assert.match(await renderVue(createSSRApp({ render: () => h(VueWidget, { theme: 'dark' }) })), /^(<!---->)?$/);
});

test('shown, removed and shown again at once is one widget, as StrictMode does it', async () => {
    const embedding = new Embedding(() => {});

    const first = embedding.show({ theme: 'light' });
    embedding.remove();
    await Promise.all([first, embedding.show({ theme: 'dark' })]);

    assert.deepEqual(made.map(({ options, gone }) => [options.theme, gone]), [['dark', false]]);
});

test('a change of options makes the widget anew and leaves an open chat open', async () => {
    const embedding = new Embedding(() => {});

    await embedding.show({ theme: 'light', autoOpen: false });
    made[0].handlers.get('open')?.({});
    await embedding.show({ theme: 'dark', autoOpen: false });
    made[1].handlers.get('close')?.({});
    await embedding.show({ theme: 'auto', autoOpen: true });

    assert.deepEqual(made.map(({ options, gone }) => [options.theme, options.autoOpen, gone]),
        [['light', false, true], ['dark', true, true], ['auto', false, false]]);
});

test('what the widget tells reaches the component, and the widget itself as ready', async () => {
    /** @type {[string, any][]} */
    const told = [];
    const embedding = new Embedding((event, detail) => told.push([event, detail]));

    await embedding.show({});
    made[0].handlers.get('message')?.({ content: 'Hello' });
    embedding.remove();

    assert.deepEqual(told, [['ready', made[0]], ['message', { content: 'Hello' }]]);
    assert.equal(made[0].gone, true);
});

test('a new function of the same meaning is no change, and the newest one is asked', () => {
    /** @type {Record<string, any>} */
    let props = { theme: 'dark', getToken: () => 'first', onMessage: () => {} };
    const settings = settingsOf(props);
    const options = optionsOf(settings, () => props);

    props = { theme: 'dark', getToken: () => 'second', onMessage: () => {} };

    assert.equal(settingsOf(props), settings);
    assert.notEqual(settingsOf({ ...props, locale: 'de' }), settings);
    assert.equal(options.getToken(), 'second');
    assert.deepEqual(Object.keys(options), ['theme', 'getToken']);
});
