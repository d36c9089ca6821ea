/** Cuts a growing answer into what can be read aloud: whole sentences, without the marks of Markdown. */

/**
 * The sentences of a text that are complete, and how much of the text they take.
 *
 * @param {string} text what was not said yet
 * @param {boolean} finished nothing follows: the last sentence is complete, however it ends
 * @param {string} locale
 * @returns {{said: string, length: number}}
 */
export function wholeSentences(text, finished, locale) {
    if (finished) {
        return { said: spoken(text), length: text.length };
    }
    // Inside a block of code nothing ends a sentence; it is said when it is closed.
    const open = (text.match(/^```/gm)?.length ?? 0) % 2 === 1 ? text.lastIndexOf('```') : text.length;
    const ripe = text.slice(0, open);
    const segments = [...new Intl.Segmenter(locale, { granularity: 'sentence' }).segment(ripe)];
    let length = 0;
    for (const { index, segment } of segments) {
        const isLast = index + segment.length === ripe.length;
        const isClosed = isLast ? /\n\s*$/.test(segment) || open < text.length : /[.!?…。！？؟۔:;\n]\s*\W*\s*$/u.test(segment);
        // "1. " and "z. B. " look like ends and are none: a sentence that short waits for the next one.
        if (isClosed && spoken(text.slice(length, index + segment.length)).length > 4) {
            length = index + segment.length;
        }
    }
    return { said: spoken(text.slice(0, length)), length };
}

/**
 * What a person would read aloud of a Markdown text.
 *
 * @param {string} markdown
 * @param {string} [code] said in place of a block of code
 */
export function spoken(markdown, code = '') {
    return markdown
        .replace(/^```[^\n]*\n[\s\S]*?(^```|$(?![\s\S]))/gm, `${code} `)
        .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
        .replace(/^\s*(#{1,6}|>|[-*+]|\|?[\s:|-]+\|?$)\s*/gm, '')
        .replace(/(\*\*|__|~~|`)/g, '')
        .replace(/(^|\s)[*_](\S[^*_]*)[*_]/g, '$1$2')
        .replace(/\|/g, ' ')
        .replace(/\s+/g, ' ')
        .trim();
}
