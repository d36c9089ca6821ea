/**
 * Makes elements: what the panel is built of, without a word of HTML in a string.
 */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string|boolean|number|((event: any) => void)>} [settings] attributes; `true` sets an empty one,
 *     `false` none; functions listen to the event they are named after
 * @param {...(Node|string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, settings = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(settings)) {
        if (typeof value === 'function') {
            made.addEventListener(name, value);
        } else if (value !== false) {
            made.setAttribute(name, value === true ? '' : String(value));
        }
    }
    made.append(...children);
    return made;
}

/**
 * A group of buttons of which one is pressed.
 *
 * @template {string} T
 * @param {string} label
 * @param {readonly (readonly [T, string])[]} choices value and words of each
 * @param {T} chosen
 * @param {(value: T) => void} onChoice
 */
export function choiceOf(label, choices, chosen, onChoice) {
    const group = element('div', { class: 'choices', role: 'group', 'aria-label': label });
    for (const [value, words] of choices) {
        group.append(
            element(
                'button',
                {
                    type: 'button',
                    class: 'tool',
                    'aria-pressed': String(value === chosen),
                    click: (event) => {
                        for (const other of group.children) {
                            other.setAttribute('aria-pressed', String(other === event.currentTarget));
                        }
                        onChoice(value);
                    },
                },
                words,
            ),
        );
    }
    return group;
}
