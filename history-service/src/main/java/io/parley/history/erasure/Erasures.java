package io.parley.history.erasure;

import java.util.Collection;
import reactor.core.publisher.Mono;

/** What is still to be erased from the log, and nothing else: a finished erasure is gone from here. */
public interface Erasures {

    /** Keeps them until they are done; one that is known already stays as far as it is. */
    Mono<Void> open(Collection<Erasure> erasures);

    /** One that nobody works on, leased to whoever asks; nothing where there is none. */
    Mono<Erasure> claim();

    /** Notes how far an erasure has come, and renews its lease. */
    Mono<Void> reached(Erasure erasure);

    /** Leaves an erasure as far as it is to whoever asks next. */
    Mono<Void> release(Erasure erasure);

    Mono<Void> done(Erasure erasure);
}
