package io.parley.completion.retrieval;

import io.parley.completion.document.DocumentKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** Models of documents without a database. */
final class InMemoryEmbedded implements EmbeddedDocuments {

    final Map<DocumentKey, Made> models = new ConcurrentHashMap<>();

    @Override
    public Mono<Void> put(DocumentKey document, Made made) {
        models.put(document, made);
        return Mono.empty();
    }

    @Override
    public Mono<Void> remove(DocumentKey document) {
        models.remove(document);
        return Mono.empty();
    }

    @Override
    public Mono<Map<DocumentKey, Made>> find(Collection<DocumentKey> documents) {
        var found = new HashMap<>(models);
        found.keySet().retainAll(documents);
        return Mono.just(found);
    }
}
