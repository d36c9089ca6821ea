package io.parley.completion.retrieval;

import io.parley.completion.document.DocumentKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An index that finds what a test says, and remembers what it was given. */
final class ScriptedSearch implements PassageSearch {

    final Map<DocumentKey, IndexedDocument> entries = new LinkedHashMap<>();
    final List<String> models = new ArrayList<>();
    int puts;
    Mono<List<Hit>> words = Mono.just(List.of());
    Mono<List<Hit>> meaning = Mono.just(List.of());
    Mono<Boolean> holds = Mono.just(true);
    /** What many documents wait for that are to be put in. */
    Mono<Void> gate = Mono.empty();

    final AtomicBoolean waits = new AtomicBoolean();

    @Override
    public synchronized Mono<Void> put(IndexedDocument document) {
        return Mono.fromRunnable(() -> {
            synchronized (this) {
                puts++;
                entries.put(document.document(), document);
            }
        });
    }

    @Override
    public Mono<Void> putAll(Flux<IndexedDocument> documents) {
        return documents
                .collectList()
                .delayUntil(_ -> gate.doOnSubscribe(_ -> waits.set(true)))
                .flatMapIterable(all -> all)
                .concatMap(this::put)
                .then();
    }

    @Override
    public Mono<Void> remove(DocumentKey document) {
        return Mono.fromRunnable(() -> {
            synchronized (this) {
                entries.remove(document);
            }
        });
    }

    @Override
    public Mono<Void> removeAll(Scope scope) {
        return Mono.fromRunnable(() -> {
            synchronized (this) {
                entries.keySet().removeIf(document -> Scope.of(document).equals(scope));
            }
        });
    }

    @Override
    public Mono<Void> clear() {
        return Mono.fromRunnable(() -> {
            synchronized (this) {
                entries.clear();
            }
        });
    }

    synchronized boolean has(DocumentKey document) {
        return entries.containsKey(document);
    }

    @Override
    public Mono<Boolean> holds(Scope scope) {
        return holds;
    }

    @Override
    public Mono<Boolean> lacks(Scope scope, String model) {
        return Mono.fromSupplier(() -> {
            synchronized (this) {
                return entries.values().stream()
                        .filter(entry -> Scope.of(entry.document()).equals(scope))
                        .anyMatch(entry -> !model.equals(entry.model()));
            }
        });
    }

    @Override
    public Mono<List<Hit>> byWords(Scope scope, String question, int most) {
        return words;
    }

    @Override
    public Mono<List<Hit>> byMeaning(Scope scope, String model, float[] vector, int most) {
        models.add(model);
        return meaning;
    }
}
