/**
 * The strip below the header: how long it takes until a person is there, who it is, and that the chat has ended.
 *
 * @typedef {import('../chat/types.js').EscalationState} EscalationState
 */

import { fill, h } from './dom.js';
import { icon } from './icons.js';

export class Banner {
    element = h('div', { class: 'banner', hidden: true });
    #words;
    #actions;

    /**
     * @param {import('./locales/en.js').Words} words
     * @param {{stopWaiting: () => void, startAgain: () => void}} actions
     */
    constructor(words, actions) {
        this.#words = words;
        this.#actions = actions;
    }

    /**
     * @param {EscalationState|null} escalation the open one
     * @param {boolean} hasEnded nothing can be said any more
     * @param {string} why where that was no end in order
     */
    show(escalation, hasEnded, why) {
        const words = this.#words;
        this.element.hidden = !escalation && !hasEnded;
        this.element.className = `banner ${hasEnded ? 'ended' : (escalation?.status ?? '')}`;
        if (hasEnded) {
            this.#fill('warn', why || words.endedHere, '', words.startAgain, this.#actions.startAgain);
        } else if (escalation?.status === 'queued') {
            const position = escalation.queuePosition ? words.position(escalation.queuePosition) : '';
            this.#fill('clock', words.waiting, position, words.waitingCancel, this.#actions.stopWaiting);
        } else if (escalation) {
            this.#fill('person', words.withAgent(escalation.agent?.name ?? words.agent));
        }
    }

    /**
     * @param {Parameters<typeof icon>[0]} drawing
     * @param {string} title
     * @param {string} [more]
     * @param {string} [action]
     * @param {() => void} [onclick]
     */
    #fill(drawing, title, more, action, onclick) {
        const button = action && h('button', { type: 'button', class: 'link', onclick }, action);
        fill(this.element, icon(drawing), h('p', {}, h('strong', {}, title), more && h('span', {}, more)), button);
    }
}
