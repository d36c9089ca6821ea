package io.parley.completion.document;

import org.jspecify.annotations.Nullable;

/**
 * A piece of a document that is found, shown to a model and cited as one.
 *
 * @param number its place in the document, from 0
 * @param title the document's name
 * @param page from 1, where the document has pages
 * @param heading the headings it stands under, outermost first, parted by {@code " > "}
 */
public record Passage(
        DocumentKey document,
        int number,
        String title,
        @Nullable Integer page,
        @Nullable String heading,
        String text) {

    /** Unique among all passages. */
    public String id() {
        return document.documentId() + "/" + number;
    }
}
