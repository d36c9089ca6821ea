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
    private final Map<FloorChange, Telling> running = new ConcurrentHashMap<>();

    /** One attempt; it goes on when a caller no longer waits for it. */
    private record Telling(Mono<Boolean> placed, Mono<Void> told) {}

    public TellFloorChange(Floors floors, OpenWork openWork, FloorEvents events, QueueSignals signals, Clock clock) {
        this.floors = floors;
        this.openWork = openWork;
        this.events = events;
        this.signals = signals;
        this.clock = clock;
    }

    /** Completes when the change is in the log. Callers who wait for one change share one attempt. */
    public Mono<Void> tell(FloorChange change) {
        return Mono.defer(() -> telling(change).told());
    }

    /**
     * The same for whoever must not wait for the log: completes when the conversation is placed where reads look for
     * it. The log is told beside it, and by the sweep where that fails.
     */
    public Mono<Void> begin(FloorChange change) {
        return Mono.defer(() -> {
            var telling = telling(change);
            return Mono.firstWithSignal(telling.told(), telling.placed().then());
        });
    }

    private Telling telling(FloorChange change) {
        return running.computeIfAbsent(change, this::attempt);
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
            return here.told();
        }
        return floors.find(change.key())
                .filter(now -> now.fence() != change.fence() || !now.isUntold())
                .repeatWhenEmpty(LOOKS, empty -> empty.delayElements(LOOK))
                .onErrorResume(IllegalStateException.class, _ -> Mono.empty())
                .hasElement()
                .flatMap(isTold -> isTold ? Mono.empty() : tell(change));
    }

    private Telling attempt(FloorChange change) {
        var floor = floors.find(change.key()).cache();
        var placed = floor.filter(found -> isToTell(found, change))
                .flatMap(this::place)
                // Where there is a later change, this one was told.
                .map(now -> now.fence() == change.fence())
                .defaultIfEmpty(false)
                .cache();
        var told = placed.flatMap(isNewest -> isNewest ? floor.flatMap(this::publish) : Mono.empty())
                .then(floor)
                .flatMap(found -> found.fence() >= change.fence() ? floors.told(change) : Mono.empty())
                .doFinally(_ -> running.remove(change))
                .cache();
        return new Telling(placed, told);
    }

    private static boolean isToTell(ConversationFloor floor, FloorChange change) {
        return floor.isUntold() && floor.fence() == change.fence();
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
