package io.parley.history.rejection;

import reactor.core.publisher.Mono;

/** Where unreadable records are kept for whoever looks into them. */
public interface DeadLetters {

    /** Completes when the record is safe there. */
    Mono<Void> write(RejectedRecord record);
}
