/**
 * The top of the panel: who the visitor talks to, whether the connection stands, and the ways to a person and out.
 *
 * @typedef {import('../chat/types.js').ConnectionState} ConnectionState
 */

import { fill, h, write } from './dom.js';
import { icon } from './icons.js';
import { initial } from './message.js';
import { iconButton } from './message-actions.js';

export class Header {
    element;
    /** Asks for a person. */
    person;
    #words;
    #avatar = h('span', { class: 'avatar large', 'aria-hidden': 'true' });
    #name = h('h2', { class: 'name', id: 'name' });
    #status = h('p', { class: 'status' });

    /**
     * @param {import('./locales/en.js').Words} words
     * @param {{askPerson: () => void, close: () => void}} actions
     */
    constructor(words, { askPerson, close }) {
        this.#words = words;
        this.person = h(
            'button',
            { type: 'button', class: 'person', title: words.person, 'aria-label': words.person, onclick: askPerson },
            icon('person'),
        );
        this.element = h(
            'div',
            { class: 'header' },
            h('span', { class: 'portrait' }, this.#avatar, h('span', { class: 'dot', 'aria-hidden': 'true' })),
            h('div', { class: 'titles' }, this.#name, this.#status),
            this.person,
            iconButton('close', words.close, close, { class: 'tool large close' }),
        );
        this.show('', 'connecting');
    }

    /** @param {string} name @param {ConnectionState} state */
    show(name, state) {
        write(this.#name, name || this.#words.chat);
        fill(this.#avatar, name ? initial(name) : icon('chat'));
        write(this.#status, this.#words.state[state]);
        this.element.dataset.state = state;
    }
}
