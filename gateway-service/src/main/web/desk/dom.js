/**
 * Elements by hand: nothing on this page is made from text that could be markup.
 */

/** @typedef {Node|string|number|null|undefined|false} Child */

/**
 * Makes an element. `class`, `value` and `on` (handlers by event) are special; every other property is an attribute and
 * is left out where it is null, undefined or false.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, any>} [properties]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, properties = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
        if (value === null || value === undefined || value === false) {
            continue;
        }
        if (name === 'class') {
            element.className = value;
        } else if (name === 'value') {
            /** @type {any} */ (element).value = value;
        } else if (name === 'on') {
            for (const [event, handler] of Object.entries(value)) {
                element.addEventListener(event, /** @type {EventListener} */ (handler));
            }
        } else {
            element.setAttribute(name, value === true ? '' : String(value));
        }
    }
    show(element, ...children);
    return element;
}

/**
 * Replaces what an element holds; what is null, undefined or false is passed over.
 *
 * @param {Element} element
 * @param {...Child} children
 */
export function show(element, ...children) {
    element.replaceChildren(
        ...children.filter(isShown).map((child) => (typeof child === 'number' ? `${child}` : child)),
    );
}

/**
 * @param {Child} child
 * @returns {child is Node|string|number}
 */
function isShown(child) {
    return child !== null && child !== undefined && child !== false;
}

/**
 * Brings a parent's children into the given order and touches only what stands elsewhere, so that focus and scroll
 * stay.
 *
 * @param {Element} parent
 * @param {Element[]} wanted
 */
export function arrange(parent, wanted) {
    const kept = new Set(wanted);
    for (const child of [...parent.children]) {
        if (!kept.has(child)) {
            child.remove();
        }
    }
    let place = parent.firstElementChild;
    for (const element of wanted) {
        if (element === place) {
            place = place.nextElementSibling;
        } else {
            parent.insertBefore(element, place);
        }
    }
}

/**
 * Sets a text only where it differs: the page is drawn once a second by the clock.
 *
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
    if (element.textContent !== text) {
        element.textContent = text;
    }
}

let lastId = 0;

/**
 * An id for `for`, `aria-labelledby` and the like.
 *
 * @param {string} prefix
 */
export function newId(prefix) {
    lastId += 1;
    return `${prefix}-${lastId}`;
}
