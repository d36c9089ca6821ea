package io.parley.completion.document;

import io.parley.completion.document.OpenDocuments.Work;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Looks for open work with documents, as much as this replica has time for, and does it. A round that fails is a round
 * left out: the next one does the same.
 */
final class DocumentRounds implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(DocumentRounds.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration RELEASE_LIMIT = Duration.ofSeconds(2);
    private static final Duration COUNT_EVERY = Duration.ofSeconds(30);

    /** Before the next attempt of what failed; what is away is often back by then. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final OpenDocuments open;
    private final Function<DocumentKey, Mono<Boolean>> hasChatbot;
    private final Documents documents;
    private final DocumentFiles files;
    private final ProcessDocument processing;
    private final RemoveDocument removing;
    private final DocumentMetrics metrics;
    private final DocumentProperties properties;
    private final Sinks.Many<Long> looks;
    private final Map<DocumentKey, Disposable> running = new ConcurrentHashMap<>();
    private final Disposable.Composite rounds = Disposables.composite();
    private volatile boolean started;

    /** @param hasChatbot whether there still is a chatbot that a document is of */
    DocumentRounds(
            OpenDocuments open,
            Function<DocumentKey, Mono<Boolean>> hasChatbot,
            Documents documents,
            DocumentFiles files,
            ProcessDocument processing,
            RemoveDocument removing,
            DocumentMetrics metrics,
            DocumentProperties properties,
            Sinks.Many<Long> looks) {
        this.open = open;
        this.hasChatbot = hasChatbot;
        this.documents = documents;
        this.files = files;
        this.processing = processing;
        this.removing = removing;
        this.metrics = metrics;
        this.properties = properties;
        this.looks = looks;
    }

    @Override
    public void start() {
        started = true;
        var occasions = Flux.merge(Flux.interval(Duration.ZERO, properties.sweepEvery()), looks.asFlux());
        rounds.add(round(occasions, Mono.defer(this::sweep)).subscribe());
        rounds.add(round(Flux.interval(properties.renewEvery()), Mono.defer(() -> open.renew(running.keySet())))
                .subscribe());
        rounds.add(round(Flux.interval(COUNT_EVERY), Mono.defer(this::count)).subscribe());
    }

    /** The process ends in order: what it was doing another replica may begin at once. */
    @Override
    public void stop() {
        started = false;
        rounds.dispose();
        running.values().forEach(Disposable::dispose);
        try {
            open.release().toFuture().get(RELEASE_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.warn("The leases of documents were not given up; they end by themselves: {}", e.toString());
        }
    }

    @Override
    public boolean isRunning() {
        return started;
    }

    private static Flux<Void> round(Flux<Long> occasions, Mono<Void> round) {
        return occasions
                .onBackpressureLatest()
                .concatMap(
                        _ -> round.timeout(LIMIT).onErrorResume(failure -> {
                            log.warn("A round of documents was left out: {}", failure.toString());
                            return Mono.empty();
                        }),
                        1);
    }

    /** Rounds come one after the other, and only they begin work: there is never more of it than there is room for. */
    Mono<Void> sweep() {
        int room = properties.concurrent() - running.size();
        return room <= 0 ? Mono.empty() : open.take(room).doOnNext(this::begin).then();
    }

    private void begin(Work work) {
        var slot = Disposables.swap();
        running.put(work.key(), slot);
        slot.update(work(work)
                .onErrorResume(failure -> {
                    log.warn("Document {} is tried again: {}", work.key().documentId(), failure.toString());
                    return open.postpone(work, PAUSE);
                })
                .doFinally(_ -> {
                    running.remove(work.key(), slot);
                    var _ = looks.tryEmitNext(0L);
                })
                .subscribe(_ -> {}, failure -> log.warn("A lease ends by itself: {}", failure.toString())));
    }

    private Mono<Void> work(Work work) {
        var done =
                switch (work.task()) {
                    case PROCESS -> process(work);
                    case DELETE -> removing.erase(work.key());
                    case RECEIVE -> resume(work);
                };
        return done.then(Mono.defer(() -> open.finish(work)));
    }

    private Mono<Void> process(Work work) {
        return hasChatbot
                .apply(work.key())
                // What was still coming in when its chatbot was deleted goes after it: the next one of that id has
                // nothing to do with it.
                .flatMap(isThere -> isThere ? processOrGiveUp(work) : removing.erase(work.key()));
    }

    private Mono<Void> processOrGiveUp(Work work) {
        return work.attempt() > properties.attempts()
                ? processing.giveUp(work.key(), DocumentFault.INTERNAL).then(Mono.defer(() -> files.delete(work.key())))
                : processing.process(work.key());
    }

    /** Its receiver died: either nobody was told of the document, or all of it is there. */
    private Mono<Void> resume(Work work) {
        return documents
                .find(work.key())
                .hasElement()
                .flatMap(isThere -> isThere ? process(work) : files.delete(work.key()));
    }

    private Mono<Void> count() {
        return documents.count().doOnNext(metrics::counted).then();
    }
}
