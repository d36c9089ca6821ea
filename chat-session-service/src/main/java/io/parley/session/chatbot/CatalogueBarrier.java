package io.parley.session.chatbot;

import reactor.core.publisher.Mono;

/** Makes a look into the catalogue show what was announced before it: whoever made a chatbot may talk to it at once. */
public interface CatalogueBarrier {

    /** Completes when the catalogue is there, or after a moment if it does not get there; never fails. */
    Mono<Void> await();
}
