package io.parley.events;

import org.jspecify.annotations.Nullable;

/**
 * A passage of the owner's documents that an answer rests on.
 *
 * @param page counted from 1, where the document has pages
 * @param score of the search, 0 to 1
 */
public record Citation(
        String documentId, String title, @Nullable Integer page, String excerpt, double score) {}
