/**
 * Buttons that change the widget while it runs, and that do what a page may do with it.
 *
 * @typedef {import('./demo-widget.js').DemoWidget} DemoWidget
 */

import { choiceOf, element } from './dom.js';

/** @type {readonly (readonly [string, string])[]} */
const ACCENTS = [
    ['', 'Its own'],
    ['#b45309', 'Amber'],
    ['#2563eb', 'Blue'],
    ['#be185d', 'Berry'],
];

/** @param {DemoWidget} widget */
export function widgetSettings(widget) {
    const { theme, position, locale } = widget.options;
    const scroll = element('div', { class: 'scroll' });
    const words = element('input', { value: 'Do your lamps come with a bulb?', 'aria-label': 'What to say' });
    scroll.append(
        field(
            'Theme',
            choiceOf('Theme', [['auto', 'Auto'], ['light', 'Light'], ['dark', 'Dark']], theme, (value) =>
                widget.change({ theme: value }),
            ),
            'Of the widget and of the page below it.',
        ),
        field(
            'Position',
            choiceOf(
                'Position',
                [['bottom-left', 'Bottom left'], ['bottom-right', 'Bottom right']],
                position,
                (value) => widget.change({ position: value }),
            ),
            'This panel keeps to the other side.',
        ),
        field(
            'Language',
            choiceOf('Language', [['en', 'English'], ['de', 'Deutsch'], ['ar', 'العربية']], locale, (value) =>
                widget.change({ locale: value }),
            ),
        ),
        field(
            'Colour',
            choiceOf('Colour', ACCENTS, '', (value) => widget.colour(value)),
            'By CSS custom properties of the page.',
        ),
        field(
            'JavaScript API',
            element(
                'div',
                { class: 'choices' },
                button('openChat()', () => widget.current.openChat()),
                button('closeChat()', () => widget.current.closeChat()),
                button("escalateConversation('complex_query')", () =>
                    widget.current.escalateConversation('complex_query'),
                ),
            ),
        ),
        field(
            'sendMessage(text)',
            element(
                'form',
                {
                    class: 'say',
                    submit: (event) => {
                        event.preventDefault();
                        widget.current.openChat();
                        widget.current.sendMessage(words.value);
                    },
                },
                words,
                element('button', { class: 'tool strong' }, 'Say it'),
            ),
        ),
    );
    return element('div', { class: 'sheet' }, scroll);
}

/**
 * @param {string} legend
 * @param {HTMLElement} control
 * @param {string} [hint]
 */
function field(legend, control, hint) {
    const set = element('fieldset', {}, element('legend', {}, legend), control);
    if (hint) {
        set.append(element('p', { class: 'hint' }, hint));
    }
    return set;
}

/**
 * @param {string} words
 * @param {() => void} act
 */
function button(words, act) {
    return element('button', { type: 'button', class: 'tool', click: act }, words);
}
