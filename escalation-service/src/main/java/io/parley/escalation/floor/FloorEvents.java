package io.parley.escalation.floor;

import io.parley.events.FloorEvent;
import io.parley.events.log.ConversationKey;
import reactor.core.publisher.Mono;

/** The log, as changes of the floor are told to it, and the live topic, as visitors are told where they stand. */
public interface FloorEvents {

    /** Completes when the fact is in the log. Told twice it counts once: readers go by the fence, or a note's id. */
    Mono<Void> publish(ConversationKey key, FloorEvent fact);

    /** Lost, it is told again when the position changes. */
    Mono<Void> publishPosition(ConversationKey key, long position);
}
