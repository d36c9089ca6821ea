package io.parley.escalation.floor;

import io.parley.events.Sender;
import io.parley.events.log.ConversationKey;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * Opens an escalation: puts a conversation into the queue for a person, or gives it to an agent who writes there, once
 * however many ask at the same time. From the fact in the log on the assistant is silent; that is the work of the
 * log's readers, who go by the fence.
 */
public final class RaiseEscalation {

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

    /** How an escalation is opened. */
    @FunctionalInterface
    private interface Opening {
        ConversationFloor open(ConversationFloor floor, UUID id, Instant now);
    }

    /**
     * Raises an escalation, or finds the open one; completes when the log knows of it.
     *
     * @param startedAt place in the log of the conversation's start: nothing is raised where it was erased since
     */
    public Mono<Outcome> raise(ConversationKey key, EscalationRequest request, long startedAt) {
        return attempt(
                        key,
                        floor -> startedAt >= floor.erasedAt(),
                        (floor, id, now) -> floor.raise(id, request, -1, now))
                .flatMap(kept -> (kept.isNew() ? telling.tell(kept.floor().lastChange()) : telling.settle(kept.floor()))
                        .thenReturn(kept.outcome()))
                .retryWhen(Retrying.overtaken());
    }

    /**
     * The same for a request in the log, at most once for each. It completes when the floor is kept; telling the log
     * is left to whoever tells the change it gives back.
     *
     * @param seq the request's place
     * @return the change, or nothing where a person has been asked for already
     */
    public Mono<FloorChange> raiseRequested(ConversationKey key, EscalationRequest request, long seq) {
        return openOnce(key, seq, (floor, id, now) -> floor.raise(id, request, seq, now));
    }

    /** The same for an agent's message in the log: the conversation is that agent's. */
    public Mono<FloorChange> takeByWriting(ConversationKey key, Sender agent, long seq) {
        return openOnce(key, seq, (floor, id, now) -> floor.take(id, agent, seq, now));
    }

    private Mono<FloorChange> openOnce(ConversationKey key, long seq, Opening opening) {
        return attempt(key, floor -> seq > floor.lastRequest(), opening)
                .filter(Kept::isNew)
                .map(kept -> kept.floor().lastChange())
                .retryWhen(Retrying.overtaken());
    }

    private record Kept(ConversationFloor floor, boolean isNew) {

        Outcome outcome() {
            return new Outcome(Objects.requireNonNull(floor.open()), isNew);
        }
    }

    private Mono<Kept> attempt(ConversationKey key, Predicate<ConversationFloor> counts, Opening opening) {
        return floors.find(key).filter(counts).flatMap(floor -> {
            if (floor.open() != null) {
                return Mono.just(new Kept(floor, false));
            }
            // The change before has to be in the log first: readers ignore a fence that comes late.
            return telling.settle(floor).then(Mono.defer(() -> change(floor.told(), opening)));
        });
    }

    private Mono<Kept> change(ConversationFloor floor, Opening opening) {
        var opened = opening.open(floor, ids.get(), clock.instant().truncatedTo(ChronoUnit.MILLIS));
        return floors.change(floor, opened)
                .flatMap(kept -> kept ? Mono.just(new Kept(opened, true)) : Mono.error(new Overtaken()));
    }
}
