package io.parley.gateway.access;

import reactor.core.publisher.Mono;

/** Outside tokens: JWTs of the configured issuers and of the gateway's own guests. */
public interface AccessTokens {

    /** The caller; {@link AccessDenied} for a token that proves nothing, a refusal when its keys cannot be had now. */
    Mono<Caller> verify(String token);
}
