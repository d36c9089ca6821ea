package io.parley.completion.retrieval;

import io.parley.completion.document.DocumentKey;
import java.util.Collection;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * Which model made the vectors that are kept of a document. It is taken away before they are written and put back after
 * that, so that vectors are never taken for those of a model that did not make them.
 */
public interface EmbeddedDocuments {

    /** @param dimensions of each of its vectors */
    record Made(String model, int dimensions) {}

    Mono<Void> put(DocumentKey document, Made made);

    Mono<Void> remove(DocumentKey document);

    /** What made the vectors of these documents; those that have none are left out. */
    Mono<Map<DocumentKey, Made>> find(Collection<DocumentKey> documents);
}
