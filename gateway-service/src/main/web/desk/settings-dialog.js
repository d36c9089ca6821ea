/**
 * Who is signed in, and what the page may do: theme, notices, shortcuts, and the way out.
 */

import { canNotify } from './alerts.js';
import { avatar } from './avatar.js';
import { chime, prepareChime } from './chime.js';
import { openDialog } from './dialog.js';
import { h, newId } from './dom.js';
import { duration, fullTime } from './format.js';
import { icon } from './icons.js';
import { words } from './words.js';

/** @typedef {import('./preferences.js').Preferences} Preferences */

const text = words.settings;

/**
 * @param {import('./account.js').Account} account
 * @param {Preferences} preferences
 * @param {() => void} signOut
 */
export function openSettings(account, preferences, signOut) {
    const { claims } = account;
    const dialog = openDialog({
        title: text.title,
        content: [
            h(
                'div',
                { class: 'settings' },
                h(
                    'div',
                    { class: 'person' },
                    avatar(claims.name, 'agent'),
                    h(
                        'span',
                        { class: 'person-text' },
                        h('strong', {}, claims.name),
                        h(
                            'span',
                            { class: 'muted' },
                            `${claims.userId} · ${words.roles[claims.role]} · ${text.tenant} ${claims.tenant}`,
                        ),
                    ),
                    h(
                        'button',
                        {
                            class: 'button',
                            type: 'button',
                            on: {
                                click: () => {
                                    dialog.close();
                                    signOut();
                                },
                            },
                        },
                        icon('leave'),
                        text.signOut,
                    ),
                ),
                h(
                    'p',
                    { class: 'hint' },
                    text.tokenEnds(duration(claims.expiresAt - Date.now()), fullTime(claims.expiresAt)),
                ),
                themeChoice(preferences),
                notices(preferences),
                checkbox(text.shortcuts, text.shortcutsHint, preferences.get('shortcuts'), async (isOn) =>
                    preferences.set('shortcuts', isOn),
                ),
                h('p', { class: 'hint' }, text.saved),
            ),
        ],
    });
}

/** @param {Preferences} preferences */
function themeChoice(preferences) {
    const name = newId('theme');
    const themes = /** @type {const} */ (['auto', 'light', 'dark']);
    return h(
        'fieldset',
        { class: 'plain-fieldset' },
        h('legend', {}, text.theme),
        h(
            'div',
            { class: 'segments' },
            ...themes.flatMap((theme) => {
                const id = newId('theme');
                return [
                    h('input', {
                        type: 'radio',
                        id,
                        name,
                        checked: preferences.get('theme') === theme,
                        on: { change: () => preferences.set('theme', theme) },
                    }),
                    h('label', { for: id }, text.themes[theme]),
                ];
            }),
        ),
    );
}

/** @param {Preferences} preferences */
function notices(preferences) {
    const denied = h('p', { class: 'problem', role: 'alert', hidden: true });
    const notifications = checkbox(
        text.notifications,
        '',
        preferences.get('notifications') && mayNotify(),
        async (isOn, box) => {
            const isAllowed = !isOn || (canNotify() && (await Notification.requestPermission()) === 'granted');
            denied.hidden = isAllowed;
            denied.textContent = canNotify() ? text.notificationsDenied : text.notificationsMissing;
            box.checked = isOn && isAllowed;
            preferences.set('notifications', isOn && isAllowed);
        },
    );
    const sound = checkbox(text.sound, '', preferences.get('sound'), async (isOn) => {
        preferences.set('sound', isOn);
        if (isOn) {
            prepareChime();
            chime('arrived');
        }
    });
    return h('fieldset', { class: 'plain-fieldset' }, h('legend', {}, text.notices), notifications, denied, sound);
}

function mayNotify() {
    return canNotify() && Notification.permission === 'granted';
}

/**
 * @param {string} label
 * @param {string} hint
 * @param {boolean} isOn
 * @param {(isOn: boolean, box: HTMLInputElement) => Promise<void>} changed
 */
function checkbox(label, hint, isOn, changed) {
    const box = h('input', {
        type: 'checkbox',
        id: newId('choice'),
        checked: isOn,
        on: { change: () => void changed(box.checked, box) },
    });
    return h(
        'div',
        { class: 'check-row' },
        box,
        h('div', {}, h('label', { for: box.id }, label), hint !== '' && h('p', { class: 'hint' }, hint)),
    );
}
