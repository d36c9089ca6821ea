/**
 * Makes elements without ever parsing a string, so that a page's Trusted Types have nothing to refuse.
 *
 * @typedef {Node|string|null|undefined|false} Child
 */

/**
 * An element with its attributes, listeners (`onclick: …`) and children.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {Record<string, string|number|boolean|null|undefined|((event: any) => void)>} [attributes] none for false, null
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
        if (typeof value === 'function') {
            element.addEventListener(key.slice(2), value);
        } else if (value !== null && value !== undefined && value !== false) {
            element.setAttribute(key, value === true ? '' : String(value));
        }
    }
    element.append(...shown(children));
    return element;
}

/**
 * Shows other children in an element than before.
 *
 * @param {Element} element
 * @param {...Child} children
 */
export function fill(element, ...children) {
    element.replaceChildren(...shown(children));
}

/**
 * Sets a text only where it differs, so that an unchanged one costs no layout.
 *
 * @param {Element} element
 * @param {string} text
 */
export function write(element, text) {
    if (element.textContent !== text) {
        element.textContent = text;
    }
}

/** @param {Child[]} children @returns {(Node|string)[]} */
function shown(children) {
    return /** @type {(Node|string)[]} */ (children.filter((child) => child || child === ''));
}
