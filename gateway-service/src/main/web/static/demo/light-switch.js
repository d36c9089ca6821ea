/**
 * Day and evening: the theme of the page, and of the widget with it.
 *
 * @typedef {import('./demo-widget.js').DemoWidget} DemoWidget
 */

const DARK = matchMedia('(prefers-color-scheme: dark)');

/**
 * @param {HTMLElement} button
 * @param {DemoWidget} widget
 */
export function lightSwitch(button, widget) {
    button.addEventListener('click', () => widget.change({ theme: isEvening(widget.options.theme) ? 'light' : 'dark' }));
    widget.on('change', ({ theme }) => show(theme));
    DARK.addEventListener('change', () => show(widget.options.theme));

    /** @param {string} theme */
    function show(theme) {
        document.documentElement.dataset.theme = theme;
        button.setAttribute('aria-pressed', String(isEvening(theme)));
    }
}

/** @param {string} theme */
function isEvening(theme) {
    return theme === 'dark' || (theme === 'auto' && DARK.matches);
}
