/**
 * Where an agent writes: a reply to the visitor, or a note that only agents see; clearly one or the other. What was
 * begun is kept while the agent looks at another conversation.
 */

import { shortName } from './avatar.js';
import { h, newId, setText, show } from './dom.js';
import { codePoints } from './format.js';
import { icon } from './icons.js';
import { failureWords, words } from './words.js';

/** @typedef {'reply'|'note'} Mode */
/** @typedef {{mode: Mode, reply: string, note: string}} Draft */

const LONGEST = { reply: 1000, note: 4000 };

/** The counter is shown once so much is left. */
const NEAR_THE_END = 200;

export class Composer {
    #conversation;
    #toasts;
    #draft;
    /** @type {Mode|null} */
    #shownMode = null;

    #replyMode = h(
        'button',
        { class: 'mode', type: 'button', on: { click: () => this.begin('reply') } },
        icon('reply'),
        words.composer.reply,
    );
    #noteMode = h(
        'button',
        { class: 'mode', type: 'button', on: { click: () => this.begin('note') } },
        icon('note'),
        words.composer.note,
    );
    #field = h('textarea', {
        class: 'composer-field',
        rows: 1,
        id: newId('composer'),
        on: {
            input: () => this.#written(),
            keydown: (/** @type {KeyboardEvent} */ event) => this.#keyPressed(event),
        },
    });
    #counter = h('span', { class: 'composer-counter', 'aria-live': 'polite' });
    #hint = h('p', { class: 'composer-hint' });
    #send = h('button', { class: 'button primary', type: 'submit' });

    /** @readonly */
    element = h(
        'form',
        {
            class: 'composer',
            'aria-label': words.composer.label,
            on: {
                submit: (/** @type {Event} */ event) => {
                    event.preventDefault();
                    void this.#submit();
                },
            },
        },
        this.#hint,
        h(
            'div',
            { class: 'composer-box' },
            h(
                'div',
                { class: 'composer-top' },
                h(
                    'div',
                    { class: 'modes', role: 'group', 'aria-label': words.composer.mode },
                    this.#replyMode,
                    this.#noteMode,
                ),
                this.#counter,
            ),
            this.#field,
            h(
                'div',
                { class: 'composer-bottom' },
                h('span', { class: 'composer-keys' }, words.composer.keys),
                this.#send,
            ),
        ),
    );

    /**
     * @param {import('./open-conversation.js').OpenConversation} conversation
     * @param {import('./desk.js').Desk} desk
     */
    constructor(conversation, desk) {
        this.#conversation = conversation;
        this.#toasts = desk.toasts;
        this.#draft = desk.drafts.get(conversation.conversationId) ?? {
            mode: /** @type {Mode} */ ('reply'),
            reply: '',
            note: '',
        };
        desk.drafts.set(conversation.conversationId, this.#draft);
        conversation.addEventListener('floor', () => this.draw());
        conversation.addEventListener('connection', () => this.draw());
        this.#field.value = this.#draft[this.#draft.mode];
        this.draw();
        this.#measure();
    }

    /** @param {Mode} mode */
    begin(mode) {
        this.#draft.mode = mode;
        this.#field.value = this.#draft[mode];
        this.draw();
        this.#measure();
        this.#field.focus();
    }

    /** Goes on with what was begun. */
    focus() {
        this.begin(this.#draft.mode);
    }

    draw() {
        const { mode } = this.#draft;
        const isNote = mode === 'note';
        const name = shortName(this.#conversation.visitor.name, words.conversation.visitor);
        const label = isNote ? words.composer.noteAbout : words.composer.replyTo(name);
        this.element.classList.toggle('is-note', isNote);
        this.#replyMode.setAttribute('aria-pressed', `${!isNote}`);
        this.#noteMode.setAttribute('aria-pressed', `${isNote}`);
        this.#field.setAttribute('aria-label', label);
        this.#field.placeholder = label;
        if (this.#shownMode !== mode) {
            this.#shownMode = mode;
            show(this.#send, icon(isNote ? 'lock' : 'send'), isNote ? words.composer.saveNote : words.composer.send);
        }
        setText(this.#hint, this.#hintText());
        this.#hint.hidden = this.#hint.textContent === '';
        this.element.hidden = this.#conversation.chat.state === 'ended';
        this.#count();
    }

    #hintText() {
        const { floor } = this.#conversation;
        if (this.#draft.mode === 'note') {
            return this.#conversation.escalations.length === 0 && floor.state !== 'loading'
                ? words.composer.noteNeedsEscalation
                : words.conversation.noteHint;
        }
        switch (floor.state) {
            case 'queued':
                return words.composer.notYours.queued;
            case 'other':
                return words.composer.notYours.other(floor.escalation.agent?.name ?? floor.escalation.agent?.id ?? '');
            case 'free':
                return words.composer.notYours.free;
            default:
                return '';
        }
    }

    #written() {
        this.#draft[this.#draft.mode] = this.#field.value;
        if (this.#draft.mode === 'reply' && this.#field.value !== '') {
            this.#conversation.chat.typing();
        }
        this.#count();
        this.#measure();
    }

    #count() {
        const left = LONGEST[this.#draft.mode] - codePoints(this.#field.value.trim());
        this.#counter.classList.toggle('is-over', left < 0);
        setText(
            this.#counter,
            left < 0 ? words.composer.over(-left) : left <= NEAR_THE_END ? words.composer.left(left) : '',
        );
        const isEmpty = this.#field.value.trim() === '';
        const isPossible = this.#draft.mode === 'reply' || this.#conversation.escalations.length > 0;
        this.#send.disabled = isEmpty || left < 0 || !isPossible;
    }

    /** As high as what is in it, up to what the style sheet allows. */
    #measure() {
        this.#field.style.height = 'auto';
        this.#field.style.height = `${this.#field.scrollHeight + 2}px`;
    }

    /** @param {KeyboardEvent} event */
    #keyPressed(event) {
        if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
            event.preventDefault();
            if (!this.#send.disabled) {
                void this.#submit();
            }
        }
    }

    async #submit() {
        const { mode } = this.#draft;
        const text = this.#field.value.trim();
        if (text === '' || codePoints(text) > LONGEST[mode]) {
            return;
        }
        this.#clear();
        if (mode === 'reply') {
            this.#conversation.chat.send(text);
            this.#conversation.dispatchEvent(new Event('wrote'));
            return;
        }
        try {
            await this.#conversation.addNote(text);
            this.#toasts.done(words.composer.noteKept);
        } catch (failure) {
            this.#toasts.failed(failureWords(failure));
            this.#restore(text);
        }
    }

    #clear() {
        this.#draft[this.#draft.mode] = '';
        this.#field.value = '';
        this.#count();
        this.#measure();
    }

    /** A note that could not be kept is not lost. @param {string} text */
    #restore(text) {
        this.#draft.note = this.#draft.note === '' ? text : this.#draft.note;
        if (this.#draft.mode === 'note') {
            this.#field.value = this.#draft.note;
            this.draw();
            this.#measure();
        }
    }
}
