package io.parley.gateway.access;

import java.util.List;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** The guest signer's keys, shared by the gateway's replicas. */
public interface GuestKeys {

    /** Private JWKs, newest first; where there are none yet, {@code first} makes the one all replicas use. */
    Mono<List<String>> load(Supplier<String> first);
}
