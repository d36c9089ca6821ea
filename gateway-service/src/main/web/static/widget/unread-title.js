/** Puts the number of unread messages before the page's title, and leaves the rest of the title to the page. */

const MARK = /^\(\d+\+?\) /;

/**
 * @param {string} title
 * @param {number} unread
 */
export function titled(title, unread) {
    const own = title.replace(MARK, '');
    return unread ? `(${unread > 99 ? '99+' : unread}) ${own}` : own;
}

/** @param {number} unread */
export function showInTitle(unread) {
    const title = titled(document.title, unread);
    if (title !== document.title) {
        document.title = title;
    }
}
