package io.parley.completion.model;

import reactor.core.publisher.Mono;

/** Asks a provider whether it knows a key, by a call that costs nothing. */
public interface ProviderProbe {

    /** Completes where it does; fails with a {@link ModelFailure}, within some seconds in any case. */
    Mono<Void> probe(ProviderCredential credential);
}
