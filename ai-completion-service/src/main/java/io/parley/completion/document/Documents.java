package io.parley.completion.document;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The documents there are, with their states. Those being deleted are in here and are shown by nothing. */
public interface Documents {

    /**
     * Adds a document, unless its chatbot has one with the same name and bytes that did not fail: then that one is
     * given back, and nothing is added.
     */
    Mono<KnownDocument> add(KnownDocument document);

    Mono<KnownDocument> find(DocumentKey key);

    /** Those of a chatbot, newest first. */
    Flux<KnownDocument> list(String tenant, String chatbotId);

    /** Some of those, from behind a place on; from the newest on without one. */
    Mono<DocumentPage> page(String tenant, String chatbotId, @Nullable DocumentPlace behind, int limit);

    /** How many a chatbot has. */
    Mono<Long> count(String tenant, String chatbotId);

    /** Tells how many passages a document has that is still processed. */
    Mono<Void> split(DocumentKey key, int passages);

    /** Makes a document that is being processed ready; false where it is not processed any more. */
    Mono<Boolean> ready(DocumentKey key, int passages);

    /** Gives a document up that is being processed; false where it is not processed any more. */
    Mono<Boolean> fail(DocumentKey key, DocumentFault fault);

    /** Shows a document to nobody from now on; also one that is not there. */
    Mono<Void> hide(DocumentKey key);

    Mono<Void> delete(DocumentKey key);

    /** How many there are in each state, of all tenants. */
    Mono<Map<DocumentStatus, Long>> count();
}
