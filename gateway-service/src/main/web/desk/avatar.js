/**
 * A small disc for a person: initials on a colour that is always the same for the same person.
 */

import { h } from './dom.js';
import { colourOf, initials } from './format.js';
import { icon } from './icons.js';

const COLOURS = 8;

/**
 * It adds nothing to the name that stands beside it, so a screen reader passes over it.
 *
 * @param {string|null} name
 * @param {'user'|'agent'|'assistant'|'system'} [type]
 */
export function avatar(name, type = 'user') {
    if (type === 'assistant' || type === 'system') {
        return h('span', { class: 'avatar avatar-assistant', 'aria-hidden': 'true' }, icon('bot'));
    }
    return h(
        'span',
        { class: `avatar avatar-${colourOf(name ?? '', COLOURS)}`, 'aria-hidden': 'true' },
        name === null ? icon('person') : initials(name),
    );
}

/**
 * A guest's id is long and says nothing: its beginning tells guests apart.
 *
 * @param {string|null} name
 * @param {string} unknown
 */
export function shortName(name, unknown) {
    if (name === null) {
        return unknown;
    }
    return /^guest-[0-9a-f-]{36}$/.test(name) ? `Guest ${name.slice(6, 10)}` : name;
}
