package io.parley.history.rejection;

import reactor.core.publisher.Mono;

/** Tells a conversation that something said in it was lost. */
public interface RejectionEvents {

    /** Completes when the conversation that the record's key names knows; at once where it names none. */
    Mono<Void> publish(RejectedRecord record);
}
