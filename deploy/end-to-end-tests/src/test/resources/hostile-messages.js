/**
 * Shows every hostile message in every way it can arrive: whole, in two parts split at each position, and character by
 * character. Looks at what became of it each time: nothing but harmless elements with harmless attributes, and in the end
 * the same whichever way it came.
 *
 * @param {Record<string, string>} messages by what they try
 */
async (messages) => {
    const { MarkdownView } = await import('/static/chat/markdown.js');
    // The view waits between costly renderings; here it is to render each time.
    performance.now = () => 0;
    const TAGS = new Set(('A B BLOCKQUOTE BR CODE DEL EM H1 H2 H3 H4 H5 H6 HR I KBD LI OL P PRE S STRONG SUB SUP TABLE '
        + 'TBODY TD TH THEAD TR U UL').split(' '));
    const ATTRIBUTES = new Set(['href', 'title', 'target', 'rel', 'start', 'align', 'data-language', 'tabindex']);
    const ADDRESSES = new Set(['http:', 'https:', 'mailto:', 'tel:']);
    const MOST_SPLITS = 400;
    const findings = new Set();
    let renderings = 0;
    let views = 0;

    const host = document.createElement('div');
    document.body.append(host);
    const root = host.attachShadow({ mode: 'open' });

    for (const [name, message] of Object.entries(messages)) {
        const whole = shown(name, 'whole', [message]);
        const step = Math.max(1, Math.floor(message.length / MOST_SPLITS));
        const positions = Array.from({ length: message.length - 1 }, (_, index) => index + 1).filter((at) => at % step === 0);
        for (const at of positions) {
            same(name, `split at ${at}`, whole, shown(name, `split at ${at}`, [message.slice(0, at), message]));
        }
        same(name, 'by characters', whole, shown(name, 'by characters', positions.map((at) => message.slice(0, at)).concat(message)));
    }
    // What fails to load says so later.
    await new Promise((resolve) => setTimeout(resolve, 500));
    return { findings: [...findings], hits: window.hits, renderings, views };

    /** Shows the beginnings one after the other, the last of them as finished. */
    function shown(name, how, beginnings) {
        const place = document.createElement('div');
        root.replaceChildren(place);
        const view = new MarkdownView(place);
        views++;
        beginnings.forEach((text, index) => {
            view.show(text, index === beginnings.length - 1);
            renderings++;
            inspect(name, how, place);
        });
        return place.innerHTML;
    }

    function same(name, how, whole, parts) {
        if (whole !== parts) {
            findings.add(`${name}, ${how}: ${parts} is not ${whole}`);
        }
    }

    function inspect(name, how, place) {
        for (const element of place.querySelectorAll('*')) {
            if (!TAGS.has(element.tagName)) {
                findings.add(`${name}, ${how}: <${element.tagName}>`);
            }
            for (const { name: attribute, value } of element.attributes) {
                if (!ATTRIBUTES.has(attribute)) {
                    findings.add(`${name}, ${how}: ${attribute}="${value}"`);
                }
            }
            if (element.tagName === 'A' && element.hasAttribute('href')) {
                inspectLink(name, how, element);
            }
        }
    }

    function inspectLink(name, how, link) {
        if (!ADDRESSES.has(link.protocol)) {
            findings.add(`${name}, ${how}: a link to ${link.href}`);
        }
        if (link.target !== '_blank' || !link.relList.contains('noopener')) {
            findings.add(`${name}, ${how}: a link that keeps an opener`);
        }
    }
}
