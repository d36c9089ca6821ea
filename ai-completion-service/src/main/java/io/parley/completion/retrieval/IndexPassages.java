package io.parley.completion.retrieval;

import io.parley.completion.document.DocumentKey;
import io.parley.completion.document.Passage;
import io.parley.completion.document.PassageIndex;
import io.parley.completion.document.Passages;
import io.parley.completion.retrieval.EmbeddedDocuments.Made;
import io.parley.completion.retrieval.PassageSearch.IndexedDocument;
import io.parley.completion.retrieval.PassageSearch.Scope;
import io.parley.completion.retrieval.PassageSearch.Searchable;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Takes a document's passages in: has them embedded, keeps their vectors, puts them into this replica's index and tells
 * the others. Whatever fails in between leaves a document that is not ready, and all of it may be done again.
 */
final class IndexPassages implements PassageIndex {

    private final EmbeddingModels models;
    private final Passages passages;
    private final EmbeddedDocuments embedded;
    private final PassageSearch search;
    private final FollowChanges changes;

    IndexPassages(
            EmbeddingModels models,
            Passages passages,
            EmbeddedDocuments embedded,
            PassageSearch search,
            FollowChanges changes) {
        this.models = models;
        this.passages = passages;
        this.embedded = embedded;
        this.search = search;
        this.changes = changes;
    }

    @Override
    public Mono<Void> add(DocumentKey document, List<Passage> added) {
        if (added.isEmpty()) {
            return remove(document);
        }
        return models.of(document.tenant(), document.chatbotId())
                .flatMap(model -> vectors(model, added)
                        .flatMap(vectors -> keep(document, model.model(), vectors)
                                .then(search.put(
                                        new IndexedDocument(document, model.model(), joined(added, vectors))))))
                .then(Mono.defer(() -> changes.tell(new PassageChange.Put(document))));
    }

    private static Mono<List<List<float[]>>> vectors(Embeddings model, List<Passage> added) {
        var parts = added.stream().map(model::parts).toList();
        return model.ofPassages(parts.stream().flatMap(List::stream).toList())
                .map(vectors -> byPassage(parts, vectors));
    }

    private static List<List<float[]>> byPassage(List<List<String>> parts, List<float[]> vectors) {
        var byPassage = new ArrayList<List<float[]>>(parts.size());
        int from = 0;
        for (var ofOne : parts) {
            byPassage.add(vectors.subList(from, from + ofOne.size()));
            from += ofOne.size();
        }
        return byPassage;
    }

    private Mono<Void> keep(DocumentKey document, String model, List<List<float[]>> vectors) {
        int dimensions = vectors.getFirst().getFirst().length;
        return embedded.remove(document)
                .then(Mono.defer(() -> passages.keepVectors(document, PackedVectors.pack(vectors))))
                .then(Mono.defer(() -> embedded.put(document, new Made(model, dimensions))));
    }

    private static List<Searchable> joined(List<Passage> added, List<List<float[]>> vectors) {
        var joined = new ArrayList<Searchable>(added.size());
        for (int i = 0; i < added.size(); i++) {
            joined.add(new Searchable(added.get(i), vectors.get(i)));
        }
        return joined;
    }

    @Override
    public Mono<Void> remove(DocumentKey document) {
        return search.remove(document)
                .then(Mono.defer(() -> embedded.remove(document)))
                .then(Mono.defer(() -> changes.tell(new PassageChange.Removed(document))));
    }

    @Override
    public Mono<Void> removeAll(String tenant, String chatbotId) {
        var scope = new Scope(tenant, chatbotId);
        return search.removeAll(scope).then(Mono.defer(() -> changes.tell(new PassageChange.AllRemoved(scope))));
    }
}
