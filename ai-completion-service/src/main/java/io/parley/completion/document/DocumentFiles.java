package io.parley.completion.document;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The bytes of documents that are not processed yet, in pieces of at most {@link #PIECE}. */
public interface DocumentFiles {

    /** Bytes; far below what a document of the database may have, and few enough to write a file in. */
    int PIECE = 1 << 20;

    Mono<Void> keep(DocumentKey key, int number, byte[] piece);

    /** The pieces in order, one read at a time. */
    Flux<byte[]> read(DocumentKey key);

    Mono<Void> delete(DocumentKey key);
}
