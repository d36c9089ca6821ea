/**
 * Makes or changes a chatbot. What the server refuses is said at the field it is about.
 */

import { confirmed } from '../dialog.js';
import { h, newId, setText, show } from '../dom.js';
import { fullTime } from '../format.js';
import { icon } from '../icons.js';
import { failureWords, words } from '../words.js';
import { bodyOf, problemsByField, SECTIONS, valueAt } from './chatbot-fields.js';

/** @typedef {import('../types.js').Chatbot} Chatbot */
/** @typedef {import('./chatbot-fields.js').Field} Field */

const text = words.chatbots;

/** What a new chatbot begins with: the server's own defaults. */
const DEFAULTS = {
    temperature: 0.7,
    max_tokens: 1000,
    while_answering: 'enqueue',
    handoff: { words: [], after_failures: 0, tool: false, when_nothing_found: false },
    retrieval: { enabled: true, top_k: 5, min_score: 0 },
    provider: 'openai',
};

/**
 * @typedef {object} Input
 * @property {Field} field
 * @property {HTMLInputElement|HTMLTextAreaElement|HTMLSelectElement} control
 * @property {HTMLElement} problem
 * @property {() => unknown} read undefined for what is left out
 */

export class ChatbotForm {
    #api;
    #toasts;
    #chatbot;
    #changed;
    /** @type {Input[]} */
    #inputs = [];
    #atFirst = '';

    #state = h('span', { class: 'form-state', role: 'status' });
    #problem = h('p', { class: 'problem', role: 'alert', hidden: true });
    #save = h('button', { class: 'button primary', type: 'submit' });

    /**
     * @param {import('../desk.js').Desk} desk
     * @param {Chatbot|null} chatbot null for a new one
     * @param {Partial<Chatbot>|null} template what a new one begins with
     * @param {{saved: (chatbot: Chatbot) => void, removed: () => void, copied: (chatbot: Chatbot) => void,
     *     reload: () => void}} changed
     */
    constructor(desk, chatbot, template, changed) {
        this.#api = desk.account.api;
        this.#toasts = desk.toasts;
        this.#chatbot = chatbot;
        this.#changed = changed;
        const isFixed = chatbot !== null && !chatbot.own;
        const shown = chatbot ?? { ...DEFAULTS, ...template };
        this.element = h(
            'form',
            {
                class: 'chatbot-form',
                novalidate: true,
                on: {
                    submit: (/** @type {Event} */ event) => {
                        event.preventDefault();
                        void this.save();
                    },
                    input: () => this.#drawState(),
                },
            },
            isFixed &&
                h(
                    'div',
                    { class: 'notice' },
                    icon('lock'),
                    h('span', {}, text.readOnly),
                    h(
                        'button',
                        { class: 'button', type: 'button', on: { click: () => changed.copied(chatbot) } },
                        text.copy,
                    ),
                ),
            ...SECTIONS.map((section) =>
                h(
                    'fieldset',
                    { class: `form-section form-section-${section.name}`, disabled: isFixed },
                    h('legend', {}, text.sections[section.name]),
                    section.name === 'budgets' && h('p', { class: 'hint section-hint' }, text.budgetHint),
                    ...section.fields.map((field) => this.#row(field, shown)),
                ),
            ),
            this.#problem,
            !isFixed &&
                h(
                    'div',
                    { class: 'form-bar' },
                    chatbot &&
                        h(
                            'button',
                            { class: 'button danger-quiet', type: 'button', on: { click: () => this.#remove() } },
                            icon('trash'),
                            text.remove,
                        ),
                    chatbot &&
                        h(
                            'button',
                            { class: 'button quiet', type: 'button', on: { click: () => changed.copied(chatbot) } },
                            icon('copy'),
                            text.copy,
                        ),
                    this.#state,
                    this.#save,
                ),
        );
        show(this.#save, icon('check'), chatbot ? text.save : text.make);
        this.#atFirst = chatbot === null ? '' : this.#snapshot();
        this.#drawState();
    }

    get isChanged() {
        return (
            this.#chatbot?.own !== false &&
            this.#snapshot() !== this.#atFirst &&
            !(
                this.#chatbot === null &&
                this.#inputs.every((one) => one.field.path !== 'name' || one.control.value === '')
            )
        );
    }

    focus() {
        this.#inputs[0].control.focus();
    }

    async save() {
        this.#save.disabled = true;
        this.#say('', new Map());
        const body = bodyOf(this.#values(), this.#chatbot?.version);
        try {
            const saved = this.#chatbot
                ? await this.#api.call('PUT', `/chatbots/${encodeURIComponent(this.#chatbot.id)}`, { body })
                : await this.#api.call('POST', '/chatbots', { body });
            this.#toasts.done(this.#chatbot ? text.saved : text.created(saved.name));
            this.#atFirst = this.#snapshot();
            this.#changed.saved(saved);
        } catch (failure) {
            this.#refused(/** @type {import('../../static/chat/api.js').ApiError} */ (failure));
        } finally {
            this.#save.disabled = false;
        }
    }

    /** @param {import('../../static/chat/api.js').ApiError} failure */
    #refused(failure) {
        if (failure.status === 409 && this.#chatbot) {
            this.#say(text.conflict, new Map());
            this.#problem.append(
                ' ',
                h('button', { class: 'link', type: 'button', on: { click: this.#changed.reload } }, text.reload),
            );
        } else if (failure.status === 400) {
            const { fields, rest } = problemsByField(failure.message);
            this.#say(rest !== '' || fields.size === 0 ? rest || failure.message : text.wrong(fields.size), fields);
        } else {
            const isTaken = failure.status === 409;
            this.#say(isTaken ? failure.message : failureWords(failure), new Map());
        }
    }

    /** @param {string} problem @param {Map<string, string>} fields */
    #say(problem, fields) {
        this.#problem.hidden = problem === '';
        show(this.#problem, problem);
        /** @type {HTMLElement|null} */
        let first = null;
        for (const input of this.#inputs) {
            const wrong = fields.get(input.field.path) ?? '';
            setText(input.problem, wrong);
            input.problem.hidden = wrong === '';
            input.control.setAttribute('aria-invalid', `${wrong !== ''}`);
            first ??= wrong === '' ? null : input.control;
        }
        first?.focus();
    }

    async #remove() {
        const chatbot = /** @type {Chatbot} */ (this.#chatbot);
        if (!(await confirmed({ title: text.removeTitle(chatbot.name), lead: text.removeLead, yes: text.remove }))) {
            return;
        }
        try {
            await this.#api.call('DELETE', `/chatbots/${encodeURIComponent(chatbot.id)}`);
            this.#toasts.done(text.removed(chatbot.name));
            this.#atFirst = this.#snapshot();
            this.#changed.removed();
        } catch (failure) {
            this.#toasts.failed(failureWords(failure));
        }
    }

    #drawState() {
        const chatbot = this.#chatbot;
        setText(
            this.#state,
            this.isChanged
                ? text.unsaved
                : chatbot?.version && chatbot.updated_at
                  ? text.version(chatbot.version, fullTime(chatbot.updated_at))
                  : '',
        );
        this.#state.classList.toggle('is-unsaved', this.isChanged);
    }

    #values() {
        return new Map(this.#inputs.map((input) => [input.field.path, input.read()]));
    }

    #snapshot() {
        return JSON.stringify([...this.#values()]);
    }

    /** @param {Field} field @param {any} shown */
    #row(field, shown) {
        const { label, hint } = text.fields[field.path];
        const id = newId('field');
        const value = valueAt(shown, field.path);
        const problem = h('p', { class: 'problem', id: `${id}-problem`, hidden: true });
        const described = { 'aria-describedby': hint ? `${id}-hint ${id}-problem` : `${id}-problem` };
        const hintLine = hint && h('p', { class: 'hint', id: `${id}-hint` }, hint);
        if (field.kind === 'flag') {
            const box = h('input', { type: 'checkbox', id, checked: value === true, ...described });
            this.#inputs.push({ field, control: box, problem, read: () => box.checked });
            return h(
                'div',
                { class: 'check-row' },
                box,
                h('div', {}, h('label', { for: id }, label), hintLine, problem),
            );
        }
        const row =
            field.kind === 'key'
                ? this.#keyRow(field, id, value, described)
                : this.#valueRow(field, id, value, described);
        this.#inputs.push({ field, control: row.control, problem, read: row.read });
        return h(
            'div',
            { class: `form-row form-row-${field.path.replace(/.*\./, '')}` },
            h('label', { for: id }, label),
            ...row.elements,
            hintLine,
            problem,
        );
    }

    /**
     * @param {Field} field
     * @param {string} id
     * @param {any} value
     * @param {Record<string, string>} described
     * @returns {{control: Input['control'], read: () => unknown, elements: Element[]}}
     */
    #valueRow(field, id, value, described) {
        switch (field.kind) {
            case 'long':
            case 'lines': {
                const given = field.kind === 'lines' ? (value ?? []).join('\n') : (value ?? '');
                const area = h('textarea', { class: 'field', id, rows: field.rows, value: given, ...described });
                const read =
                    field.kind === 'lines'
                        ? () =>
                              area.value
                                  .split('\n')
                                  .map((line) => line.trim())
                                  .filter((line) => line !== '')
                        : () => (area.value === '' && this.#chatbot === null ? undefined : area.value);
                return { control: area, read, elements: [area] };
            }
            case 'choice': {
                const select = h(
                    'select',
                    { class: 'field', id, ...described },
                    ...(field.choices ?? []).map((choice) =>
                        h('option', { value: choice, selected: choice === value }, text.choices[choice]),
                    ),
                );
                return { control: select, read: () => select.value, elements: [select] };
            }
            case 'number': {
                const input = h('input', {
                    class: 'field',
                    id,
                    type: 'number',
                    step: field.step,
                    value: value ?? '',
                    inputmode: 'decimal',
                    ...described,
                });
                // What is no number at all goes as it is, so that the server says what it should be.
                const read = () =>
                    input.validity.badInput ? 'NaN' : input.value === '' ? undefined : Number(input.value);
                return { control: input, read, elements: [input] };
            }
            default: {
                const isFixed = field.fixed === true && this.#chatbot !== null;
                const input = h('input', {
                    class: 'field',
                    id,
                    value: value ?? '',
                    readonly: isFixed,
                    autocomplete: 'off',
                    ...described,
                });
                const read = () =>
                    input.value.trim() === '' && field.path !== 'name' ? undefined : input.value.trim();
                return { control: input, read, elements: [input] };
            }
        }
    }

    /**
     * @param {Field} field
     * @param {string} id
     * @param {{configured: boolean, last4?: string}|null} kept
     * @param {Record<string, string>} described
     */
    #keyRow(field, id, kept, described) {
        const input = h('input', {
            class: 'field',
            id,
            type: 'password',
            autocomplete: 'new-password',
            placeholder: kept?.configured ? text.keyKept(kept.last4 ?? '') : text.keyNone,
            ...described,
        });
        const remove = h('input', { type: 'checkbox', id: newId('remove-key') });
        const read = () => (input.value !== '' ? input.value : remove.checked ? null : undefined);
        const elements =
            kept?.configured && field.kind === 'key'
                ? [input, h('div', { class: 'check-row' }, remove, h('label', { for: remove.id }, text.keyRemove))]
                : [input];
        return { control: input, read, elements };
    }
}
