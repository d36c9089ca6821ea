package io.parley.escalation.floor;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Relays changes of the floor into the log: the queue first, then the fact, then the note that it was told. A change
 * that was kept is told at least once, whatever dies on the way; whoever made it waits here for that.
 */
public final class TellFloorChange {

    private static final Logger log = LoggerFactory.getLogger(TellFloorChange.class);

    /** Whoever made a change is telling it; only what lies longer was left behind. */
    private static final Duration LEFT_BEHIND = Duration.ofSeconds(3);

    /** A change that was noted and not kept by then never will be: keeping has a limit of seconds. */
    private static final Duration NEVER_KEPT = Duration.ofMinutes(1);

    private static final int SWEEP = 100;
    private static final int SIDE_BY_SIDE = 8;

    private final Floors floors;
    private final FloorEvents events;
    private final Clock clock;
    private final Map<FloorChange, Mono<Void>> running = new ConcurrentHashMap<>();

    public TellFloorChange(Floors floors, FloorEvents events, Clock clock) {
        this.floors = floors;
        this.events = events;
        this.clock = clock;
    }

    /** Completes when the change is in the log. Callers who wait for one change share one attempt. */
    public Mono<Void> tell(FloorChange change) {
        return Mono.defer(() -> running.computeIfAbsent(
                change,
                // An attempt goes on when a caller no longer waits for it.
                _ -> attempt(change).doFinally(_ -> running.remove(change)).cache()));
    }

    private Mono<Void> attempt(FloorChange change) {
        return floors.find(change.key()).flatMap(floor -> {
            var fact = floor.untold();
            if (fact == null || fact.fence() != change.fence()) {
                return floor.fence() >= change.fence() ? floors.told(change) : Mono.empty();
            }
            return floors.queue(floor)
                    .then(Mono.defer(() -> events.publish(change.key(), fact)))
                    .then(Mono.defer(() -> floors.told(change)))
                    .doOnSuccess(_ -> log.info(
                            "{} of {} is in the log under fence {}",
                            fact.getClass().getSimpleName(),
                            change.key(),
                            change.fence()));
        });
    }

    /** Tells what was left behind. A failure waits for the next sweep. */
    Mono<Void> sweep() {
        var now = clock.instant();
        var left = floors.untold(now.minus(LEFT_BEHIND), SWEEP)
                .flatMap(
                        change -> tell(change).onErrorResume(failure -> {
                            log.warn(
                                    "Fence {} of {} is not told yet: {}",
                                    change.fence(),
                                    change.key(),
                                    failure.toString());
                            return Mono.empty();
                        }),
                        SIDE_BY_SIDE)
                .then();
        return left.then(forgetNeverKept());
    }

    private Mono<Void> forgetNeverKept() {
        return floors.untold(clock.instant().minus(NEVER_KEPT), SWEEP)
                .concatMap(change -> floors.find(change.key())
                        .filter(floor -> floor.fence() < change.fence())
                        .flatMap(_ -> floors.told(change)))
                .then();
    }
}
