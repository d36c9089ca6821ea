package io.parley.escalation.floor;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Looks every two seconds for changes of the floor that somebody kept and did not live to tell. */
final class SweepUntold implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SweepUntold.class);
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final TellFloorChange telling;
    private @Nullable Disposable running;

    SweepUntold(TellFloorChange telling) {
        this.telling = telling;
    }

    void start() {
        running = Flux.interval(EVERY)
                .onBackpressureDrop()
                .concatMap(_ -> telling.sweep().onErrorResume(SweepUntold::later), 1)
                .subscribe();
    }

    private static Mono<Void> later(Throwable failure) {
        log.warn("Untold changes of the floor cannot be looked for: {}", failure.toString());
        return Mono.empty();
    }

    @Override
    public void close() {
        if (running != null) {
            running.dispose();
        }
    }
}
