/**
 * What is asked before a conversation is transferred or resolved.
 */

import { openDialog } from './dialog.js';
import { h, newId } from './dom.js';
import { words } from './words.js';

/** @typedef {import('./types.js').AgentStatus} AgentStatus */

const LONGEST_NOTE = 4000;
const LONGEST_TEAM = 64;

/**
 * @param {AgentStatus[]} colleagues who has been at this desk, the caller left out
 * @returns {Promise<Record<string, string>|null>} the body of the move; null where it was thought better of
 */
export async function askTransfer(colleagues) {
    const kind = newId('kind');
    const agents = newId('agents');
    const problem = h('p', { class: 'problem', role: 'alert', hidden: true });
    const agent = h('input', {
        class: 'field',
        id: newId('agent'),
        list: agents,
        autocomplete: 'off',
        spellcheck: 'false',
        maxlength: 128,
        autofocus: true,
    });
    const team = h('input', { class: 'field', id: newId('team'), maxlength: LONGEST_TEAM, autocomplete: 'off' });
    const note = noteField();
    const toAgent = h('input', { type: 'radio', name: kind, id: newId('radio'), checked: true });
    const toTeam = h('input', { type: 'radio', name: kind, id: newId('radio') });
    const agentPart = h(
        'div',
        { class: 'form-row' },
        h('label', { for: agent.id }, words.moves.agentId),
        agent,
        h(
            'datalist',
            { id: agents },
            ...colleagues.map((one) => h('option', { value: one.agent_id, label: colleagueWords(one) })),
        ),
        colleagueButtons(colleagues, agent),
        h('p', { class: 'hint' }, words.moves.agentHint),
    );
    const teamPart = h(
        'div',
        { class: 'form-row', hidden: true },
        h('label', { for: team.id }, words.moves.team),
        team,
        h('p', { class: 'hint' }, words.moves.teamHint),
    );
    const switchParts = () => {
        agentPart.hidden = toTeam.checked;
        teamPart.hidden = !toTeam.checked;
        problem.hidden = true;
        (toTeam.checked ? team : agent).focus();
    };
    toAgent.addEventListener('change', switchParts);
    toTeam.addEventListener('change', switchParts);
    return asked(
        words.moves.transfer,
        words.moves.transfer,
        [
            h(
                'div',
                { class: 'segments', role: 'radiogroup', 'aria-label': words.moves.transfer },
                toAgent,
                h('label', { for: toAgent.id }, words.moves.toAgent),
                toTeam,
                h('label', { for: toTeam.id }, words.moves.toTeam),
            ),
            agentPart,
            teamPart,
            problem,
            h('div', { class: 'form-row' }, h('label', { for: note.id }, words.moves.noteForOther), note),
        ],
        () => {
            const field = toTeam.checked ? team : agent;
            const value = field.value.trim();
            if (value === '') {
                problem.textContent = toTeam.checked ? words.moves.needTeam : words.moves.needAgent;
                problem.hidden = false;
                field.focus();
                return null;
            }
            return withNote(toTeam.checked ? { to_team: value } : { to_agent: value }, note.value);
        },
    );
}

/** @returns {Promise<Record<string, string>|null>} */
export function askResolve() {
    const note = noteField();
    note.autofocus = true;
    return asked(
        words.moves.resolve,
        words.moves.resolve,
        [
            h('p', { class: 'dialog-lead' }, words.moves.resolveLead),
            h('div', { class: 'form-row' }, h('label', { for: note.id }, words.moves.noteOptional), note),
        ],
        () => withNote({}, note.value),
    );
}

function noteField() {
    return h('textarea', { class: 'field', id: newId('note'), rows: 3, maxlength: LONGEST_NOTE });
}

/** @param {Record<string, string>} body @param {string} note */
function withNote(body, note) {
    return note.trim() === '' ? body : { ...body, note: note.trim() };
}

/** @param {AgentStatus} one */
function colleagueWords(one) {
    return `${one.name ?? one.agent_id}, ${words.status[one.status]}`;
}

/**
 * The first few to be clicked; those who are at the desk come first.
 *
 * @param {AgentStatus[]} colleagues
 * @param {HTMLInputElement} field
 */
function colleagueButtons(colleagues, field) {
    return h(
        'div',
        { class: 'colleagues' },
        ...colleagues.slice(0, 8).map((one) =>
            h(
                'button',
                {
                    class: 'chip chip-button',
                    type: 'button',
                    on: {
                        click: () => {
                            field.value = one.agent_id;
                            field.focus();
                        },
                    },
                },
                h('span', { class: `dot dot-${one.status}`, 'aria-hidden': 'true' }),
                one.name ?? one.agent_id,
                h('span', { class: 'visually-hidden' }, `, ${words.status[one.status]}`),
            ),
        ),
    );
}

/**
 * @param {string} title
 * @param {string} yes
 * @param {Element[]} fields
 * @param {() => Record<string, string>|null} read null where something is still to be said
 */
async function asked(title, yes, fields, read) {
    /** @type {Record<string, string>|null} */
    let answer = null;
    const form = h(
        'form',
        {
            class: 'dialog-form',
            method: 'dialog',
            on: {
                submit: (/** @type {Event} */ event) => {
                    event.preventDefault();
                    answer = read();
                    if (answer) {
                        dialog.close();
                    }
                },
                keydown: (/** @type {KeyboardEvent} */ event) => {
                    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
                        form.requestSubmit();
                    }
                },
            },
        },
        ...fields,
        h(
            'div',
            { class: 'dialog-actions' },
            h('button', { class: 'button', type: 'button', on: { click: () => dialog.close() } }, words.cancel),
            h('button', { class: 'button primary', type: 'submit' }, yes),
        ),
    );
    const dialog = openDialog({ title, content: [form] });
    await dialog.closed;
    return /** @type {Record<string, string>|null} */ (answer);
}
