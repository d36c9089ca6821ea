/**
 * Shows Markdown while it arrives, safely. Blocks that are finished are rendered once and left alone: only the last one,
 * which may still grow, is rendered again. What becomes elements has gone through DOMPurify, node by node; no text ever
 * passes an HTML sink of the page.
 */

import createPurifier from '../vendor/dompurify/purify.es.js';
import { Lexer, Parser, Renderer } from '../vendor/marked/marked.esm.js';

/**
 * @typedef {import('../vendor/marked/marked.esm.js').Token} Token
 * @typedef {import('../vendor/marked/marked.esm.js').Tokens.List} List
 *
 * @typedef {object} Opened a block whose beginning is settled, and that the rest of the text goes on with
 * @property {'paragraph'|'table'|'list'} type
 * @property {Element} element takes what is rendered of the rest
 * @property {string} prefix read before the rest, so that it is taken for more of the same; of a list how its items begin
 */

const TAGS = (
    'a b blockquote br code del em h1 h2 h3 h4 h5 h6 hr i img kbd li ol p pre s strong sub sup table tbody td th thead tr u ul'
).split(' ');
const ATTRIBUTES = ['href', 'src', 'alt', 'title', 'start', 'align'];
const ADDRESSES = /^(?:https?|mailto|tel):/i;
/** A longer block is settled piece by piece, so that an answer of one long paragraph or list costs no more than others. */
const LONGEST_GROWING = 2048;
/** The rest of such a block that is still rendered again: marks that are open somewhere in it may yet close. */
const KEPT_GROWING = 512;
/** Not all languages have spaces. */
const BREAKS = [' ', '。', '、', '，'];
/** What columns there are, and the line below. */
const HEADER_LINES = 2;
/** Words looked at for a place to split at. */
const MOST_CUTS = 200;
/** A rendering is paid back by as many times of its cost before the next. */
const BREATH = 3;
/** Keeps the rest of a split paragraph from being read as the beginning of a list, a heading, a quotation. */
const JOINER = '\u2060';

/** Tags that models write where Markdown has nothing of the kind. */
const PLAIN_TAG = /^<\/?(?:b|br|del|em|i|kbd|s|strong|sub|sup|u)\s*\/?>\s*$/i;

const renderer = new Renderer();
renderer.checkbox = ({ checked }) => (checked ? '☑ ' : '☐ ');
// Other tags stand there as they were written: even a parser that runs nothing reports what they would have run.
renderer.html = ({ text, block }) => (PLAIN_TAG.test(text) ? text : block ? `<p>${escaped(text)}</p>` : escaped(text));
const OPTIONS = { gfm: true, breaks: true, renderer };

const purifier = createPurifier(window);
/** @type {Set<string>} */
let imageOrigins = new Set();

purifier.addHook('afterSanitizeAttributes', (node) => {
    if (node.tagName === 'A' && node.hasAttribute('href')) {
        node.setAttribute('target', '_blank');
        node.setAttribute('rel', 'noopener noreferrer nofollow');
    } else if (node.tagName === 'IMG') {
        if (imageOrigins.has(originOf(node.getAttribute('src')))) {
            node.setAttribute('loading', 'lazy');
            node.setAttribute('referrerpolicy', 'no-referrer');
        } else {
            // Fetching it would tell its owner who reads, and when.
            node.replaceWith(node.getAttribute('alt') || node.getAttribute('title') || '');
        }
    }
});

export class MarkdownView {
    #element;
    #imageOrigins;
    /** What was shown last, with line ends of one kind. */
    #text = '';
    /** How much of it is settled. */
    #settled = 0;
    /** @type {Record<string, any>} */
    #links = Object.create(null);
    /** @type {Opened|null} */
    #opened = null;
    /** @type {{text: Text, language: string|undefined}|null} code that grows, and is only ever added to */
    #code = null;
    /** @type {Node[]} */
    #growing = [];
    #notBefore = 0;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    #timer;

    /**
     * @param {HTMLElement} element empty; belongs to the view from here on
     * @param {object} [options]
     * @param {string[]} [options.imageOrigins] whose images are shown; of others the words that stand for them
     */
    constructor(element, { imageOrigins: origins = [] } = {}) {
        this.#element = element;
        this.#imageOrigins = new Set(origins.map((origin) => new URL(origin).origin));
    }

    /**
     * Shows a text that grows.
     *
     * @param {string} text all of it so far; one that does not begin as the last did is shown from its beginning
     * @param {boolean} finished nothing more comes
     */
    show(text, finished) {
        const normal = text.replace(/\r\n?/g, '\n');
        if (!normal.startsWith(this.#text)) {
            this.#empty();
        }
        this.#text = normal;
        clearTimeout(this.#timer);
        const wait = finished ? 0 : this.#notBefore - performance.now();
        if (wait > 0) {
            this.#timer = setTimeout(() => this.#render(false), wait);
        } else {
            this.#render(finished);
        }
    }

    /** @param {boolean} finished */
    #render(finished) {
        const begun = performance.now();
        imageOrigins = this.#imageOrigins;
        if (finished && /^ {0,3}\[[^\]\n]+\]:/m.test(this.#text)) {
            this.#empty();
            lex(this.#text, this.#links); // links that are named before they are explained
        }
        if (!this.#addToCode(finished)) {
            this.#forgetGrowing();
            while (this.#settle());
            const rest = this.#rest();
            for (const token of lex(finished ? rest : closeMarks(rest), this.#links)) {
                this.#growing.push(...this.#place(token));
                this.#rememberCode(token);
            }
        }
        const now = performance.now();
        this.#notBefore = now + BREATH * (now - begun);
    }

    /**
     * Renders for good what no more text can change.
     *
     * @returns {boolean} whether there may be more of that
     */
    #settle() {
        const tokens = lex(this.#rest(), this.#links);
        const last = tokens.findLastIndex((token) => token.type !== 'space');
        if (last > 0) {
            const settled = tokens.slice(0, last);
            const length = settled.reduce((sum, token) => sum + token.raw.length, 0);
            settled.forEach((token) => this.#place(token));
            this.#settled += length - this.#prefix().length;
            this.#opened = null;
            return true;
        }
        const growing = tokens[last];
        return growing !== undefined && growing.raw.length > LONGEST_GROWING && this.#split(growing);
    }

    /**
     * Settles the greater part of a long block.
     *
     * @param {Token} block
     * @returns {boolean} whether something was settled
     */
    #split(block) {
        if (block.type === 'list') {
            const items = /** @type {List} */ (block).items.slice(0, -1);
            const raw = items.map((item) => item.raw).join('');
            if (items.length === 0 || !block.raw.startsWith(raw)) {
                return false;
            }
            const [list] = this.#place(/** @type {List} */ ({ ...block, raw, items }));
            this.#opened ??= { type: 'list', element: /** @type {Element} */ (list), prefix: markerOf(block) };
            this.#settled += raw.length;
            return true;
        }
        const raw = block.raw.slice(this.#prefix().length);
        if (block.type === 'table') {
            const from = this.#opened ? 0 : endOfLines(raw, HEADER_LINES);
            const to = raw.lastIndexOf('\n', raw.lastIndexOf('\n', raw.length - 2) - 1) + 1;
            if (to <= from) {
                return false;
            }
            if (!this.#opened) {
                const [table] = this.#place(lex(raw.slice(0, from), this.#links)[0]);
                const body = document.createElement('tbody');
                /** @type {Element} */ (table).append(body);
                this.#opened = { type: 'table', element: body, prefix: raw.slice(0, from) };
            }
            lex(this.#opened.prefix + raw.slice(from, to), this.#links).forEach((token) => this.#place(token));
            this.#settled += to;
            return true;
        }
        if (block.type !== 'paragraph') {
            return false;
        }
        const head = balancedHead(raw);
        if (head === '') {
            return false;
        }
        if (!this.#opened) {
            const paragraph = document.createElement('p');
            this.#element.append(paragraph);
            this.#opened = { type: 'paragraph', element: paragraph, prefix: JOINER };
        }
        lex(JOINER + head, this.#links).forEach((token) => this.#place(token));
        const gap = raw[head.length] === ' ' ? 1 : 0;
        this.#opened.element.append(' '.repeat(gap));
        this.#settled += head.length + gap;
        return true;
    }

    /**
     * Adds to the code that was rendered last, where there is nothing but more of it.
     *
     * @param {boolean} finished
     */
    #addToCode(finished) {
        if (!this.#code || finished) {
            return false;
        }
        const [token, ...others] = lex(this.#rest(), this.#links);
        const shown = this.#code.text.data;
        if (token?.type !== 'code' || others.length || token.lang !== this.#code.language || !token.text.startsWith(shown)) {
            return false;
        }
        this.#code.text.appendData(token.text.slice(shown.length));
        return true;
    }

    /** @param {Token} token */
    #rememberCode(token) {
        const text = token.type === 'code' ? this.#growing.at(-1)?.firstChild?.firstChild : null;
        this.#code = text instanceof Text ? { text, language: /** @type {any} */ (token).lang } : null;
    }

    #rest() {
        const rest = this.#text.slice(this.#settled);
        return this.#prefix() + rest;
    }

    #prefix() {
        return this.#opened && this.#opened.type !== 'list' ? this.#opened.prefix : '';
    }

    /**
     * @param {Token} token
     * @returns {Node[]} what it became, at its place
     */
    #place(token) {
        const opened = this.#opened;
        if (!opened || !goesOn(token, opened)) {
            const nodes = nodesOf(token);
            this.#element.append(...nodes);
            return nodes;
        }
        const nodes = { paragraph: wordsOf, table: rowsOf, list: itemsOf }[opened.type](token);
        opened.element.append(...nodes);
        return nodes;
    }

    #forgetGrowing() {
        for (const node of this.#growing) {
            node.parentNode?.removeChild(node);
        }
        this.#growing = [];
    }

    #empty() {
        this.#element.replaceChildren();
        this.#growing = [];
        this.#code = null;
        this.#opened = null;
        this.#settled = 0;
        this.#links = Object.create(null);
    }
}

/**
 * @param {string} text
 * @param {Record<string, any>} links explained earlier in the text
 * @returns {Token[]}
 */
function lex(text, links) {
    const lexer = new Lexer(OPTIONS);
    Object.assign(lexer.tokens.links, links);
    const tokens = lexer.lex(text);
    Object.assign(links, lexer.tokens.links);
    return tokens;
}

/**
 * @param {Token} token
 * @returns {Node[]}
 */
function nodesOf(token) {
    if (token.type === 'code') {
        return [codeBlock(token.text, token.lang)];
    }
    const fragment = purifier.sanitize(Parser.parse([token], OPTIONS), {
        ALLOWED_TAGS: TAGS,
        ALLOWED_ATTR: ATTRIBUTES,
        ALLOWED_URI_REGEXP: ADDRESSES,
        // An expression of one's own is held against all values but those of these.
        ADD_URI_SAFE_ATTR: ['start', 'align'],
        ALLOW_ARIA_ATTR: false,
        ALLOW_DATA_ATTR: false,
        RETURN_DOM_FRAGMENT: true,
    });
    return [...fragment.childNodes];
}

/**
 * @param {Token} token a paragraph that goes on with one that is there
 * @returns {Node[]}
 */
function wordsOf(token) {
    const paragraph = nodesOf(token)[0];
    const first = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT).nextNode();
    if (first) {
        first.nodeValue = (first.nodeValue ?? '').replace(JOINER, '');
    }
    return [...paragraph.childNodes];
}

/**
 * @param {Token} token a table that goes on with one that is there
 * @returns {Node[]}
 */
function rowsOf(token) {
    return [.../** @type {Element} */ (nodesOf(token)[0]).querySelectorAll('tbody > tr')];
}

/**
 * @param {Token} token a list that goes on with one that is there
 * @returns {Node[]}
 */
function itemsOf(token) {
    return [.../** @type {Element} */ (nodesOf(token)[0]).children];
}

/**
 * @param {Token} token
 * @param {Opened} opened
 */
function goesOn(token, opened) {
    return (
        token.type === opened.type &&
        (token.type === 'list' ? markerOf(token) === opened.prefix : token.raw.startsWith(opened.prefix))
    );
}

/** @param {Token} list */
function markerOf(list) {
    return list.raw.match(/^\s*(?:\d+([.)])|([-*+]))/)?.slice(1).join('') ?? '';
}

/**
 * @param {string} text
 * @param {number} lines
 */
function endOfLines(text, lines) {
    let end = 0;
    for (let line = 0; line < lines; line++) {
        end = text.indexOf('\n', end) + 1;
    }
    return end;
}

/**
 * The most of a long paragraph in which everything that is opened is closed; '' where there is no such place.
 *
 * @param {string} text
 */
function balancedHead(text) {
    let cut = lastBreak(text, text.length - KEPT_GROWING);
    for (let tries = 0; cut > 0 && tries < MOST_CUTS; tries++) {
        const head = text.slice(0, text[cut] === ' ' ? cut : cut + 1);
        if (closeMarks(head) === head && ['*', '_', '~'].every((mark) => count(head, mark) % 2 === 0) && !isOpen(head)) {
            return head;
        }
        cut = lastBreak(text, cut - 1);
    }
    return '';
}

/**
 * @param {string} text
 * @param {number} from
 */
function lastBreak(text, from) {
    return Math.max(...BREAKS.map((mark) => text.lastIndexOf(mark, from)));
}

/** @param {string} text */
function isOpen(text) {
    return count(text, '[') !== count(text, ']') || count(text, '<') !== count(text, '>');
}

/**
 * @param {string} text
 * @param {string} mark
 */
function count(text, mark) {
    return text.split(mark).length - 1;
}

/**
 * Code needs no reading as HTML, however much of it there is.
 *
 * @param {string} text
 * @param {string|undefined} language
 */
function codeBlock(text, language) {
    const block = document.createElement('pre');
    const code = document.createElement('code');
    code.textContent = text;
    block.tabIndex = 0; // wider than the screen, it is scrolled by key
    const name = language?.match(/^[\w#+.-]{1,24}/)?.[0];
    if (name) {
        block.dataset.language = name;
    }
    block.append(code);
    return block;
}

/**
 * Closes what the last line has opened and not yet closed, so that a word is bold from its first letter on, and a link is
 * its words until its address is whole.
 *
 * @param {string} text
 */
function closeMarks(text) {
    const from = text.lastIndexOf('\n') + 1;
    let line = text.slice(Math.max(from, text.length - LONGEST_GROWING));
    const before = text.slice(0, text.length - line.length);
    if (/^\s*(?:```|~~~)/.test(line) || isInFence(text)) {
        return text;
    }
    line = line.replace(/!?\[([^\]\n]*)(?:\]\([^)\n]*)?$/, '$1');
    if ((line.match(/`/g) ?? []).length % 2) {
        return before + line + '`';
    }
    const marks = line.replace(/`[^`]*`/g, '');
    if ((marks.match(/\*\*/g) ?? []).length % 2) {
        return before + (line.endsWith('**') ? line.slice(0, -2) : line.trimEnd() + '**');
    }
    return before + line;
}

/** @param {string} text */
function escaped(text) {
    return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** @param {string} text */
function isInFence(text) {
    return (text.match(/^ {0,3}(?:```|~~~)/gm) ?? []).length % 2 === 1;
}

/** @param {string|null} address */
function originOf(address) {
    try {
        return new URL(address ?? '').origin;
    } catch {
        return '';
    }
}
