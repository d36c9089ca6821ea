/**
 * What a chatbot has to read: files are put in by button or by drag and drop, and followed until they can be searched.
 */

import { confirmed } from '../dialog.js';
import { arrange, h, newId, setText, show } from '../dom.js';
import { fileSize, fullTime } from '../format.js';
import { icon } from '../icons.js';
import { Poller } from '../poller.js';
import { failureWords, words } from '../words.js';

/** @typedef {import('../types.js').StoredDocument} StoredDocument */

const text = words.documents;
const PAGE = 50;
const FOLLOWING = { visibleMs: 1200, hiddenMs: 6000 };
const LARGEST = 20 * 2 ** 20;
const SIDE_BY_SIDE = 2;

export class DocumentsView {
    #api;
    #toasts;
    #path;
    /** @type {StoredDocument[]} newest first */
    #documents = [];
    /** @type {string|null} */
    #next = null;
    /** @type {Map<string, {element: HTMLTableRowElement, draw: (one: StoredDocument) => void}>} */
    #rows = new Map();
    /** @type {File[]} */
    #waiting = [];
    #running = 0;
    #poller;

    #fileField = h('input', {
        type: 'file',
        class: 'visually-hidden',
        id: newId('files'),
        multiple: true,
        accept: '.txt,.text,.md,.markdown,.html,.htm,.xhtml,.pdf,.docx',
        on: { change: () => this.#chosen() },
    });
    #drop = h(
        'div',
        { class: 'drop' },
        icon('upload'),
        h(
            'p',
            {},
            `${text.drop} `,
            this.#fileField,
            h('label', { class: 'button', for: this.#fileField.id }, text.choose),
        ),
        h('p', { class: 'hint' }, text.takes),
    );
    #uploads = h('ul', { class: 'uploads', 'aria-live': 'polite' });
    #body = h('tbody');
    #none = h('p', { class: 'none' }, words.loading);
    #table = h(
        'table',
        { class: 'table documents', hidden: true },
        h(
            'thead',
            {},
            h(
                'tr',
                {},
                h('th', { scope: 'col' }, text.name),
                h('th', { scope: 'col' }, text.status),
                h('th', { scope: 'col', class: 'number' }, text.size),
                h('th', { scope: 'col', class: 'added' }, text.added),
                h('th', { scope: 'col' }, h('span', { class: 'visually-hidden' }, words.chatbots.remove)),
            ),
        ),
        this.#body,
    );
    #more = h(
        'button',
        { class: 'button', type: 'button', hidden: true, on: { click: () => this.#loadMore() } },
        text.more,
    );

    /** @readonly */
    element = h(
        'div',
        { class: 'documents-view' },
        this.#drop,
        this.#uploads,
        h('div', { class: 'table-frame' }, this.#table),
        this.#none,
        this.#more,
    );

    /** @param {import('../desk.js').Desk} desk @param {string} chatbotId */
    constructor(desk, chatbotId) {
        this.#api = desk.account.api;
        this.#toasts = desk.toasts;
        this.#path = `/chatbots/${encodeURIComponent(chatbotId)}/documents`;
        this.#poller = new Poller(() => this.#follow(), FOLLOWING);
        this.#catchFiles();
        void this.#load();
    }

    close() {
        this.#poller.stop();
    }

    #catchFiles() {
        let depth = 0;
        const isOver = (/** @type {boolean} */ over) => this.element.classList.toggle('is-over', over);
        this.element.addEventListener('dragenter', () => isOver((depth += 1) > 0));
        this.element.addEventListener('dragleave', () => isOver((depth -= 1) > 0));
        this.element.addEventListener('dragover', (event) => event.preventDefault());
        this.element.addEventListener('drop', (event) => {
            event.preventDefault();
            depth = 0;
            isOver(false);
            this.#take([...(event.dataTransfer?.files ?? [])]);
        });
    }

    #chosen() {
        this.#take([...(this.#fileField.files ?? [])]);
        this.#fileField.value = '';
    }

    /** @param {File[]} files */
    #take(files) {
        this.#waiting.push(...files);
        while (this.#running < SIDE_BY_SIDE && this.#waiting.length > 0) {
            this.#running += 1;
            void this.#upload(/** @type {File} */ (this.#waiting.shift())).finally(() => {
                this.#running -= 1;
                this.#take([]);
            });
        }
    }

    /** @param {File} file */
    async #upload(file) {
        const bar = h('progress', { max: 1, value: 0, 'aria-label': file.name });
        const state = h('span', { class: 'muted' }, text.uploading(0));
        const line = h(
            'li',
            { class: 'upload' },
            icon('file'),
            h('span', { class: 'upload-name' }, file.name),
            bar,
            state,
        );
        this.#uploads.append(line);
        try {
            if (file.size > LARGEST) {
                throw Object.assign(new Error(text.tooLarge), { status: 413 });
            }
            await this.#api.upload(this.#path, file, {
                onProgress: (part) => {
                    bar.value = part;
                    setText(state, text.uploading(Math.round(part * 100)));
                },
            });
            line.remove();
            await this.#load();
        } catch (failure) {
            line.classList.add('is-failed');
            show(
                line,
                icon('alert'),
                h('span', { class: 'upload-name' }, file.name),
                h('span', { class: 'problem' }, failureWords(failure)),
                h(
                    'button',
                    {
                        class: 'button quiet icon-only',
                        type: 'button',
                        'aria-label': text.dismiss,
                        on: { click: () => line.remove() },
                    },
                    icon('close'),
                ),
            );
        }
    }

    /** The first page anew; what was loaded behind it stays. */
    async #load() {
        try {
            const page = await this.#api.call('GET', this.#path, { query: { limit: PAGE } });
            const known = new Set(page.documents.map((/** @type {StoredDocument} */ one) => one.document_id));
            const behind =
                this.#next === null || this.#documents.length <= PAGE
                    ? []
                    : this.#documents.filter((one) => !known.has(one.document_id));
            if (behind.length === 0) {
                this.#next = page.next_cursor;
            }
            this.#documents = [...page.documents, ...behind];
            this.#draw();
        } catch (failure) {
            setText(this.#none, failureWords(failure));
            this.#none.hidden = false;
        }
    }

    async #loadMore() {
        const page = await this.#api.call('GET', this.#path, { query: { limit: PAGE, cursor: this.#next } });
        this.#documents = [...this.#documents, ...page.documents];
        this.#next = page.next_cursor;
        this.#draw();
    }

    /** Asks after those that are being read, until none is. */
    async #follow() {
        const open = this.#documents.filter((one) => one.status === 'processing');
        const now = await Promise.all(
            open.map((one) => this.#api.call('GET', `${this.#path}/${one.document_id}`).catch(() => one)),
        );
        for (const one of now) {
            const at = this.#documents.findIndex((other) => other.document_id === one.document_id);
            if (at >= 0) {
                this.#documents[at] = one;
            }
            if (one.status === 'ready') {
                this.#toasts.done(text.isReady(one.name));
            }
        }
        this.#draw();
    }

    #draw() {
        this.#table.hidden = this.#documents.length === 0;
        this.#none.hidden = this.#documents.length > 0;
        setText(this.#none, text.none);
        this.#more.hidden = this.#next === null;
        arrange(
            this.#body,
            this.#documents.map((one) => {
                let row = this.#rows.get(one.document_id);
                if (!row) {
                    row = this.#row(one);
                    this.#rows.set(one.document_id, row);
                }
                row.draw(one);
                return row.element;
            }),
        );
        if (this.#documents.some((one) => one.status === 'processing')) {
            if (!this.#isFollowing) {
                this.#isFollowing = true;
                this.#poller.start();
            }
        } else {
            this.#isFollowing = false;
            this.#poller.stop();
        }
    }

    #isFollowing = false;

    /** @param {StoredDocument} first */
    #row(first) {
        const status = h('td', { class: 'document-status' });
        const element = h(
            'tr',
            {},
            h('th', { scope: 'row', class: 'document-name' }, icon('file'), h('span', {}, first.name)),
            status,
            h('td', { class: 'number' }, fileSize(first.size)),
            h('td', { class: 'added' }, fullTime(first.created_at)),
            h(
                'td',
                { class: 'row-actions' },
                h(
                    'button',
                    {
                        class: 'button quiet icon-only',
                        type: 'button',
                        'aria-label': text.remove(first.name),
                        title: text.remove(first.name),
                        on: { click: () => this.#remove(first) },
                    },
                    icon('trash'),
                ),
            ),
        );
        let shown = '';
        const draw = (/** @type {StoredDocument} */ one) => {
            const now = JSON.stringify([one.status, one.passages, one.detail]);
            if (now !== shown) {
                shown = now;
                show(status, ...statusOf(one));
            }
        };
        return { element, draw };
    }

    /** @param {StoredDocument} one */
    async #remove(one) {
        if (
            !(await confirmed({ title: text.removeTitle(one.name), lead: text.removeLead, yes: words.chatbots.remove }))
        ) {
            return;
        }
        try {
            await this.#api.call('DELETE', `${this.#path}/${one.document_id}`);
            this.#documents = this.#documents.filter((other) => other.document_id !== one.document_id);
            this.#toasts.done(text.removed(one.name));
            this.#draw();
            this.#fileField.focus();
        } catch (failure) {
            this.#toasts.failed(failureWords(failure));
        }
    }
}

/** @param {StoredDocument} one */
function statusOf(one) {
    switch (one.status) {
        case 'ready':
            return [
                h('span', { class: 'chip state-resolved' }, text.ready),
                ' ',
                h('span', { class: 'muted' }, text.passages(one.passages ?? 0)),
            ];
        case 'failed':
            return [
                h('span', { class: 'chip state-failed' }, text.failed),
                ' ',
                h('span', {}, one.detail ?? one.reason),
            ];
        default:
            return [
                h('span', { class: 'spinner', 'aria-hidden': 'true' }),
                ' ',
                h('span', {}, one.passages ? text.indexing(one.passages) : text.processing),
            ];
    }
}
