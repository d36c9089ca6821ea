/**
 * What a visitor may ask of the suite over HTTP. Words in braces stand for what the page knows by then.
 *
 * @typedef {object} Endpoint
 * @property {string} title
 * @property {'GET'|'POST'|'PUT'|'DELETE'} method
 * @property {string} path
 * @property {unknown} [body] to begin with
 * @property {string} [hint]
 * @property {boolean} [anonymous] asks for no credential
 *
 * @typedef {{title: string, endpoints: readonly Endpoint[]}} Group
 */

/** @type {readonly Group[]} */
export const GROUPS = [
    {
        title: 'The suite, and who is calling',
        endpoints: [
            { title: 'Health', method: 'GET', path: '/health', anonymous: true },
            {
                title: 'Become a guest',
                method: 'POST',
                path: '/auth/guest',
                body: {},
                anonymous: true,
                hint: 'Somebody new each time; with {"token": "…"} of an earlier guest the same person again. The page goes on as it was.',
            },
            {
                title: 'Ticket for a socket',
                method: 'POST',
                path: '/auth/ticket',
                body: {},
                hint: 'Lasts 30 s and opens one socket: new WebSocket(url, ["chat.v1", "ticket." + ticket]).',
            },
            { title: 'Keys that guests are signed with', method: 'GET', path: '/.well-known/jwks.json', anonymous: true },
            { title: 'Chatbots', method: 'GET', path: '/chatbots' },
        ],
    },
    {
        title: 'Session and conversation',
        endpoints: [
            {
                title: 'Begin or join the session',
                method: 'POST',
                path: '/chatbot/{chatbot_id}/session',
                body: {},
                hint: 'With {"conversation": "new"} a fresh conversation.',
            },
            {
                title: 'Send a message',
                method: 'POST',
                path: '/chat/{conversation_id}/messages',
                body: { content: 'Do your lamps come with a bulb?', client_message_id: '{new_id}', metadata: {} },
                hint: 'The same client_message_id twice is one message.',
            },
            { title: 'History', method: 'GET', path: '/chat/{conversation_id}/history?limit=5' },
            {
                title: 'Wait for frames',
                method: 'GET',
                path: '/chat/{conversation_id}/events?after={seq}&wait=25',
                hint: 'The long poll: answered as soon as something happens after that place, or empty after 25 s.',
            },
            { title: 'My conversations', method: 'GET', path: '/chat/user/{user_id}/conversations?limit=5' },
            {
                title: 'End the session',
                method: 'DELETE',
                path: '/chatbot/session/{session_id}',
                hint: 'The conversation stays.',
            },
            {
                title: 'Erase the conversation',
                method: 'DELETE',
                path: '/chat/{conversation_id}',
                hint: 'Everything said in it is gone, everywhere and for good.',
            },
        ],
    },
    {
        title: 'A person',
        endpoints: [
            {
                title: 'Ask for a person',
                method: 'POST',
                path: '/chat/{conversation_id}/escalate',
                body: { reason: 'complex_query', metadata: { user_feedback: 'Need human assistance' } },
            },
            { title: 'Escalations', method: 'GET', path: '/chat/{conversation_id}/escalations' },
            { title: 'No person after all', method: 'DELETE', path: '/chat/{conversation_id}/escalate' },
            {
                title: 'Rate',
                method: 'POST',
                path: '/chat/{conversation_id}/rating',
                body: { score: 5, comment: 'Quick and kind.' },
            },
        ],
    },
    {
        title: 'AI chat, question and answer in one call',
        endpoints: [
            {
                title: 'Ask the assistant',
                method: 'POST',
                path: '/api/chat/ai/send',
                body: { message: 'Which lamp suits a dark hallway?', client_message_id: '{new_id}' },
            },
            { title: 'AI history', method: 'GET', path: '/api/chat/ai/history/{user_id}?page=1&limit=10' },
            { title: 'Clear the AI history', method: 'DELETE', path: '/api/chat/ai/history/{user_id}' },
        ],
    },
    {
        title: 'An own key for the model',
        endpoints: [
            { title: 'Is one kept?', method: 'GET', path: '/api/settings/api-key' },
            { title: 'Keep one', method: 'PUT', path: '/api/settings/api-key', body: { api_key: 'sk-…', validate: true } },
            { title: 'Forget it', method: 'DELETE', path: '/api/settings/api-key' },
        ],
    },
];

/**
 * Puts what is known in the place of the braces.
 *
 * @param {string} text
 * @param {Record<string, string>} known
 * @param {(value: string) => string} [form] how a value stands there
 * @returns {{text: string, missing: string[]}}
 */
export function expand(text, known, form = encodeURIComponent) {
    /** @type {string[]} */
    const missing = [];
    const expanded = text.replace(/\{([a-z_]+)\}/g, (placeholder, name) => {
        if (known[name] === undefined) {
            missing.push(name);
            return placeholder;
        }
        return form(known[name]);
    });
    return { text: expanded, missing };
}
