package io.parley.completion.document;

import java.util.Collection;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The passages of all documents, with their vectors. */
public interface Passages {

    /** Keeps these as all the passages of their document, without vectors yet. */
    Mono<Void> keep(DocumentKey document, List<Passage> passages);

    /** Keeps a vector for each passage of the document, in the order of their numbers. */
    Mono<Void> keepVectors(DocumentKey document, List<float[]> vectors);

    /** The passages of a document in any state, in order. */
    Flux<Passage> of(DocumentKey document);

    /** The same with their vectors. */
    Flux<StoredPassage> stored(DocumentKey document);

    /** The passages of every document that is ready, document by document; for building an index anew. */
    Flux<StoredPassage> all();

    /** Every document that is ready. */
    Flux<DocumentKey> ready();

    /**
     * The passages of these ids that a reader of this chatbot may see, without their vectors: those of another chatbot,
     * and of documents that are not ready or being deleted, are left out.
     */
    Flux<StoredPassage> find(String tenant, String chatbotId, Collection<String> ids);

    /** Removes all passages of a document; completes also where there are none. */
    Mono<Void> delete(DocumentKey document);
}
