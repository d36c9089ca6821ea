package io.parley.completion.document;

/**
 * A paragraph or heading as a parser found it.
 *
 * @param level 1 to 6 for a heading, 0 for all else
 * @param page from 1, or 0 where the document has no pages
 */
public record Block(int level, int page, String text) {

    public boolean isHeading() {
        return level > 0;
    }
}
