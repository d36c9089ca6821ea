/**
 * The small buttons under a line: copy, rate, answer again, edit, delete; and what takes their place while a visitor
 * edits or is asked whether to delete.
 *
 * @typedef {import('../chat/types.js').Entry} Entry
 * @typedef {import('./message.js').Room} Room
 * @typedef {Parameters<typeof icon>[0]} IconName
 */

import { h, write } from './dom.js';
import { icon } from './icons.js';

/** As long as a button says that it has copied. */
const COPIED = 2000;

/**
 * A button that is a drawing.
 *
 * @param {IconName} name
 * @param {string} label
 * @param {(event: MouseEvent) => void} onclick
 * @param {Record<string, string|boolean|undefined>} [more]
 */
export function iconButton(name, label, onclick, more = {}) {
    return h(
        'button',
        { type: 'button', class: 'tool', 'aria-label': label, title: label, onclick, ...more },
        icon(name),
    );
}

/**
 * A button that copies, and says so.
 *
 * @param {Room} room
 * @param {string} label
 * @param {() => string} text
 */
export function copyButton(room, label, text) {
    const button = iconButton(
        'copy',
        label,
        async () => {
            if (!(await copied(text()))) {
                return;
            }
            room.say(room.words.copied);
            button.replaceChildren(icon('check'));
            button.classList.add('done');
            setTimeout(() => {
                button.replaceChildren(icon('copy'));
                button.classList.remove('done');
            }, COPIED);
        },
        { 'data-action': 'copy' },
    );
    return button;
}

/** @param {Entry} entry @param {Room} room @returns {HTMLElement[]} */
export function answerActions(entry, room) {
    const { chat, words } = room;
    const mine = chat.userId ? entry.reactions[chat.userId] : undefined;
    /** @param {'up'|'down'} reaction @param {IconName} name @param {string} label */
    const thumb = (reaction, name, label) =>
        iconButton(name, label, () => room.attempt(() => chat.react(entry, mine === reaction ? null : reaction)), {
            'data-action': reaction,
            'aria-pressed': String(mine === reaction),
        });
    const actions = [
        copyButton(room, words.copy, () => entry.content),
        thumb('up', 'good', words.good),
        thumb('down', 'bad', words.bad),
    ];
    if (room.isNewestAnswer(entry)) {
        const again = () => room.attempt(() => chat.regenerate(entry));
        actions.push(iconButton('again', words.again, again, { 'data-action': 'again' }));
    }
    return actions;
}

/**
 * @param {Entry} entry
 * @param {Room} room
 * @param {(mode: 'edit'|'confirm') => void} turn
 */
export function ownActions(entry, room, turn) {
    const { words } = room;
    return [
        copyButton(room, words.copy, () => entry.content),
        iconButton('edit', words.edit, () => turn('edit'), { 'data-action': 'edit' }),
        iconButton('remove', words.remove, () => turn('confirm'), { 'data-action': 'remove' }),
    ];
}

/** @param {Entry} entry @param {Room} room */
export function failedActions(entry, { chat, words, attempt }) {
    return [
        h('button', { type: 'button', class: 'link', onclick: () => attempt(() => chat.retry(entry)) }, words.retry),
        h(
            'button',
            { type: 'button', class: 'link', onclick: () => attempt(() => chat.discard(entry)) },
            words.discard,
        ),
    ];
}

/** @param {Entry} entry @param {Room} room @param {() => void} back */
export function removeQuestion(entry, { chat, words, attempt }, back) {
    const remove = () => {
        back();
        attempt(() => chat.remove(entry));
    };
    return [
        h('span', {}, words.removeAsk),
        h('button', { type: 'button', class: 'link danger', 'data-action': 'yes', onclick: remove }, words.remove),
        h('button', { type: 'button', class: 'link', onclick: back }, words.keep),
    ];
}

/**
 * The message's own text, to be written anew.
 *
 * @param {Entry} entry
 * @param {Room} room
 * @param {() => void} back
 */
export function editor(entry, { chat, words, attempt, longest }, back) {
    const field = h('textarea', {
        class: 'field',
        rows: 3,
        dir: 'auto',
        'aria-label': words.edit,
        'data-action': 'field',
    });
    field.value = entry.content;
    const problem = h('span', { class: 'problem' });
    const save = () => {
        const text = field.value.trim();
        const over = [...text].length - longest;
        if (!text || over > 0) {
            write(problem, text ? words.tooLong(over) : words.errors.message_empty);
            field.setAttribute('aria-invalid', 'true');
            return;
        }
        back();
        if (text !== entry.content) {
            attempt(() => chat.edit(entry, text));
        }
    };
    field.addEventListener('keydown', (event) => {
        if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
            event.preventDefault();
            save();
        }
    });
    return h(
        'div',
        { class: 'editor' },
        field,
        h(
            'div',
            { class: 'row' },
            h('button', { type: 'button', class: 'button', onclick: save }, words.save),
            h('button', { type: 'button', class: 'button quiet', onclick: back }, words.cancel),
            problem,
        ),
    );
}

/** @param {string} text @returns {Promise<boolean>} */
async function copied(text) {
    try {
        await navigator.clipboard.writeText(text);
        return true;
    } catch {
        // A page that is not served over https has no clipboard but this one.
        const field = h('textarea', { readonly: true });
        field.value = text;
        document.body.append(field);
        field.select();
        const done = document.execCommand('copy');
        field.remove();
        return done;
    }
}
