package io.parley.events;

import org.jspecify.annotations.Nullable;

/**
 * A passage of the owner's documents that an answer rests on.
 *
 * @param page counted from 1, where the document has pages
 * @param score of the search, 0 to 1
 * @param number by which the answer's text refers to it, {@code [1]}; null where it does not
 */
public record Citation(
        String documentId,
        String title,
        @Nullable Integer page,
        String excerpt,
        double score,
        @Nullable Integer number) {

    /** One that the text does not refer to. */
    public Citation(String documentId, String title, @Nullable Integer page, String excerpt, double score) {
        this(documentId, title, page, excerpt, score, null);
    }
}
