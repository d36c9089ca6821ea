package io.parley.escalation.floor;

import io.parley.events.log.ConversationKey;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
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
     * Moves an escalation; completes when the log knows of it, with nothing where there is no such escalation, and
     * fails with {@link MoveRefused}.
     */
    public Mono<LocatedEscalation> move(String tenant, UUID id, Move move) {
        return floors.locate(tenant, id)
                .flatMap(found -> floors.find(found.key()).flatMap(floor -> move(floor, found.escalation(), move)))
                .retryWhen(Retrying.overtaken());
    }

    private Mono<LocatedEscalation> move(ConversationFloor floor, Escalation found, Move move) {
        var newest = floor.escalation();
        if (newest == null) {
            // Erased since it was found.
            return Mono.empty();
        }
        return newest.id().equals(found.id()) ? move(floor, move) : Mono.error(new MoveRefused(floor.key(), found));
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
                .flatMap(kept -> kept
                        ? telling.tell(after.lastChange()).thenReturn(moved)
                        : Mono.error(new Retrying.Overtaken()));
    }
}
