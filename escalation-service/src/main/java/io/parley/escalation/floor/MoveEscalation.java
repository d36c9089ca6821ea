package io.parley.escalation.floor;

import io.parley.events.log.ConversationKey;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import reactor.core.publisher.Mono;

/**
 * Moves an escalation as agents and visitors ask. Of moves that meet, the first to be kept counts, and the others are
 * judged by what it made: of two claims one finds the conversation taken.
 */
public final class MoveEscalation {

    private final Floors floors;
    private final TellFloorChange telling;
    private final Clock clock;

    public MoveEscalation(Floors floors, TellFloorChange telling, Clock clock) {
        this.floors = floors;
        this.telling = telling;
        this.clock = clock;
    }

    /**
     * Moves an escalation; completes when the log knows of it, with nothing where it was erased meanwhile, and fails
     * with {@link MoveRefused}.
     */
    public Mono<LocatedEscalation> move(LocatedEscalation found, Move move) {
        return floors.find(found.key())
                .flatMap(floor -> isNewest(found, floor) ? move(floor, move) : refuse(found))
                .retryWhen(Retrying.overtaken());
    }

    private static boolean isNewest(LocatedEscalation found, ConversationFloor floor) {
        return floor.escalation() != null
                && floor.escalation().id().equals(found.escalation().id());
    }

    /** One that is not the newest any more has ended; one that cannot be found any more was erased. */
    private Mono<LocatedEscalation> refuse(LocatedEscalation found) {
        return floors.locate(found.key().tenant(), found.escalation().id())
                .flatMap(ended -> Mono.error(new MoveRefused(ended.key(), ended.escalation())));
    }

    /** The same for the newest escalation of a conversation. */
    public Mono<LocatedEscalation> moveNewest(ConversationKey key, Move move) {
        return floors.find(key).flatMap(floor -> move(floor, move)).retryWhen(Retrying.overtaken());
    }

    private Mono<LocatedEscalation> move(ConversationFloor floor, Move move) {
        return Mono.fromSupplier(() -> floor.told().move(move, clock.instant().truncatedTo(ChronoUnit.MILLIS)))
                // The change before has to be in the log first: readers ignore a fence that comes late.
                .flatMap(after -> telling.settle(floor).then(Mono.defer(() -> keep(floor, after))))
                .onErrorMap(MoveNotAllowed.class, refused -> new MoveRefused(floor.key(), refused.current()));
    }

    private Mono<LocatedEscalation> keep(ConversationFloor before, ConversationFloor after) {
        var moved = new LocatedEscalation(after.key(), Objects.requireNonNull(after.escalation()));
        if (after.fence() == before.fence()) {
            return Mono.just(moved);
        }
        return floors.change(before, after)
                .flatMap(kept ->
                        kept ? telling.tell(after.lastChange()).thenReturn(moved) : Mono.error(new Overtaken()));
    }
}
