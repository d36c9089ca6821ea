/**
 * Every shortcut that acts on the view behind, by what it is about.
 */

import { openDialog } from './dialog.js';
import { h } from './dom.js';
import { words } from './words.js';

/** @typedef {import('./keys.js').Group} Group */

const KEY_NAMES = /** @type {Record<string, string>} */ ({
    enter: 'Enter',
    escape: 'Esc',
    'shift+enter': 'Shift+Enter',
    'ctrl+s': 'Ctrl+S',
});

/**
 * @param {import('./keys.js').Shortcuts} shortcuts
 * @param {boolean} areOn
 */
export function openHelp(shortcuts, areOn) {
    const groups = /** @type {Group[]} */ (Object.keys(words.shortcuts.groups));
    openDialog({
        title: words.shortcuts.title,
        name: 'dialog-help',
        content: [
            !areOn && h('p', { class: 'notice notice-warn' }, words.shortcuts.off),
            h(
                'div',
                { class: 'help-groups' },
                ...groups.map((group) => {
                    const known = shortcuts.known.filter((one) => one.group === group);
                    return (
                        known.length > 0 &&
                        h(
                            'section',
                            {},
                            h('h3', {}, words.shortcuts.groups[group]),
                            h(
                                'dl',
                                { class: 'help-list' },
                                ...known.map((one) =>
                                    h(
                                        'div',
                                        {},
                                        h('dt', {}, one.label),
                                        h(
                                            'dd',
                                            {},
                                            ...one.keys.flatMap((keys, at) => [
                                                at > 0 ? ` ${words.shortcuts.or} ` : '',
                                                ...keys
                                                    .split(' ')
                                                    .flatMap((key, place) => [
                                                        place > 0 ? ` ${words.shortcuts.then} ` : '',
                                                        h('kbd', {}, KEY_NAMES[key] ?? key),
                                                    ]),
                                            ]),
                                        ),
                                    ),
                                ),
                            ),
                        )
                    );
                }),
            ),
        ],
    });
}
