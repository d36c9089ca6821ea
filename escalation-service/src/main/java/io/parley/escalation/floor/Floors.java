package io.parley.escalation.floor;

import io.parley.events.log.ConversationKey;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The floors as they are kept. This service owns them: what is read here is never behind. */
public interface Floors {

    /** The floor, {@link ConversationFloor#untouched} where it was never changed. */
    Mono<ConversationFloor> find(ConversationKey key);

    /**
     * Keeps a changed floor together with the fact to tell, if it still is as it was before. Whatever happens after,
     * {@link #untold} finds the change until {@link #told} was called.
     *
     * @return whether it was kept; false where another change came first
     */
    Mono<Boolean> change(ConversationFloor before, ConversationFloor after);

    /** Puts the conversation into the queue or takes it out, as its floor says. */
    Mono<Void> queue(ConversationFloor floor);

    /** The change is in the log. */
    Mono<Void> told(FloorChange change);

    /** Changes begun before a time that are not known to be in the log, the oldest first. */
    Flux<FloorChange> untold(Instant before, int limit);

    /** How many conversations of the tenant wait no less long than this one, itself included. */
    Mono<OptionalLong> queuePosition(ConversationKey key);

    /** The newest escalations of a conversation, newest first. */
    Mono<List<Escalation>> escalations(ConversationKey key, int limit);
}
