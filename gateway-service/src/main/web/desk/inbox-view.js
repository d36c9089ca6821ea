/**
 * The inbox: list, conversation, details. Side by side where there is room, else one step after the other.
 */

import { ConversationView } from './conversation-view.js';
import { DetailsPane } from './details-pane.js';
import { h, setText, show } from './dom.js';
import { icon } from './icons.js';
import { OpenConversation } from './open-conversation.js';
import { go, inboxAddress } from './route.js';
import { StatusControl } from './status-control.js';
import { WorkList } from './work-list.js';
import { words } from './words.js';

/** @typedef {import('./keys.js').Shortcut} Shortcut */

/** Below this the details cover the conversation. */
const WIDE = matchMedia('(min-width: 75rem)');

export class InboxView {
    #desk;
    #list;
    #status;
    #removeShortcuts;
    /** @type {{conversation: OpenConversation, view: ConversationView, details: DetailsPane}|null} */
    #open = null;
    #isDetailsStep = false;

    #full = h('p', { class: 'full-hint', role: 'status', hidden: true });
    #middle = h('div', { class: 'inbox-middle' });
    #aside = h('div', { class: 'inbox-aside' });

    /** @param {import('./desk.js').Desk} desk */
    constructor(desk) {
        this.#desk = desk;
        this.#list = new WorkList(desk.workload);
        this.#status = new StatusControl(desk.account, desk.toasts);
        this.element = h(
            'div',
            { class: 'inbox', 'data-step': 'list' },
            h(
                'nav',
                { class: 'inbox-list', 'aria-label': words.inbox.listLabel },
                h('header', { class: 'pane-head' }, h('h2', {}, words.inbox.title), this.#status.element),
                this.#full,
                this.#list.element,
            ),
            this.#middle,
            this.#aside,
        );
        desk.workload.addEventListener('change', this.#workloadChanged);
        document.addEventListener('visibilitychange', this.#read);
        desk.preferences.addEventListener('change', this.#drawStep);
        this.#removeShortcuts = desk.shortcuts.add(this.#shortcuts());
        this.#drawEmpty();
    }

    close() {
        this.#closeConversation();
        this.#desk.workload.removeEventListener('change', this.#workloadChanged);
        document.removeEventListener('visibilitychange', this.#read);
        this.#desk.preferences.removeEventListener('change', this.#drawStep);
        this.#removeShortcuts();
    }

    /** The conversation on the screen. */
    get shownConversation() {
        return this.#open?.conversation.conversationId ?? null;
    }

    /** @param {{conversationId: string|null, details: boolean}} route */
    show({ conversationId, details }) {
        this.#isDetailsStep = details;
        if (conversationId !== this.shownConversation) {
            const left = this.shownConversation;
            this.#closeConversation();
            if (conversationId !== null) {
                this.#openConversation(conversationId);
            }
            this.#list.choose(conversationId);
            this.#drawStep();
            if (conversationId === null && left !== null) {
                this.#list.focusOn(left);
            }
        }
        this.#drawStep();
        if (details) {
            this.#open?.details.element.focus();
        }
    }

    /** @param {string} conversationId */
    #openConversation(conversationId) {
        const conversation = new OpenConversation(this.#desk.account, this.#desk.workload, conversationId);
        const view = new ConversationView(conversation, this.#desk, () => this.#toggleDetails());
        const details = new DetailsPane(conversation, this.#desk);
        this.#open = { conversation, view, details };
        show(this.#middle, view.element);
        show(
            this.#aside,
            h(
                'header',
                { class: 'pane-head details-head' },
                h(
                    'a',
                    {
                        class: 'button quiet icon-only step-back',
                        href: inboxAddress(conversationId),
                        'aria-label': words.close,
                    },
                    icon('back'),
                ),
                h('h2', {}, words.details.title),
            ),
            details.element,
        );
        conversation.addEventListener('transcript', this.#read);
        conversation.addEventListener('floor', this.#read);
        conversation.addEventListener('reading', this.#read);
        conversation.addEventListener('connection', this.#read);
        conversation.addEventListener('moved', (event) => {
            if (/** @type {CustomEvent<string>} */ (event).detail === 'claim') {
                view.composer.begin('reply');
            } else {
                view.focusHead();
            }
        });
        conversation.open();
        view.focus();
    }

    #closeConversation() {
        this.#open?.view.close();
        this.#open?.conversation.close();
        this.#open = null;
        show(this.#aside);
        this.#drawEmpty();
    }

    /** An agent's own conversation counts as read while its end is on the screen and somebody looks at it. */
    #read = () => {
        if (this.#open && !document.hidden) {
            const { conversation, view } = this.#open;
            const isUnread =
                conversation.chat.unread > 0 ||
                (this.#desk.workload.mine(conversation.conversationId)?.unread ?? 0) > 0;
            if (conversation.floor.state === 'mine' && view.transcript.isAtEnd && isUnread) {
                conversation.chat.read();
            }
        }
    };

    #workloadChanged = () => {
        this.#list.draw();
        this.#drawFull();
        this.#read();
        if (!this.#open) {
            this.#drawEmpty();
        }
    };

    /** Nobody is kept from claiming more: capacity is a wish. */
    #drawFull() {
        const { capacity } = this.#status;
        this.#full.hidden = capacity === null || this.#desk.workload.held.length < capacity;
        setText(this.#full, capacity === null ? '' : words.status.full(capacity));
    }

    #drawEmpty() {
        const { queue, isLoaded } = this.#desk.workload;
        const isCalm = isLoaded && queue.length === 0;
        show(
            this.#middle,
            h(
                'div',
                { class: 'empty' },
                icon(isCalm ? 'check' : 'inbox'),
                h(
                    'h2',
                    {},
                    isCalm ? words.inbox.calm : isLoaded ? words.inbox.waitingCount(queue.length) : words.inbox.choose,
                ),
                h('p', {}, isCalm ? words.inbox.calmHint : words.inbox.chooseHint),
            ),
        );
    }

    #drawStep = () => {
        const isOpen = this.#open !== null;
        this.element.dataset.step = !isOpen ? 'list' : this.#isDetailsStep ? 'details' : 'conversation';
        this.element.toggleAttribute('data-details', isOpen && this.#desk.preferences.get('details'));
    };

    /** On a wide page the third pane comes and goes; on a small one it is a step of its own. */
    #toggleDetails() {
        if (WIDE.matches) {
            this.#desk.preferences.set('details', !this.#desk.preferences.get('details'));
        } else if (this.shownConversation) {
            go(inboxAddress(this.shownConversation, !this.#isDetailsStep));
        }
    }

    #openUnread() {
        const { held } = this.#desk.workload;
        const next = held.find((one) => one.unread > 0 && one.conversation_id !== this.shownConversation);
        if (next) {
            go(inboxAddress(next.conversation_id));
        }
    }

    async #claimNext() {
        const { queue } = this.#desk.workload;
        const focused = this.#list.focused;
        if (this.#open && (focused === null || focused === this.shownConversation)) {
            await this.#open.view.floor.claim();
        } else {
            const next = queue.find((one) => one.conversation_id === focused) ?? (this.#open ? null : queue[0]);
            if (next) {
                await this.#claim(next);
            }
        }
    }

    /** @param {import('./types.js').Queued} queued */
    async #claim(queued) {
        go(inboxAddress(queued.conversation_id));
        await this.#open?.view.floor.claim();
    }

    #back() {
        const focused = document.activeElement;
        if (focused instanceof HTMLElement && focused.matches('input, textarea, select')) {
            focused.blur();
            this.#open?.view.transcript.focus();
        } else if (this.#isDetailsStep) {
            go(inboxAddress(this.shownConversation));
        } else if (this.#open) {
            go(inboxAddress());
        }
    }

    /** @returns {Shortcut[]} */
    #shortcuts() {
        const text = words.shortcuts;
        /** @type {(keys: string[], label: string, run: () => unknown) => Shortcut} */
        const list = (keys, label, run) => ({ keys, label, group: 'list', run });
        /** @type {(keys: string[], label: string, run: () => unknown) => Shortcut} */
        const inConversation = (keys, label, run) => ({ keys, label, group: 'conversation', run });
        const floor = () => this.#open?.view.floor;
        return [
            list(['j'], text.next, () => this.#list.walk(1)),
            list(['k'], text.previous, () => this.#list.walk(-1)),
            list(['o', 'enter'], text.open, () => {
                if (this.#list.focused) {
                    go(inboxAddress(this.#list.focused));
                }
            }),
            list(['/'], text.filter, () => this.#list.focusFilter()),
            list(['u'], text.unread, () => this.#openUnread()),
            list(['c'], text.claimNext, () => this.#claimNext()),
            list(['s'], text.status, () => this.#status.toggle()),
            inConversation(['r'], text.reply, () => this.#open?.view.composer.begin('reply')),
            inConversation(['n'], text.note, () => this.#open?.view.composer.begin('note')),
            inConversation(['t'], text.transfer, () => floor()?.transfer()),
            inConversation(['q'], text.return, () => floor()?.returnToQueue()),
            inConversation(['b'], text.handBack, () => floor()?.handBack()),
            inConversation(['e'], text.resolve, () => floor()?.resolve()),
            inConversation(['d'], text.details, () => this.#toggleDetails()),
            inConversation(['.'], text.newest, () => this.#open?.view.transcript.showNewest()),
            { keys: ['enter'], label: text.send, group: 'writing', run: null },
            { keys: ['shift+enter'], label: text.newLine, group: 'writing', run: null },
            { keys: ['escape'], label: text.leave, group: 'everywhere', run: () => this.#back(), anywhere: true },
        ];
    }
}
