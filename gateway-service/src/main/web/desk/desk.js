/**
 * The desk of somebody who is signed in: a rail with its parts, and the part that is shown.
 */

import { Alerts } from './alerts.js';
import { avatar } from './avatar.js';
import { UsageView } from './admin/usage-view.js';
import { ChatbotsView } from './admin/chatbots-view.js';
import { h, show } from './dom.js';
import { duration } from './format.js';
import { openHelp } from './help-dialog.js';
import { icon } from './icons.js';
import { InboxView } from './inbox-view.js';
import { Shortcuts } from './keys.js';
import { chatbotAddress, go, inboxAddress, parseRoute } from './route.js';
import { openSettings } from './settings-dialog.js';
import { startTicker } from './ticker.js';
import { Toasts } from './toasts.js';
import { forgetUnsent } from './token-store.js';
import { words } from './words.js';
import { Workload } from './workload.js';

/** @typedef {import('./route.js').Route} Route */

/** Whoever signs in for long is reminded so long before the token ends. */
const REMINDER = 5 * 60_000;
const LONGEST_TIMER = 2 ** 31 - 1;
const USAGE = '#/usage';

/**
 * What each part of the desk can do, whichever it is.
 * @typedef {object} Part
 * @property {HTMLElement} element
 * @property {(route: any) => void} show
 * @property {() => void} close
 * @property {() => Promise<boolean>} [mayLeave] false where something is not saved and wanted
 */

export class Desk {
    /** What was begun to be written, by conversation. @type {Map<string, import('./composer.js').Draft>} */
    drafts = new Map();

    #signedOut;
    #alerts;
    #stopTicker = () => {};
    /** @type {number[]} */
    #timers = [];
    /** @type {{page: Route['page'], part: Part}|null} */
    #shown = null;
    #address = '';

    #waiting = h('span', { class: 'rail-badge', hidden: true });
    #place = h('main', { class: 'part', id: 'part', tabindex: -1 });
    #links = {
        inbox: railLink(inboxAddress(), 'inbox', words.nav.inbox, 'g i', this.#waiting),
        chatbots: railLink(chatbotAddress(), 'bot', words.nav.chatbots, 'g c'),
        usage: railLink(USAGE, 'chart', words.nav.usage, 'g u'),
    };

    /**
     * @param {import('./account.js').Account} account
     * @param {import('./preferences.js').Preferences} preferences
     * @param {(why: string) => void} signedOut
     */
    constructor(account, preferences, signedOut) {
        this.account = account;
        this.preferences = preferences;
        this.toasts = new Toasts();
        this.workload = new Workload(account.api);
        this.shortcuts = new Shortcuts(preferences);
        this.#signedOut = signedOut;
        this.#alerts = new Alerts(this.workload, preferences, () =>
            this.#shown?.part instanceof InboxView ? this.#shown.part.shownConversation : null,
        );
        this.element = h('div', { class: 'desk' }, this.#rail(), this.#place, this.toasts.element);
    }

    start() {
        this.shortcuts.add(this.#shortcutsEverywhere());
        this.shortcuts.start();
        this.workload.addEventListener('change', () => this.#drawRail());
        this.workload.addEventListener('refused', () => this.#end(words.signIn.ended));
        this.#alerts.start();
        this.workload.start();
        this.#stopTicker = startTicker();
        window.addEventListener('hashchange', this.#follow);
        this.#timeToken();
        this.#follow();
    }

    #rail() {
        const { claims, isAdmin } = this.account;
        return h(
            'nav',
            { class: 'rail', 'aria-label': words.nav.label },
            h(
                'a',
                { class: 'skip', href: '#part', on: { click: (/** @type {Event} */ event) => this.#skip(event) } },
                words.nav.skip,
            ),
            h(
                'div',
                { class: 'rail-links' },
                this.#links.inbox,
                isAdmin && this.#links.chatbots,
                isAdmin && this.#links.usage,
            ),
            h(
                'div',
                { class: 'rail-tools' },
                railButton('keyboard', words.nav.shortcuts, '?', () => this.#help(), 'rail-keyboard'),
                h(
                    'button',
                    {
                        class: 'rail-link rail-account',
                        type: 'button',
                        title: `${claims.name} · ${words.roles[claims.role]} (,)`,
                        on: { click: () => this.#settings() },
                    },
                    avatar(claims.name, 'agent'),
                    h('span', { class: 'rail-word' }, words.nav.settings),
                ),
            ),
        );
    }

    /** @param {Event} event */
    #skip(event) {
        event.preventDefault();
        this.#place.focus();
    }

    #drawRail() {
        const { queue, unread } = this.workload;
        const count = queue.length + unread;
        this.#waiting.hidden = count === 0;
        this.#waiting.textContent = count > 99 ? '99+' : `${count}`;
    }

    #follow = async () => {
        const address = location.hash;
        const route = this.#allowed(parseRoute(address));
        if (this.#shown && this.#shown.page !== route.page) {
            if (this.#shown.part.mayLeave && !(await this.#shown.part.mayLeave())) {
                history.replaceState(null, '', this.#address);
                return;
            }
            this.#shown.part.close();
            this.#shown = null;
        }
        this.#address = address;
        this.#shown ??= this.#open(route.page);
        this.#shown.part.show(route);
        for (const [page, link] of Object.entries(this.#links)) {
            if (page === route.page) {
                link.setAttribute('aria-current', 'page');
            } else {
                link.removeAttribute('aria-current');
            }
        }
    };

    /** @param {Route['page']} page */
    #open(page) {
        const part =
            page === 'inbox' ? new InboxView(this) : page === 'chatbots' ? new ChatbotsView(this) : new UsageView(this);
        show(this.#place, h('h1', { class: 'visually-hidden' }, words.desk), part.element);
        return { page, part };
    }

    /** An agent who follows an admin's link sees the inbox. @param {Route} route @returns {Route} */
    #allowed(route) {
        return route.page === 'inbox' || this.account.isAdmin
            ? route
            : { page: 'inbox', conversationId: null, details: false };
    }

    #timeToken() {
        const { expiresAt } = this.account.claims;
        const left = expiresAt - Date.now();
        const later = (/** @type {number} */ ms, /** @type {() => void} */ action) => {
            if (ms < LONGEST_TIMER) {
                this.#timers.push(window.setTimeout(action, Math.max(0, ms)));
            }
        };
        later(left, () => this.#end(words.signIn.ended));
        if (left > REMINDER) {
            later(left - REMINDER, () => this.toasts.failed(words.settings.endsSoon(duration(REMINDER))));
        }
    }

    #help() {
        openHelp(this.shortcuts, this.preferences.get('shortcuts'));
    }

    #settings() {
        openSettings(this.account, this.preferences, () => {
            this.#end(words.signIn.signedOut);
            forgetUnsent();
        });
    }

    /** @param {string} why */
    #end(why) {
        this.shortcuts.stop();
        this.#alerts.stop();
        this.workload.stop();
        this.#stopTicker();
        this.#timers.forEach((timer) => clearTimeout(timer));
        window.removeEventListener('hashchange', this.#follow);
        document
            .querySelectorAll('dialog[open]')
            .forEach((dialog) => /** @type {HTMLDialogElement} */ (dialog).close());
        this.#shown?.part.close();
        this.#shown = null;
        this.#signedOut(why);
    }

    /** @returns {import('./keys.js').Shortcut[]} */
    #shortcutsEverywhere() {
        const text = words.shortcuts;
        const everywhere = /** @type {const} */ ('everywhere');
        const forAll = [
            { keys: ['?'], label: text.show, group: everywhere, run: () => this.#help() },
            { keys: [','], label: text.settings, group: everywhere, run: () => this.#settings() },
            { keys: ['g i'], label: text.inbox, group: everywhere, run: () => go(inboxAddress()) },
        ];
        return this.account.isAdmin
            ? [
                  ...forAll,
                  { keys: ['g c'], label: text.chatbots, group: everywhere, run: () => go(chatbotAddress()) },
                  { keys: ['g u'], label: text.usage, group: everywhere, run: () => go(USAGE) },
              ]
            : forAll;
    }
}

/**
 * @param {string} address
 * @param {import('./icons.js').IconName} picture
 * @param {string} word
 * @param {string} keys
 * @param {Element} [badge]
 */
function railLink(address, picture, word, keys, badge) {
    return h(
        'a',
        { class: 'rail-link', href: address, title: `${word} (${keys})` },
        h('span', { class: 'rail-icon' }, icon(picture), badge),
        h('span', { class: 'rail-word' }, word),
    );
}

/**
 * @param {import('./icons.js').IconName} picture
 * @param {string} word
 * @param {string} key
 * @param {() => void} act
 * @param {string} name
 */
function railButton(picture, word, key, act, name) {
    return h(
        'button',
        {
            class: `rail-link ${name}`,
            type: 'button',
            title: `${word} (${key})`,
            'aria-label': word,
            on: { click: act },
        },
        h('span', { class: 'rail-icon' }, icon(picture)),
    );
}
