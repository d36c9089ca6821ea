/**
 * What can be done with a conversation now, by whoever looks at it: buttons, and the same by keys.
 */

import { arrange, h } from './dom.js';
import { icon } from './icons.js';
import { askResolve, askTransfer } from './move-dialogs.js';
import { words } from './words.js';

/** @typedef {import('./moves.js').MoveName} MoveName */

export class FloorBar {
    #conversation;
    #account;
    #workload;
    #toasts;
    #isBusy = false;

    #buttons = {
        claim: button('claim', words.moves.claim, 'c', 'primary', () => this.claim()),
        resolve: button('check', words.moves.resolve, 'e', 'primary', () => this.resolve()),
        transfer: button('transfer', words.moves.transfer, 't', '', () => this.transfer()),
        return: button('undo', words.moves.return, 'q', '', () => this.returnToQueue()),
        handBack: button('bot', words.moves.handBackShort, 'b', '', () => this.handBack()),
    };

    /** @readonly */
    element = h('div', { class: 'floor-bar', role: 'group', 'aria-label': words.moves.label });

    /**
     * @param {import('./open-conversation.js').OpenConversation} conversation
     * @param {import('./desk.js').Desk} desk
     */
    constructor(conversation, { account, workload, toasts }) {
        this.#conversation = conversation;
        this.#account = account;
        this.#workload = workload;
        this.#toasts = toasts;
        conversation.addEventListener('floor', () => this.draw());
        this.draw();
    }

    draw() {
        const { claim, resolve, transfer, return: back, handBack } = this.#buttons;
        const { state } = this.#conversation.floor;
        const { isAdmin } = this.#account;
        if (state === 'queued') {
            arrange(this.element, isAdmin ? [transfer, claim] : [claim]);
        } else if (state === 'mine' || (state === 'other' && isAdmin)) {
            arrange(this.element, [handBack, back, transfer, resolve]);
        } else {
            arrange(this.element, []);
        }
        Object.values(this.#buttons).forEach((one) => (one.disabled = this.#isBusy));
    }

    async claim() {
        if (this.#may('claim')) {
            await this.#move('claim', {}, words.moves.done.claim);
        }
    }

    async resolve() {
        if (this.#may('resolve')) {
            const body = await askResolve();
            if (body) {
                await this.#move('resolve', body, words.moves.done.resolve);
            }
        }
    }

    async transfer() {
        if (!this.#may('transfer')) {
            return;
        }
        void this.#workload.refreshColleagues();
        const others = [...this.#workload.colleagues.values()].filter((one) => one.agent_id !== this.#account.userId);
        const order = ['online', 'away', 'offline'];
        others.sort((one, other) => order.indexOf(one.status) - order.indexOf(other.status));
        const body = await askTransfer(others);
        if (body) {
            await this.#move(
                'transfer',
                body,
                body.to_team
                    ? words.moves.transferredToTeam(body.to_team)
                    : words.moves.transferredTo(this.#workload.nameOf(body.to_agent)),
            );
        }
    }

    async returnToQueue() {
        if (this.#may('return')) {
            await this.#move('return', {}, words.moves.done.return);
        }
    }

    async handBack() {
        if (this.#may('handBack')) {
            await this.#move('hand-back', {}, words.moves.done['hand-back']);
        }
    }

    /** @param {'claim'|'resolve'|'transfer'|'return'|'handBack'} name */
    #may(name) {
        return this.#buttons[name].isConnected && !this.#isBusy;
    }

    /**
     * @param {MoveName} move
     * @param {Record<string, string>} body
     * @param {string} done
     */
    async #move(move, body, done) {
        this.#isBusy = true;
        this.draw();
        try {
            const moved = await this.#conversation.move(move, body);
            if (moved?.done) {
                this.#toasts.done(done);
                this.#conversation.dispatchEvent(new CustomEvent('moved', { detail: move }));
            } else if (moved) {
                this.#toasts.failed(moved.words);
            }
        } finally {
            this.#isBusy = false;
            this.draw();
        }
    }
}

/**
 * @param {import('./icons.js').IconName} picture
 * @param {string} label
 * @param {string} key
 * @param {string} look
 * @param {() => unknown} act
 */
function button(picture, label, key, look, act) {
    return h(
        'button',
        {
            class: `button ${look}`,
            type: 'button',
            title: `${label} (${key})`,
            'aria-keyshortcuts': key,
            on: { click: act },
        },
        icon(picture),
        h('span', { class: 'button-label' }, label),
    );
}
