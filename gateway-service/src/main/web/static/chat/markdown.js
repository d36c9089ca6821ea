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
/** Words looked at for a place to split at. */
const MOST_CUTS = 200;
/** A rendering is paid back by as many times of its cost before the next. */
const BREATH = 3;
/** Keeps the rest of a split paragraph from being read as the beginning of a list, a heading, a quotation. */
const JOINER = '\u2060';

const renderer = new Renderer();
renderer.checkbox = ({ checked }) => (checked ? '☑ ' : '☐ ');
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
    /** @type {HTMLParagraphElement|null} a settled beginning of the paragraph that the rest goes on with */
    #opened = null;
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
        this.#forgetGrowing();
        while (this.#settle());
        const rest = this.#rest();
        for (const token of lex(finished ? rest : closeMarks(rest), this.#links)) {
            this.#growing.push(...this.#place(token));
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
            this.#settled += this.#opened ? length - JOINER.length : length;
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
            this.#place(/** @type {List} */ ({ ...block, raw, items }));
            this.#settled += raw.length;
            return true;
        }
        if (block.type !== 'paragraph') {
            return false;
        }
        const raw = this.#opened ? block.raw.slice(JOINER.length) : block.raw;
        const head = balancedHead(raw);
        if (head === '') {
            return false;
        }
        if (!this.#opened) {
            this.#opened = document.createElement('p');
            this.#element.append(this.#opened);
        }
        lex(JOINER + head, this.#links).forEach((token) => this.#place(token));
        this.#opened.append(' ');
        this.#settled += head.length + 1;
        return true;
    }

    #rest() {
        const rest = this.#text.slice(this.#settled);
        return this.#opened ? JOINER + rest : rest;
    }

    /**
     * @param {Token} token
     * @returns {Node[]} what it became, at its place
     */
    #place(token) {
        const goesOn = this.#opened && token.type === 'paragraph' && token.raw.startsWith(JOINER);
        const nodes = goesOn ? wordsOf(token) : nodesOf(token);
        (goesOn ? this.#opened : this.#element)?.append(...nodes);
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
 * The most of a long paragraph in which everything that is opened is closed; '' where there is no such place.
 *
 * @param {string} text
 */
function balancedHead(text) {
    let cut = text.lastIndexOf(' ', text.length - KEPT_GROWING);
    for (let tries = 0; cut > 0 && tries < MOST_CUTS; tries++) {
        const head = text.slice(0, cut);
        if (closeMarks(head) === head && ['*', '_', '~'].every((mark) => count(head, mark) % 2 === 0) && !isOpen(head)) {
            return head;
        }
        cut = text.lastIndexOf(' ', cut - 1);
    }
    return '';
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
    let line = text.slice(from);
    if (/^\s*(?:```|~~~)/.test(line) || isInFence(text)) {
        return text;
    }
    line = line.replace(/!?\[([^\]\n]*)(?:\]\([^)\n]*)?$/, '$1');
    if ((line.match(/`/g) ?? []).length % 2) {
        return text.slice(0, from) + line + '`';
    }
    const marks = line.replace(/`[^`]*`/g, '');
    if ((marks.match(/\*\*/g) ?? []).length % 2) {
        return text.slice(0, from) + (line.endsWith('**') ? line.slice(0, -2) : line.trimEnd() + '**');
    }
    return text.slice(0, from) + line;
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
