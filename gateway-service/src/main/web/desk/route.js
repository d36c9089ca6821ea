/**
 * Places on the page and their addresses behind the `#`: each can be reloaded, sent to a colleague, and gone back to.
 */

/** @typedef {'settings'|'documents'|'search'} ChatbotPart */

/**
 * @typedef {{page: 'inbox', conversationId: string|null, details: boolean}
 *     | {page: 'chatbots', chatbotId: string|null, part: ChatbotPart}
 *     | {page: 'usage'}} Route
 */

/** Stands in an address where an id would: no chatbot can be called so. */
export const NEW_CHATBOT = '+';

/** @type {ChatbotPart[]} */
const PARTS = ['settings', 'documents', 'search'];

/**
 * @param {string} hash
 * @returns {Route}
 */
export function parseRoute(hash) {
    const [page, id, part] = hash.replace(/^#\/?/, '').split('/').map(unescaped);
    switch (page) {
        case 'chatbots':
            return { page, chatbotId: id || null, part: PARTS.find((known) => known === part) ?? 'settings' };
        case 'usage':
            return { page };
        default:
            return { page: 'inbox', conversationId: (page === 'inbox' && id) || null, details: part === 'details' };
    }
}

/** @param {string} text */
function unescaped(text) {
    try {
        return decodeURIComponent(text);
    } catch {
        return '';
    }
}

/** @param {string|null} [conversationId] @param {boolean} [details] */
export function inboxAddress(conversationId = null, details = false) {
    return conversationId === null
        ? '#/inbox'
        : `#/inbox/${encodeURIComponent(conversationId)}${details ? '/details' : ''}`;
}

/** @param {string|null} [chatbotId] @param {ChatbotPart} [part] */
export function chatbotAddress(chatbotId = null, part = 'settings') {
    return chatbotId === null
        ? '#/chatbots'
        : `#/chatbots/${encodeURIComponent(chatbotId)}${part === 'settings' ? '' : `/${part}`}`;
}

/**
 * Goes to another place at once: whoever follows has done so when this returns.
 *
 * @param {string} address
 */
export function go(address) {
    if (location.hash !== address) {
        history.pushState(null, '', address);
        window.dispatchEvent(new Event('hashchange'));
    }
}
