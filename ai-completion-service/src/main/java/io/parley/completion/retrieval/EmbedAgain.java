package io.parley.completion.retrieval;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.parley.completion.document.DocumentKey;
import io.parley.completion.document.Passage;
import io.parley.completion.document.PassageIndex;
import io.parley.completion.document.Passages;
import io.parley.completion.retrieval.PassageSearch.Scope;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Has a chatbot's documents embedded anew when it has chosen another model since: a question to it is the occasion to look
 * for such, once a minute at most. Until that is done they are found by their words.
 */
final class EmbedAgain implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbedAgain.class);

    /** A provider that refuses is asked again by the first question after this. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private static final int MOST_CHATBOTS = 10_000;

    private final EmbeddingModels models;
    private final Passages passages;
    private final EmbeddedDocuments embedded;
    private final PassageSearch search;
    private final PassageIndex index;
    private final Disposable.Composite running = Disposables.composite();
    private final Cache<Scope, Boolean> looked = Caffeine.newBuilder()
            .expireAfterWrite(PAUSE)
            .maximumSize(MOST_CHATBOTS)
            .build();

    EmbedAgain(
            EmbeddingModels models,
            Passages passages,
            EmbeddedDocuments embedded,
            PassageSearch search,
            PassageIndex index) {
        this.models = models;
        this.passages = passages;
        this.embedded = embedded;
        this.search = search;
        this.index = index;
    }

    /** Returns at once. */
    void look(Scope scope) {
        if (looked.asMap().putIfAbsent(scope, true) != null) {
            return;
        }
        var one = Disposables.swap();
        running.add(one);
        one.update(again(scope)
                .doFinally(_ -> running.remove(one))
                .subscribe(
                        _ -> {},
                        failure -> log.warn(
                                "The documents of chatbot {} are not embedded anew: {}",
                                scope.chatbotId(),
                                failure.toString())));
    }

    Mono<Void> again(Scope scope) {
        return models.of(scope.tenant(), scope.chatbotId())
                // Asked of the index: the database has no quick way to the documents of one chatbot.
                .filterWhen(model -> search.lacks(scope, model.model()))
                .flatMapMany(model -> documents(scope)
                        .flatMapMany(documents -> embedded.find(documents)
                                .flatMapIterable(made -> documents.stream()
                                        .filter(document -> !isMadeBy(model, made.get(document)))
                                        .toList())))
                .concatMap(this::add, 1)
                .then();
    }

    private static boolean isMadeBy(Embeddings model, EmbeddedDocuments.@Nullable Made made) {
        return made != null && made.model().equals(model.model());
    }

    private Mono<List<DocumentKey>> documents(Scope scope) {
        return passages.ready()
                .filter(document -> Scope.of(document).equals(scope))
                .collectList();
    }

    private Mono<Void> add(DocumentKey document) {
        return kept(document)
                .flatMap(all -> index.add(document, all))
                // It may have been deleted meanwhile.
                .then(Mono.defer(() -> kept(document)))
                .flatMap(left -> left.isEmpty() ? index.remove(document) : Mono.<Void>empty());
    }

    private Mono<List<Passage>> kept(DocumentKey document) {
        return Flux.defer(() -> passages.of(document)).collectList();
    }

    @Override
    public void close() {
        running.dispose();
    }
}
