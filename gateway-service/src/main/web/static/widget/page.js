/**
 * The chat on a page of its own, for a frame or the web view of an app: open from the start, as large as the page, and
 * without the bubble or a way to close it. Options come with the address: `chat-widget.html?theme=dark&locale=de`.
 */

const OPTIONS = ['chatbotId', 'locale', 'theme'];

const SHEET = new CSSStyleSheet();
SHEET.replaceSync(`
    .bubble, .close { display: none !important; }
    .panel, .panel:modal {
        inset: 0 !important; width: 100% !important; height: 100% !important; max-width: none !important;
        max-height: none !important; margin: 0 !important; border: 0 !important; border-radius: 0 !important;
        box-shadow: none !important; animation: none !important;
    }
    @media (width >= 480px) { .panel { padding-inline: max(0px, (100% - 760px) / 2) !important; } }
    .header::before { inset-inline: -50vw !important; }`);

const asked = new URLSearchParams(location.search);
const options = Object.fromEntries(OPTIONS.flatMap((name) => (asked.has(name) ? [[name, asked.get(name)]] : [])));
document.documentElement.dataset.theme = asked.get('theme') ?? 'auto';

try {
    show(new /** @type {any} */ (window).ChatWidget({ ...options, autoOpen: true }));
} catch (failure) {
    document.body.append(`${/** @type {Error} */ (failure).message}`);
    throw failure;
}

/** @param {any} widget */
function show(widget) {
    const root = document.querySelector('parley-chat')?.shadowRoot;
    root?.adoptedStyleSheets.push(SHEET);
    widget.on('open', () => {
        // The chat brings sheets of its own, and the last one counts.
        if (root) {
            root.adoptedStyleSheets = [...root.adoptedStyleSheets.filter((sheet) => sheet !== SHEET), SHEET];
        }
    });
    // Escape closes a chat; here there is nothing behind it.
    widget.on('close', () => widget.openChat());
}

export {};
