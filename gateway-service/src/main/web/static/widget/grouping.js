/**
 * Where a line stands among its neighbours: first of its day, first and last of what one person says in one go.
 *
 * @typedef {import('../chat/types.js').Entry} Entry
 *
 * @typedef {object} Standing
 * @property {boolean} day the first line of a day
 * @property {boolean} head the first of a group: says who speaks
 * @property {boolean} tail the last of a group: says when
 */

/** A pause after which the same person begins a new group. */
const PAUSE = 5 * 60_000;

/**
 * @param {Entry|undefined} before
 * @param {Entry} entry
 * @param {Entry|undefined} after
 * @returns {Standing}
 */
export function standing(before, entry, after) {
    return {
        day: !before || !isSameDay(before, entry),
        head: !before || !isOneGroup(before, entry),
        tail: !after || !isOneGroup(entry, after),
    };
}

/** @param {Entry} one @param {Entry} other */
function isSameDay(one, other) {
    return new Date(one.timestamp).toDateString() === new Date(other.timestamp).toDateString();
}

/** @param {Entry} one @param {Entry} other */
function isOneGroup(one, other) {
    return (
        one.kind !== 'escalation' &&
        other.kind !== 'escalation' &&
        one.senderType === other.senderType &&
        one.senderId === other.senderId &&
        isSameDay(one, other) &&
        Math.abs(Date.parse(other.timestamp) - Date.parse(one.timestamp)) < PAUSE
    );
}
