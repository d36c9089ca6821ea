/**
 * The fields of a chatbot as a form has them: where each stands in the body, what kind it is, and which problem of
 * the server is about which field.
 */

/** @typedef {import('../types.js').Chatbot} Chatbot */
/** @typedef {'text'|'long'|'number'|'flag'|'lines'|'choice'|'key'} Kind */
/** @typedef {{path: string, kind: Kind, choices?: string[], rows?: number, step?: string, fixed?: boolean}} Field */
/** @typedef {{name: keyof typeof import('../words.js').words.chatbots.sections, fields: Field[]}} Section */

/** @type {Section[]} */
export const SECTIONS = [
    {
        name: 'who',
        fields: [
            { path: 'name', kind: 'text' },
            { path: 'id', kind: 'text', fixed: true },
            { path: 'greeting', kind: 'long', rows: 2 },
            { path: 'persona', kind: 'long', rows: 8 },
        ],
    },
    {
        name: 'model',
        fields: [
            { path: 'model', kind: 'text' },
            { path: 'fallback_model', kind: 'text' },
            { path: 'temperature', kind: 'number', step: '0.1' },
            { path: 'max_tokens', kind: 'number', step: '1' },
            { path: 'while_answering', kind: 'choice', choices: ['enqueue', 'interrupt', 'reject'] },
        ],
    },
    {
        name: 'handoff',
        fields: [
            { path: 'handoff.words', kind: 'lines', rows: 3 },
            { path: 'handoff.after_failures', kind: 'number', step: '1' },
            { path: 'handoff.tool', kind: 'flag' },
            { path: 'handoff.when_nothing_found', kind: 'flag' },
        ],
    },
    {
        name: 'retrieval',
        fields: [
            { path: 'retrieval.enabled', kind: 'flag' },
            { path: 'retrieval.top_k', kind: 'number', step: '1' },
            { path: 'retrieval.min_score', kind: 'number', step: '0.05' },
            { path: 'retrieval.embedding_model', kind: 'text' },
        ],
    },
    {
        name: 'budgets',
        fields: [
            { path: 'budgets.user_tokens_per_day', kind: 'number', step: '1' },
            { path: 'budgets.user_tokens_per_month', kind: 'number', step: '1' },
            { path: 'budgets.chatbot_tokens_per_day', kind: 'number', step: '1' },
            { path: 'budgets.chatbot_tokens_per_month', kind: 'number', step: '1' },
        ],
    },
    {
        name: 'provider',
        fields: [
            { path: 'provider', kind: 'choice', choices: ['openai', 'assistants'] },
            { path: 'base_url', kind: 'text' },
            { path: 'api_key', kind: 'key' },
        ],
    },
];

export const FIELDS = SECTIONS.flatMap((section) => section.fields);

/**
 * What a form shows of a chatbot; nothing of what is empty there.
 *
 * @param {any} chatbot
 * @param {string} path
 */
export function valueAt(chatbot, path) {
    return path.split('.').reduce((value, name) => value?.[name], chatbot) ?? null;
}

/**
 * The body that says what a form says. What is empty is left out and so has its default; the key is kept unless a new
 * one or none was asked for.
 *
 * @param {Map<string, unknown>} values by path
 * @param {number|undefined} version the one that was read; undefined for a new chatbot
 */
export function bodyOf(values, version) {
    /** @type {Record<string, any>} */
    const body = version === undefined ? {} : { version };
    for (const [path, value] of values) {
        if (value === undefined) {
            continue;
        }
        const names = path.split('.');
        const last = /** @type {string} */ (names.pop());
        const place = names.reduce((object, name) => (object[name] ??= {}), body);
        place[last] = value;
    }
    return body;
}

/**
 * Tells from a refusal's sentence which field each of its parts is about: `name is needed; handoff.words must be a
 * list.`
 *
 * @param {string} detail
 * @returns {{fields: Map<string, string>, rest: string}}
 */
export function problemsByField(detail) {
    /** @type {Map<string, string>} */
    const fields = new Map();
    /** @type {string[]} */
    const rest = [];
    for (const part of detail.replace(/\.$/, '').split('; ')) {
        const path = part.split(' ', 1)[0];
        if (FIELDS.some((field) => field.path === path)) {
            const rule = part.slice(path.length + 1);
            fields.set(path, `${rule.charAt(0).toUpperCase()}${rule.slice(1)}.`);
        } else if (part !== '') {
            rest.push(part);
        }
    }
    return { fields, rest: rest.join('; ') };
}
