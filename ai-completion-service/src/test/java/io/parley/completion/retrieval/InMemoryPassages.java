package io.parley.completion.retrieval;

import io.parley.completion.document.DocumentKey;
import io.parley.completion.document.Passage;
import io.parley.completion.document.Passages;
import io.parley.completion.document.StoredPassage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Passages without a database; every document that has some is ready, unless it is hidden. */
public final class InMemoryPassages implements Passages {

    private final Map<DocumentKey, List<StoredPassage>> documents = new LinkedHashMap<>();
    private final Set<DocumentKey> hidden = ConcurrentHashMap.newKeySet();

    /** Makes a document one that is not ready. */
    public void hide(DocumentKey document) {
        hidden.add(document);
    }

    @Override
    public synchronized Mono<Void> keep(DocumentKey document, List<Passage> passages) {
        documents.put(
                document,
                passages.stream()
                        .map(passage -> new StoredPassage(passage, null))
                        .toList());
        return Mono.empty();
    }

    @Override
    public synchronized Mono<Void> keepVectors(DocumentKey document, List<float[]> vectors) {
        var passages = new ArrayList<StoredPassage>();
        for (var stored : documents.getOrDefault(document, List.of())) {
            passages.add(new StoredPassage(stored.passage(), vectors.get(passages.size())));
        }
        documents.put(document, passages);
        return Mono.empty();
    }

    @Override
    public Flux<Passage> of(DocumentKey document) {
        return stored(document).map(StoredPassage::passage);
    }

    @Override
    public synchronized Flux<StoredPassage> stored(DocumentKey document) {
        return Flux.fromIterable(List.copyOf(documents.getOrDefault(document, List.of())));
    }

    @Override
    public Flux<StoredPassage> all() {
        return ready().concatMap(this::stored);
    }

    @Override
    public synchronized Flux<DocumentKey> ready() {
        return Flux.fromIterable(List.copyOf(documents.keySet())).filter(document -> !hidden.contains(document));
    }

    @Override
    public Flux<StoredPassage> find(String tenant, String chatbotId, Collection<String> ids) {
        return all().filter(stored -> {
            var document = stored.passage().document();
            return document.tenant().equals(tenant)
                    && document.chatbotId().equals(chatbotId)
                    && ids.contains(stored.passage().id());
        });
    }

    @Override
    public synchronized Mono<Void> delete(DocumentKey document) {
        documents.remove(document);
        return Mono.empty();
    }
}
