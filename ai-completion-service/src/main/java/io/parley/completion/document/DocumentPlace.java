package io.parley.completion.document;

import java.time.Instant;

/** A place in the list of a chatbot's documents, which is sorted by time and, within the same millisecond, by id. */
public record DocumentPlace(Instant createdAt, String documentId) {

    static DocumentPlace of(KnownDocument document) {
        return new DocumentPlace(document.createdAt(), document.key().documentId());
    }
}
