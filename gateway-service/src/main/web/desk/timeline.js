/**
 * Puts what is known of a conversation into the order in which it is shown: what the transcript has, and the notes and
 * handovers that the history does not tell.
 */

import { midnight } from './format.js';

/** @typedef {import('../static/chat/types.js').Entry} Entry */
/** @typedef {import('./types.js').Note} Note */
/** @typedef {import('./types.js').Escalation} Escalation */

/**
 * `again` is a handover that waits once more.
 *
 * @typedef {{key: string, kind: 'day', at: number}
 *     | {key: string, kind: 'entry', entry: Entry, continues: boolean, again: boolean}
 *     | {key: string, kind: 'note', note: Note}
 *     | {key: string, kind: 'asked', escalation: Escalation}} Item
 */

/** Lines of one sender that follow each other within this time have one head. */
const TOGETHER = 4 * 60_000;

/**
 * @param {readonly Entry[]} entries
 * @param {readonly Note[]} notes as the desk's route lists them
 * @param {readonly Escalation[]} escalations that were there when the conversation was opened; later ones are entries
 * @param {boolean} hasOlder what is older than the first entry is shown once its page has come
 * @returns {Item[]}
 */
export function timeline(entries, notes, escalations, hasOlder) {
    const shown = new Set(entries.filter((one) => one.kind === 'note').map((one) => one.id));
    const earliest = hasOlder && entries.length > 0 ? Date.parse(entries[0].timestamp) : -Infinity;
    /** @type {(Item & {at: number})[]} */
    const beside = [
        ...notes
            .filter((note) => !shown.has(note.id))
            .map((note) => ({
                key: `note-${note.id}`,
                kind: /** @type {const} */ ('note'),
                note,
                at: Date.parse(note.created_at),
            })),
        ...escalations
            .filter((one) => one.reason !== 'agent_wrote')
            .map((one) => ({
                key: `asked-${one.escalation_id}`,
                kind: /** @type {const} */ ('asked'),
                escalation: one,
                at: Date.parse(one.created_at),
            })),
    ].filter((one) => one.at >= earliest);
    beside.sort((one, other) => one.at - other.at);
    return withDays(merged(entries, beside, new Set(escalations.map((one) => one.escalation_id))));
}

/**
 * @param {readonly Entry[]} entries in their order, which holds whatever their clocks say
 * @param {(Item & {at: number})[]} beside
 * @param {Set<string|undefined>} asked handovers that were asked for before the first entry tells of them
 */
function merged(entries, beside, asked) {
    /** @type {{item: Item, at: number}[]} */
    const all = [];
    let next = 0;
    /** @type {Entry|null} */
    let before = null;
    for (const entry of entries) {
        const at = Date.parse(entry.timestamp);
        while (next < beside.length && beside[next].at < at) {
            all.push({ item: beside[next], at: beside[next].at });
            next += 1;
            before = null;
        }
        const continues = before !== null && isContinued(before, entry);
        const handover = entry.escalation?.escalationId;
        all.push({ item: { key: entry.key, kind: 'entry', entry, continues, again: asked.has(handover) }, at });
        asked.add(handover);
        before = entry;
    }
    beside.slice(next).forEach((item) => all.push({ item, at: item.at }));
    return all;
}

/** @param {Entry} before @param {Entry} entry */
function isContinued(before, entry) {
    return (
        before.kind === entry.kind &&
        (entry.kind === 'message' || entry.kind === 'note') &&
        before.senderId === entry.senderId &&
        Date.parse(entry.timestamp) - Date.parse(before.timestamp) < TOGETHER
    );
}

/** @param {{item: Item, at: number}[]} all */
function withDays(all) {
    /** @type {Item[]} */
    const items = [];
    let day = NaN;
    for (const { item, at } of all) {
        const itsDay = midnight(at);
        if (itsDay !== day && !Number.isNaN(itsDay)) {
            day = itsDay;
            items.push({ key: `day-${day}`, kind: 'day', at: day });
            if (item.kind === 'entry') {
                item.continues = false;
            }
        }
        items.push(item);
    }
    return items;
}
