package io.parley.completion.document;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a document besides its words.
 *
 * @param name as it was uploaded, cleaned
 * @param size bytes of the file
 * @param sha256 of the file, in hexadecimal digits
 * @param fault why it failed, where it did
 * @param passages how many, from when it was split
 */
public record KnownDocument(
        DocumentKey key,
        String name,
        DocumentKind kind,
        long size,
        String sha256,
        DocumentStatus status,
        @Nullable DocumentFault fault,
        @Nullable Integer passages,
        Instant createdAt) {

    static KnownDocument received(
            DocumentKey key, String name, DocumentKind kind, long size, String sha256, Instant at) {
        return new KnownDocument(key, name, kind, size, sha256, DocumentStatus.PROCESSING, null, null, at);
    }

    boolean isProcessing() {
        return status == DocumentStatus.PROCESSING;
    }
}
