package io.parley.completion.retrieval;

import io.parley.completion.document.DocumentKey;
import io.parley.completion.document.Passages;
import io.parley.completion.document.StoredPassage;
import io.parley.completion.retrieval.EmbeddedDocuments.Made;
import io.parley.completion.retrieval.PassageChanges.Numbered;
import io.parley.completion.retrieval.PassageSearch.IndexedDocument;
import io.parley.completion.retrieval.PassageSearch.Scope;
import io.parley.completion.retrieval.PassageSearch.Searchable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;

/**
 * Keeps this replica's index like the database: builds it from all documents when the process starts, then follows what
 * other replicas do. The number of the newest change is read before the documents are, so that nothing falls between the two.
 */
final class FollowChanges implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(FollowChanges.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration FOR_EVER = Duration.ofMillis(Long.MAX_VALUE);

    /**
     * So many changes are followed a second time after the index was built: their documents were perhaps about to be
     * ready when all documents were read.
     */
    private static final int AGAIN = 20;

    /** Changes of this replica's own that have not been read back; they are in its index already. */
    private static final int OWN = 10_000;

    private final PassageChanges changes;
    private final Passages passages;
    private final EmbeddedDocuments embedded;
    private final PassageSearch search;
    private final Embeddings inProcess;
    private final Duration pause;
    private final Set<Long> own = ConcurrentHashMap.newKeySet();
    private final AtomicLong followed = new AtomicLong();
    private final AtomicBoolean built = new AtomicBoolean();
    private final Disposable.Swap following = Disposables.swap();
    private final Disposable.Swap loading = Disposables.swap();
    private volatile Building building;
    private volatile boolean running;

    FollowChanges(
            PassageChanges changes,
            Passages passages,
            EmbeddedDocuments embedded,
            PassageSearch search,
            Embeddings inProcess,
            Duration pause) {
        this.changes = changes;
        this.passages = passages;
        this.embedded = embedded;
        this.search = search;
        this.inProcess = inProcess;
        this.pause = pause;
        this.building = newBuilding();
    }

    /** @param having the chatbots that have documents as it begins */
    private record Building(Mono<Set<Scope>> having, Sinks.Empty<Void> done) {

        /** Completes with the end, or at once for a chatbot that has nothing to wait for. */
        Mono<Void> of(Scope scope) {
            return having.flatMap(scopes -> scopes.contains(scope) ? done.asMono() : Mono.empty());
        }
    }

    private Building newBuilding() {
        // Read once, by whoever comes first: the build or a question.
        return new Building(
                Mono.defer(() -> passages.ready().map(Scope::of).collect(Collectors.toSet()))
                        .cache(_ -> FOR_EVER, _ -> Duration.ZERO, () -> Duration.ZERO),
                Sinks.empty());
    }

    /** Whether all documents there were at the start have been read. */
    boolean isBuilt() {
        return built.get();
    }

    /** Completes when the index has what there was of a chatbot's; has no time limit. */
    Mono<Void> built(Scope scope) {
        return Mono.defer(() -> built.get() ? Mono.empty() : building.of(scope));
    }

    @Override
    public void start() {
        running = true;
        following.update(Mono.defer(this::build)
                .thenMany(Flux.defer(() -> Flux.interval(pause, pause)))
                .onBackpressureDrop()
                .concatMap(_ -> follow().thenReturn(true).onErrorResume(this::isPassing, this::leftOut), 1)
                .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                        .maxBackoff(LONGEST_PAUSE)
                        .transientErrors(true)
                        .doBeforeRetry(again -> log.warn(
                                "The index of documents is built anew: {}",
                                again.failure().toString())))
                .subscribe());
    }

    @Override
    public void stop() {
        running = false;
        following.dispose();
        loading.dispose();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Tells the other replicas of a change that is in this one's index. */
    Mono<Void> tell(PassageChange change) {
        return changes.append(change)
                .doOnNext(number -> {
                    // What is changed while the index is built may be put back by what was read before: it is followed.
                    if (built.get() && own.size() < OWN) {
                        own.add(number);
                    }
                })
                .then();
    }

    /** A database that is away is asked again; only what nobody has any more makes it necessary to read everything. */
    private boolean isPassing(Throwable failure) {
        return !(failure instanceof PassageChanges.Forgotten);
    }

    private Mono<Boolean> leftOut(Throwable failure) {
        log.warn("Changes of documents are read later: {}", failure.toString());
        return Mono.just(false);
    }

    private Mono<Void> build() {
        var begun = newBuilding();
        building = begun;
        built.set(false);
        own.clear();
        long begunAt = System.nanoTime();
        var count = new AtomicLong();
        var models = ConcurrentHashMap.<String>newKeySet();
        return changes.newest()
                .flatMap(newest -> search.clear()
                        .then(search.putAll(entries().doOnNext(entry -> {
                            count.addAndGet(entry.passages().size());
                            var model = entry.model();
                            if (model != null) {
                                models.add(model);
                            }
                        })))
                        .doOnSuccess(_ -> {
                            followed.set(Math.max(0, newest - AGAIN));
                            built.set(true);
                            begun.done().tryEmitEmpty();
                            load(models);
                            log.info(
                                    "The index has {} passages, read in {} ms",
                                    count.get(),
                                    Duration.ofNanos(System.nanoTime() - begunAt)
                                            .toMillis());
                        }));
    }

    /** The first question would not wait for a model to be loaded. */
    private void load(Set<String> models) {
        if (models.contains(inProcess.model())) {
            loading.update(inProcess
                    .ofQuestion("Hello")
                    .subscribe(
                            _ -> {},
                            failure -> log.warn("The model of documents is loaded later: {}", failure.toString())));
        }
    }

    private Flux<IndexedDocument> entries() {
        return passages.all()
                // They come document by document.
                .bufferUntilChanged(stored -> stored.passage().document())
                .concatMap(stored -> embedded.find(List.of(documentOf(stored))).map(made -> entry(stored, made)), 1);
    }

    private static DocumentKey documentOf(List<StoredPassage> stored) {
        return stored.getFirst().passage().document();
    }

    private static IndexedDocument entry(List<StoredPassage> stored, Map<DocumentKey, Made> made) {
        var document = documentOf(stored);
        var by = made.get(document);
        var passages = stored.stream()
                .map(one -> new Searchable(
                        one.passage(), by == null ? List.of() : PackedVectors.unpack(one.vector(), by.dimensions())))
                .toList();
        return new IndexedDocument(document, by == null ? null : by.model(), passages);
    }

    private Mono<Void> follow() {
        return changes.after(followed.get())
                .flatMapIterable(found -> found)
                .concatMap(change -> apply(change).doOnSuccess(_ -> followed.set(change.number())), 1)
                .then();
    }

    private Mono<Void> apply(Numbered numbered) {
        if (own.remove(numbered.number())) {
            return Mono.empty();
        }
        var applied =
                switch (numbered.change()) {
                    case PassageChange.Put put -> read(put.document());
                    case PassageChange.Removed removed -> search.remove(removed.document());
                    case PassageChange.AllRemoved all -> search.removeAll(all.scope());
                };
        return applied.onErrorResume(IllegalArgumentException.class, failure -> {
            // Vectors no index takes: that does not change, and others are waiting behind.
            log.error("A change of documents cannot be followed: {}", failure.toString());
            return Mono.empty();
        });
    }

    private Mono<Void> read(DocumentKey document) {
        return Mono.zip(passages.stored(document).collectList(), embedded.find(List.of(document)))
                .flatMap(read -> read.getT1().isEmpty()
                        ? search.remove(document)
                        : search.put(entry(read.getT1(), read.getT2())));
    }
}
