/**
 * Reads what a token says of its owner. The gateway decides whether it is true; the page only shows it.
 */

/** @typedef {'user'|'agent'|'admin'} Role */

/**
 * @typedef {object} TokenClaims
 * @property {string} userId
 * @property {string} name
 * @property {string} tenant
 * @property {Role} role the highest it claims
 * @property {number} expiresAt in ms
 */

/** @type {Role[]} */
const ROLES = ['user', 'agent', 'admin'];

/**
 * @param {string} token
 * @returns {TokenClaims|null} null for what is no token at all
 */
export function readToken(token) {
    const parts = token.split('.');
    if (parts.length !== 3) {
        return null;
    }
    try {
        const claims = JSON.parse(decoded(parts[1]));
        if (typeof claims.sub !== 'string' || typeof claims.exp !== 'number') {
            return null;
        }
        const named =
            typeof claims.roles === 'string' ? [claims.roles] : Array.isArray(claims.roles) ? claims.roles : [];
        const highest = Math.max(0, ...named.map((/** @type {Role} */ role) => ROLES.indexOf(role)));
        return {
            userId: claims.sub,
            name: typeof claims.name === 'string' && claims.name.trim() !== '' ? claims.name : claims.sub,
            tenant: typeof claims.tenant === 'string' ? claims.tenant : 'default',
            role: ROLES[highest],
            expiresAt: claims.exp * 1000,
        };
    } catch {
        return null;
    }
}

/** @param {string} base64url of UTF-8 */
function decoded(base64url) {
    const bytes = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
    return new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
}

/**
 * What somebody pasted, without the blanks, line ends and quotation marks that come along.
 *
 * @param {string} text
 */
export function tidied(text) {
    return text.replace(/^\s*(?:bearer\s+)?["']?|["']?\s*$/gi, '').replace(/\s+/g, '');
}
