/** Cuts a growing answer into what can be read aloud: whole sentences, without the marks of Markdown. */

/** A mark and a space after it; without one it may be in the middle of an address. */
const END = /([.!?…؟۔:;][^\p{L}\p{N}]*\s|[。！？]\s*|\n\s*)$/u;
const SHORTEST = 4;

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
    let length = 0;
    for (const { index, segment } of new Intl.Segmenter(locale, { granularity: 'sentence' }).segment(ripe)) {
        // "1. " and "z. B. " look like ends and are none: a sentence that short waits for the next one.
        if (END.test(segment) && spoken(text.slice(length, index + segment.length)).length > SHORTEST) {
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
        .replace(/^[^\S\n]*(#{1,6}\s|>|[-*+]\s|\|?[\s:|-]+\|?$)[^\S\n]*/gm, '')
        .replace(/(\*\*|__|~~|`)/g, '')
        .replace(/(^|\s)[*_](\S[^*_]*)[*_]/g, '$1$2')
        .replace(/\|/g, ' ')
        .replace(/\s+/g, ' ')
        .trim();
}
