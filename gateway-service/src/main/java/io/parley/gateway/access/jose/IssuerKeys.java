package io.parley.gateway.access.jose;

import java.util.List;
import reactor.core.publisher.Mono;

/** The keys of one issuer. */
interface IssuerKeys {

    Mono<List<TrustedKey>> current();

    /** The keys after looking again, as far as that is allowed now; a refusal if they cannot be had. */
    Mono<List<TrustedKey>> renewed();

    static IssuerKeys fixed(TrustedKey key) {
        Mono<List<TrustedKey>> keys = Mono.just(List.of(key));
        return new IssuerKeys() {
            @Override
            public Mono<List<TrustedKey>> current() {
                return keys;
            }

            @Override
            public Mono<List<TrustedKey>> renewed() {
                return keys;
            }
        };
    }
}
