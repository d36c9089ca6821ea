package io.parley.escalation.floor;

import io.parley.events.FloorEvent;
import io.parley.events.log.ConversationKey;
import reactor.core.publisher.Mono;

/** The log, as changes of the floor are told to it. */
public interface FloorEvents {

    /** Completes when the fact is in the log. Told twice it counts once: readers go by the fence. */
    Mono<Void> publish(ConversationKey key, FloorEvent fact);
}
