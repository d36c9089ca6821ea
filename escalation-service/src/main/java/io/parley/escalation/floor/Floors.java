package io.parley.escalation.floor;

import io.parley.events.log.ConversationKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The floors as they are kept. This service owns them: what is read here is never behind. */
public interface Floors {

    /** The floor, {@link ConversationFloor#untouched} where it was never changed. */
    Mono<ConversationFloor> find(ConversationKey key);

    /** Those floors of some conversations that were ever changed, in no order. */
    Flux<ConversationFloor> findAll(Collection<ConversationKey> keys);

    /**
     * Keeps a changed floor together with the facts to tell, if it still is as it was before. Whatever happens after,
     * {@link #untold} finds the change until {@link #told} was called, and {@link #locate} finds the escalation.
     *
     * @return whether it was kept; false where another change came first
     */
    Mono<Boolean> change(ConversationFloor before, ConversationFloor after);

    /**
     * Keeps an erased floor, if it still is as it was before, and deletes everything else about the conversation's
     * escalations.
     *
     * @return whether it was kept; false where another change came first
     */
    Mono<Boolean> erase(ConversationFloor before, ConversationFloor after);

    /** Deletes what an erasure that was cut off has left. */
    Mono<Void> forget(ConversationFloor erased);

    /** The change is in the log. */
    Mono<Void> told(FloorChange change);

    /** Changes begun before a time that are not known to be in the log, the oldest first. */
    Flux<FloorChange> untold(Instant before, int limit);

    /** The newest escalations of a conversation, newest first. */
    Mono<List<Escalation>> escalations(ConversationKey key, int limit);

    /** An escalation of the tenant, open or not. */
    Mono<LocatedEscalation> locate(String tenant, UUID id);
}
