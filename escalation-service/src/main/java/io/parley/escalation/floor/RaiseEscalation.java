package io.parley.escalation.floor;

import io.parley.events.log.ConversationKey;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Puts a conversation into the queue for a person, once however many ask at the same time. From the fact in the log on
 * the assistant is silent; that is the work of the log's readers, who go by the fence.
 */
public final class RaiseEscalation {

    private static final int TRIES = 20;

    private final Floors floors;
    private final TellFloorChange telling;
    private final Supplier<UUID> ids;
    private final Clock clock;

    public RaiseEscalation(Floors floors, TellFloorChange telling, Supplier<UUID> ids, Clock clock) {
        this.floors = floors;
        this.telling = telling;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * What asking came to.
     *
     * @param isNew whether it was this request that raised the escalation
     */
    public record Outcome(Escalation escalation, boolean isNew) {}

    /** Raises an escalation, or finds the open one; completes when the log knows of it. */
    public Mono<Outcome> raise(ConversationKey key, EscalationRequest request) {
        return attempt(key, request, -1)
                .flatMap(kept -> tell(kept.floor()).thenReturn(kept.outcome()))
                .retryWhen(overtaken());
    }

    /**
     * The same for a request in the log, at most once for each. It completes when the floor is kept; telling the log
     * is left to whoever tells the change it gives back.
     *
     * @param seq the request's place
     * @return the change, or nothing where a person has been asked for already
     */
    public Mono<FloorChange> raiseRequested(ConversationKey key, EscalationRequest request, long seq) {
        return attempt(key, request, seq)
                .filter(kept -> kept.outcome().isNew())
                .map(kept -> new FloorChange(key, kept.floor().fence()))
                .retryWhen(overtaken());
    }

    private record Kept(ConversationFloor floor, Outcome outcome) {}

    private Mono<Kept> attempt(ConversationKey key, EscalationRequest request, long seq) {
        return floors.find(key).flatMap(floor -> {
            var open = floor.open();
            if (open != null) {
                return Mono.just(new Kept(floor, new Outcome(open, false)));
            }
            if (seq >= 0 && seq <= floor.lastRequest()) {
                return Mono.empty();
            }
            return tell(floor).then(Mono.defer(() -> change(floor.told(), request, seq)));
        });
    }

    private Mono<Kept> change(ConversationFloor floor, EscalationRequest request, long seq) {
        var raised = floor.raise(ids.get(), request, seq, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        return floors.change(floor, raised)
                .flatMap(kept -> kept ? Mono.just(raised) : Mono.error(new Overtaken()))
                .map(changed -> new Kept(changed, new Outcome(opened(changed.open()), true)));
    }

    /** The change before the next one has to be in the log first: readers ignore a fence that comes late. */
    private Mono<Void> tell(ConversationFloor floor) {
        return floor.untold() == null ? Mono.empty() : telling.tell(new FloorChange(floor.key(), floor.fence()));
    }

    private static Escalation opened(@Nullable Escalation escalation) {
        if (escalation == null) {
            throw new IllegalStateException("a floor without escalation was raised");
        }
        return escalation;
    }

    private static Retry overtaken() {
        return Retry.max(TRIES).filter(Overtaken.class::isInstance);
    }

    /** Somebody else changed the floor in between: look again. */
    private static final class Overtaken extends RuntimeException {
        Overtaken() {
            super("the floor was changed by somebody else", null, false, false);
        }
    }
}
