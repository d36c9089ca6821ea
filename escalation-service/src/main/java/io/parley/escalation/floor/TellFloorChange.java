package io.parley.escalation.floor;

import io.parley.events.EscalationRaised;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Relays changes of the floor into the log: the queue first, then the facts, then the note that they were told. A
 * change that was kept is told at least once, whatever dies on the way; whoever made it waits here for that.
 */
public final class TellFloorChange {

    private static final Logger log = LoggerFactory.getLogger(TellFloorChange.class);

    /** Whoever made a change is telling it; only what lies longer was left behind. */
    private static final Duration LEFT_BEHIND = Duration.ofSeconds(3);

    /** A change that was noted and not kept by then never will be: keeping has a limit of seconds. */
    private static final Duration NEVER_KEPT = Duration.ofMinutes(1);

    /** How often, and how many times, whoever needs another's change told looks whether it was. */
    private static final Duration LOOK = Duration.ofMillis(20);

    private static final int LOOKS = 25;

    private static final int SWEEP = 100;
    private static final int SIDE_BY_SIDE = 8;

    private final Floors floors;
    private final OpenWork openWork;
    private final FloorEvents events;
    private final QueueSignals signals;
    private final Clock clock;
    private final Map<FloorChange, Mono<Void>> running = new ConcurrentHashMap<>();

    public TellFloorChange(Floors floors, OpenWork openWork, FloorEvents events, QueueSignals signals, Clock clock) {
        this.floors = floors;
        this.openWork = openWork;
        this.events = events;
        this.signals = signals;
        this.clock = clock;
    }

    /** Completes when the change is in the log. Callers who wait for one change share one attempt. */
    public Mono<Void> tell(FloorChange change) {
        return Mono.defer(() -> running.computeIfAbsent(
                change,
                // An attempt goes on when a caller no longer waits for it.
                _ -> attempt(change).doFinally(_ -> running.remove(change)).cache()));
    }

    /**
     * Completes when a floor's last change is in the log, whoever made it. Another replica that is about to tell it is
     * given half a second, so that the log has it once.
     */
    public Mono<Void> settle(ConversationFloor floor) {
        if (!floor.isUntold()) {
            return Mono.empty();
        }
        var change = floor.lastChange();
        var here = running.get(change);
        if (here != null) {
            return here;
        }
        return floors.find(change.key())
                .filter(now -> now.fence() != change.fence() || !now.isUntold())
                .repeatWhenEmpty(LOOKS, empty -> empty.delayElements(LOOK))
                .onErrorResume(IllegalStateException.class, _ -> Mono.empty())
                .hasElement()
                .flatMap(isTold -> isTold ? Mono.empty() : tell(change));
    }

    private Mono<Void> attempt(FloorChange change) {
        return floors.find(change.key()).flatMap(floor -> {
            if (!floor.isUntold() || floor.fence() != change.fence()) {
                return floor.fence() >= change.fence() ? floors.told(change) : Mono.empty();
            }
            return place(floor)
                    // Where there is a later change, this one was told.
                    .flatMap(placed -> placed.fence() == floor.fence() ? publish(floor) : Mono.empty())
                    .then(Mono.defer(() -> floors.told(change)));
        });
    }

    private Mono<Void> publish(ConversationFloor floor) {
        return Flux.fromIterable(floor.untold())
                // A note comes after the change that it goes with.
                .concatMap(fact -> events.publish(floor.key(), fact))
                .then()
                .doOnSuccess(_ -> toldNow(floor));
    }

    private void toldNow(ConversationFloor floor) {
        var fact = floor.untold().getFirst();
        log.info("{} of {} is in the log under fence {}", fact.getClass().getSimpleName(), floor.key(), floor.fence());
        if (fact instanceof EscalationRaised) {
            signals.raised(floor.key());
        }
    }

    /**
     * Places the conversation as the floor says that is there afterwards: another replica that tells the same change
     * may be so far ahead that the next one has been made, and placed, in between.
     */
    private Mono<ConversationFloor> place(ConversationFloor floor) {
        return openWork.place(floor)
                .then(Mono.defer(() -> floors.find(floor.key())))
                .flatMap(now -> now.fence() == floor.fence() ? Mono.just(now) : place(now));
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
        return left.then(Mono.defer(this::forgetNeverKept));
    }

    private Mono<Void> forgetNeverKept() {
        return floors.untold(clock.instant().minus(NEVER_KEPT), SWEEP)
                .concatMap(change -> floors.find(change.key())
                        .filter(floor -> floor.fence() < change.fence())
                        .flatMap(_ -> floors.told(change)))
                .then();
    }
}
