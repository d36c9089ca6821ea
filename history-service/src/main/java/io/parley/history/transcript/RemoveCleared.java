package io.parley.history.transcript;

import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Removes the buckets of cleared transcripts, a few at a time and beside the listener: a conversation may have
 * thousands. Two replicas that remove the same do no harm; what one leaves undone another finishes.
 */
final class RemoveCleared implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RemoveCleared.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int BUCKETS_AT_ONCE = 10;

    private final Transcripts transcripts;
    private final Removals removals;
    private final Clock clock;
    private @Nullable Disposable running;

    RemoveCleared(Transcripts transcripts, Removals removals, Clock clock) {
        this.transcripts = transcripts;
        this.removals = removals;
        this.clock = clock;
    }

    void start() {
        running = Flux.interval(EVERY)
                .onBackpressureDrop()
                .concatMap(_ -> sweep().onErrorResume(RemoveCleared::later), 1)
                .subscribe();
    }

    /** Does all that is due. */
    Mono<Void> sweep() {
        return removals.due(clock.instant()).concatMap(this::remove, 1).then();
    }

    /** What its transcript still shows stays: the clearing was read, but not kept yet. */
    private Mono<Void> remove(Removal removal) {
        return transcripts
                .find(removal.key())
                .filter(transcript -> transcript.filled().first() >= removal.end())
                .flatMap(_ -> Mono.just(removal).expand(this::further).then());
    }

    /** Removes some more, and tells how far it is then; nothing once all is done. */
    private Mono<Removal> further(Removal removal) {
        if (removal.next() >= removal.end()) {
            return finish(removal).then(Mono.empty());
        }
        int to = Math.min(removal.end(), removal.next() + BUCKETS_AT_ONCE);
        var further = removal.upTo(to);
        return transcripts
                .remove(removal.key(), removal.first(), removal.next(), to)
                .then(removals.reached(further))
                .thenReturn(further);
    }

    private Mono<Void> finish(Removal removal) {
        return removal.again() ? removals.done(removal) : removals.begin(removal.secondLook(clock.instant()));
    }

    private static Mono<Void> later(Throwable failure) {
        log.warn("Cleared transcripts cannot be removed: {}", failure.toString());
        return Mono.empty();
    }

    @Override
    public void close() {
        if (running != null) {
            running.dispose();
        }
    }
}
