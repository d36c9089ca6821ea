/** Where the visitor writes: a field that grows, a counter near the limit, one button to send or to stop an answer. */

import { h, write } from './dom.js';
import { icon } from './icons.js';

/** So many characters before the limit the counter appears. */
const NEAR = 100;

export class Composer {
    element;
    #words;
    #longest;
    #field;
    #counter = h('span', { class: 'counter', id: 'counter' });
    #send;
    #stop;
    #answering = false;

    /**
     * @param {import('./locales/en.js').Words} words
     * @param {number} longest code points
     * @param {object} actions
     * @param {(text: string) => void} actions.send
     * @param {() => void} actions.stop
     * @param {() => void} actions.typing
     * @param {(text: string) => void} actions.say to a screen reader
     */
    constructor(words, longest, { send, stop, typing, say }) {
        this.#words = words;
        this.#longest = longest;
        this.#field = h('textarea', {
            rows: 1,
            dir: 'auto',
            placeholder: words.placeholder,
            'aria-label': words.message,
            'aria-describedby': 'counter',
            autocomplete: 'off',
            enterkeyhint: 'send',
        });
        this.#send = h('button', { class: 'round send', 'aria-label': words.send, title: words.send }, icon('send'));
        this.#stop = h(
            'button',
            {
                type: 'button',
                class: 'round stop',
                'aria-label': words.stop,
                title: words.stop,
                hidden: true,
                onclick: stop,
            },
            icon('stop'),
        );
        this.element = h(
            'form',
            { class: 'composer' },
            h('div', { class: 'box' }, this.#field, this.#stop, this.#send),
            this.#counter,
        );
        this.element.addEventListener('submit', (event) => {
            event.preventDefault();
            this.#submit(send);
        });
        this.#field.addEventListener('keydown', (event) => {
            // The key that ends a word of an input method editor is no Enter; Safari tells it after the end, as 229.
            if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
                event.preventDefault();
                this.#submit(send);
            }
        });
        this.#field.addEventListener('input', () => {
            const before = this.#send.disabled;
            this.#fit();
            if (this.#over > 0 && !before) {
                say(words.tooLong(this.#over));
            }
            if (this.#field.value.trim()) {
                typing();
            }
        });
        this.#fit();
    }

    focus() {
        this.#field.focus({ preventScroll: true });
    }

    /** @param {boolean} answering an answer is on its way and may be stopped */
    showAnswering(answering) {
        if (answering !== this.#answering) {
            this.#answering = answering;
            this.#choose();
        }
    }

    /** @param {boolean} hasEnded */
    showEnded(hasEnded) {
        this.#field.disabled = hasEnded;
        this.#fit();
    }

    get #over() {
        return [...this.#field.value].length - this.#longest;
    }

    /** @param {(text: string) => void} send */
    #submit(send) {
        const text = this.#field.value.trim();
        if (!text || this.#send.disabled) {
            return;
        }
        send(text);
        this.#field.value = '';
        this.#fit();
        this.focus();
    }

    /** The field is as high as its text, within what the style sheet allows. */
    #fit() {
        const field = this.#field;
        // While it is measured nothing around it may move: the conversation would lose its place.
        const { style } = this.element;
        style.height = `${this.element.offsetHeight}px`;
        field.style.height = 'auto';
        if (field.value && field.scrollHeight) {
            field.style.height = `${field.scrollHeight}px`;
        }
        style.height = '';
        const over = this.#over;
        write(this.#counter, over > 0 ? this.#words.tooLong(over) : over > -NEAR ? this.#words.left(-over) : '');
        this.#counter.classList.toggle('problem', over > 0);
        field.ariaInvalid = over > 0 ? 'true' : null;
        this.#send.disabled = over > 0 || field.disabled;
        this.#choose();
    }

    /** While an answer is written and nothing else is, the button stops it. */
    #choose() {
        const isStop = this.#answering && !this.#field.value.trim();
        const root = /** @type {ShadowRoot} */ (this.element.getRootNode());
        const hadFocus = root.activeElement === this.#stop || root.activeElement === this.#send;
        this.#stop.hidden = !isStop;
        this.#send.hidden = isStop;
        if (hadFocus) {
            (isStop ? this.#stop : this.#send).focus();
        }
    }
}
