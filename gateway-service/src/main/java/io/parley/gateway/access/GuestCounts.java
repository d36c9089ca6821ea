package io.parley.gateway.access;

import reactor.core.publisher.Mono;

/** How many new guests an address has had within the hour, counted across the gateway's replicas. */
public interface GuestCounts {

    /** Counts one more; fails with a refusal that says when to come back once the limit is reached. */
    Mono<Void> admit(String address, int limit);
}
