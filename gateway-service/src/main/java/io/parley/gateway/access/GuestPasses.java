package io.parley.gateway.access;

import java.util.Map;
import reactor.core.publisher.Mono;

/** Issues tokens to visitors without an account, and renews them for the same visitor. */
public interface GuestPasses {

    Mono<GuestPass> welcome();

    /** A new pass for the guest of an earlier one; {@link AccessDenied} for anything else. */
    Mono<GuestPass> renew(String earlierToken);

    /** The JWKS strangers verify guests with. */
    Mono<Map<String, Object>> publicKeys();
}
