import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import vm from 'node:vm';
import { STATIC } from '../../../bundle.js';

const SCRIPT = await readFile(path.join(STATIC, 'chat-widget.js'), 'utf8');
const SRC = 'https://chat.example.com/static/chat-widget.js';

/** As much of an element as the loader touches. */
class Element {
    /** @type {any[]} */
    children = [];
    /** @type {Record<string, string>} */
    attributes = {};
    /** @type {Record<string, () => void>} */
    handlers = {};
    /** @type {Element|null} */
    parent = null;

    get isConnected() {
        return this.parent !== null;
    }

    /** @param {...any} children */
    append(...children) {
        this.children.push(...children);
        children.forEach((child) => (child.parent = this));
    }

    remove() {
        this.parent?.children.splice(this.parent.children.indexOf(this), 1);
        this.parent = null;
    }

    /** @param {string} name @param {string} value */
    setAttribute(name, value) {
        this.attributes[name] = value;
    }

    /** @param {string} type @param {() => void} handler */
    addEventListener(type, handler) {
        this.handlers[type] = handler;
    }

    attachShadow() {
        return (this.shadow = new Element());
    }
}

/**
 * A page that has just loaded the script.
 *
 * @param {{dataset?: Record<string, string>, lang?: string, languages?: string[], body?: boolean, times?: number, asModule?: boolean}} how
 */
function pageWith({ dataset = {}, lang = '', languages = ['en'], body = true, times = 1, asModule = false } = {}) {
    /** @type {(() => void)[]} */
    const ready = [];
    /** @type {string[]} */
    const warnings = [];
    /** @type {any} */
    const document = {
        readyState: 'loading',
        currentScript: asModule ? null : { src: SRC, dataset, nonce: '' },
        querySelector: () => null,
        documentElement: { lang },
        head: new Element(),
        body: body ? new Element() : null,
        createElement: () => new Element(),
        createElementNS: () => new Element(),
        addEventListener: (/** @type {string} */ _, /** @type {() => void} */ handler) => ready.push(handler),
    };
    /** @type {any} */
    const page = {
        document,
        URL,
        setTimeout,
        console: { warn: (/** @type {string} */ said) => warnings.push(said) },
        reportError: () => {},
        navigator: { languages },
        performance: { getEntriesByType: () => [] },
        customElements: { upgrade() {} },
        CSSStyleSheet: class {
            replaceSync() {}
        },
    };
    page.window = page;
    const context = vm.createContext(page);
    for (let i = 0; i < times; i++) {
        vm.runInContext(SCRIPT, context);
    }
    const loaded = () => {
        document.body ??= new Element();
        ready.splice(0).forEach((handler) => handler());
    };
    const bubbles = () => (document.body?.children ?? []).filter((/** @type {any} */ child) => child.shadow);
    return { page, document, loaded, bubbles, warnings };
}

/** @param {any} options */
function refusal(options) {
    const { page } = pageWith();
    try {
        new page.ChatWidget(options);
    } catch (failure) {
        return /** @type {Error} */ (failure);
    }
    return null;
}

test('a wrong option is refused with what would be right', () => {
    for (const [options, expected] of /** @type {[any, RegExp][]} */ ([
        [{ theme: 'blue' }, /theme must be "light", "dark" or "auto"/],
        [{ position: 'left' }, /position must be "bottom-right" or "bottom-left"/],
        [{ autoOpen: 'yes' }, /autoOpen must be true or false/],
        [{ backendUrl: 'ftp://a' }, /backendUrl must be an http/],
        [{ backendUrl: 'https://a/path' }, /backendUrl must be/],
        [{ backendUrl: 'https://user@a' }, /backendUrl must be/],
        [{ backendUrl: 4 }, /backendUrl must be/],
        [{ chatbotId: 'no spaces' }, /chatbotId must be/],
        [{ token: '' }, /token must be/],
        [{ getToken: 'x' }, /getToken must be a function/],
        [{ locale: 'de_DE!' }, /locale must be a language tag/],
        [{ reconnectInterval: -1 }, /reconnectInterval must be milliseconds/],
        [{ typingTimeout: NaN }, /typingTimeout must be milliseconds/],
        [{ imageOrigins: ['https://a', 'nonsense'] }, /imageOrigins must be/],
        ['dark', /options must be an object/],
        [null, /options must be an object/],
    ])) {
        const failure = refusal(options);
        assert.equal(failure?.name, 'TypeError', JSON.stringify(options));
        assert.match(failure.message, expected);
    }
});

test('an option that there is not costs no chat', () => {
    const { page, warnings } = pageWith();

    new page.ChatWidget({ colour: 'red', CHAT_RECONNECT_INTERVAL: 500 });

    assert.equal(warnings.length, 1);
    assert.match(warnings[0], /no option "colour"; there are backendUrl, theme/);
    assert.throws(() => new page.ChatWidget({ CHAT_TYPING_TIMEOUT: -1 }), /typingTimeout must be milliseconds/);
});

test('right options are taken, and none at all', () => {
    for (const options of [
        undefined,
        {},
        { theme: 'dark', position: 'bottom-left', autoOpen: false, locale: 'de-AT', token: undefined },
        { backendUrl: 'wss://your-domain.com' },
        { backendUrl: 'http://localhost:8000/' },
        { backendUrl: 'https://[::1]:8080' },
    ]) {
        assert.equal(refusal(options), null, JSON.stringify(options));
    }
});

test('one bubble comes by itself when the page is there, and only one however often the script is', () => {
    const { page, loaded, bubbles } = pageWith({ times: 2 });

    assert.equal(page.chatWidget, undefined);
    loaded();

    assert.equal(bubbles().length, 1);
    assert.ok(page.chatWidget instanceof page.ChatWidget);
    for (const name of ['ChatWidget', 'chatWidget']) {
        const property = Object.getOwnPropertyDescriptor(page, name);
        assert.ok(property?.writable && property.configurable && 'value' in property, `${name} is a plain property`);
    }
});

test('one that the page made first stays, and a later one takes its place', () => {
    const { page, loaded, bubbles } = pageWith({ body: false });
    const first = new page.ChatWidget({ theme: 'dark' });
    loaded();

    assert.equal(page.chatWidget, first);
    assert.deepEqual(
        bubbles().map((/** @type {any} */ one) => one.attributes.theme),
        ['dark'],
    );
    const second = new page.ChatWidget({ theme: 'light' });
    assert.equal(page.chatWidget, second);
    assert.deepEqual(
        bubbles().map((/** @type {any} */ one) => one.attributes.theme),
        ['light'],
    );

    second.destroy();
    assert.equal(page.chatWidget, undefined);
    assert.equal(bubbles().length, 0);
});

test('imported as a module it waits to be told where it is from and what to do', () => {
    const { page, loaded, bubbles } = pageWith({ asModule: true });
    loaded();

    assert.equal(page.ChatWidget.home, '');
    assert.equal(bubbles().length, 0);
});

test("options may stand in the script's own tag, and the page's come before them", () => {
    const { page, bubbles } = pageWith({ dataset: { theme: 'dark', position: 'bottom-left', analytics: 'not ours' } });
    new page.ChatWidget({ theme: 'light' });

    assert.deepEqual({ ...bubbles()[0].attributes }, { theme: 'light', position: 'bottom-left' });
    const wrong = pageWith({ dataset: { autoOpen: 'maybe' } });
    assert.throws(() => new wrong.page.ChatWidget(), /autoOpen must be true or false/);
});

test('the language is the option’s, else the page’s, else the browser’s, else English', () => {
    /** @param {Parameters<typeof pageWith>[0]} how @param {any} [options] */
    const label = (how, options) => {
        const { page, bubbles } = pageWith(how);
        new page.ChatWidget(options);
        return bubbles()[0].shadow.children[0].ariaLabel;
    };
    const [english, german, arabic] = ['Open chat', 'Chat öffnen', 'فتح المحادثة'];

    assert.equal(label({ lang: 'de' }, { locale: 'ar-EG' }), arabic);
    assert.equal(label({ lang: 'de-CH', languages: ['ar'] }), german);
    assert.equal(label({ languages: ['fr', 'de-DE', 'en'] }), german);
    assert.equal(label({ lang: 'xx', languages: ['fr'] }), english);
    assert.equal(label({ lang: 'den' }), english);
    assert.equal(label({}, { locale: 'DE' }), german);
});

test('methods and events say what they were given wrongly', () => {
    const { page } = pageWith();
    const widget = new page.ChatWidget();

    /** @type {string[]} */
    const refused = [];
    widget.on('error', (/** @type {any} */ failure) => refused.push(failure.code));
    widget.sendMessage(' ');
    widget.sendMessage('x'.repeat(1001));
    assert.deepEqual(refused, ['message_empty', 'message_too_long']);
    assert.throws(() => widget.sendMessage(null), /a message is a text/);
    assert.throws(() => widget.escalateConversation(7), /reason must be a string/);
    assert.throws(() => widget.on('massage', () => {}), /no event "massage"; there are message, escalation/);
    assert.throws(() => widget.on('message'), /handler must be a function/);
    assert.equal(widget.isConnected, false);
});
