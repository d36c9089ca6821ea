package io.parley.history.transcript;

import java.time.Instant;
import java.util.Collection;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What is still to be removed of cleared transcripts, and nothing else: a finished removal is gone from here. */
public interface Removals {

    /** Keeps them until they are done; one that is known already stays as far as it is. */
    Mono<Void> open(Collection<Removal> removals);

    /** Some that are due. */
    Flux<Removal> due(Instant now);

    /** Notes how far a removal has come. */
    Mono<Void> reached(Removal removal);

    /** Puts a removal off to its second look. */
    Mono<Void> begin(Removal secondLook);

    Mono<Void> done(Removal removal);
}
