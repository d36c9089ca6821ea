package io.parley.gateway.access.jose;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.parley.gateway.access.AccessDenied;
import io.parley.gateway.access.AccessTokens;
import io.parley.gateway.access.Caller;
import io.parley.gateway.access.ClaimRules;
import io.parley.gateway.problem.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Verifies a token once and remembers its caller until the token ends, keyed by the hash of its text. The issuer is
 * chosen by {@code iss}; which algorithm counts is decided by that issuer's keys.
 */
final class NimbusAccessTokens implements AccessTokens {

    private static final int REMEMBERED = 10_000;

    private final List<TrustedIssuer> issuers;
    private final Clock clock;
    private final Cache<ByteBuffer, Caller> verified;

    NimbusAccessTokens(List<TrustedIssuer> issuers, Clock clock) {
        this.issuers = issuers;
        this.clock = clock;
        this.verified = Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .expireAfter(Expiry.<ByteBuffer, Caller>creating((token, caller) -> remaining(caller)))
                .build();
    }

    @Override
    public Mono<Caller> verify(String token) {
        return Mono.defer(() -> {
            ByteBuffer hash = hash(token);
            Caller known = verified.getIfPresent(hash);
            if (known != null && !remaining(known).isNegative()) {
                return Mono.just(known);
            }
            return judge(CompactToken.parse(token)).doOnNext(caller -> verified.put(hash, caller));
        });
    }

    private Duration remaining(Caller caller) {
        return Duration.between(clock.instant(), caller.expiresAt().plus(ClaimRules.SKEW));
    }

    private Mono<Caller> judge(CompactToken token) {
        List<TrustedIssuer> candidates = candidates(token);
        if (candidates.isEmpty()) {
            return Mono.error(new AccessDenied("The token's issuer is not known here."));
        }
        // A token is believed if one candidate does; keys that cannot be had only matter if no other believes it.
        return Flux.fromIterable(candidates)
                .concatMapDelayError(issuer -> judge(token, issuer))
                .next()
                .onErrorMap(NimbusAccessTokens::mostTelling);
    }

    private static Throwable mostTelling(Throwable failure) {
        List<Throwable> failures = Exceptions.unwrapMultipleExcludingTracebacks(failure);
        return failures.stream().filter(Refusal.class::isInstance).findFirst().orElseGet(failures::getFirst);
    }

    /** Who signs under a configured name is judged by that name alone; the others share the nameless issuers. */
    private List<TrustedIssuer> candidates(CompactToken token) {
        Object name = token.claims().get("iss");
        List<TrustedIssuer> named =
                issuers.stream().filter(issuer -> issuer.isNamed(name)).toList();
        return named.isEmpty()
                ? issuers.stream().filter(TrustedIssuer::isNameless).toList()
                : named;
    }

    private Mono<Caller> judge(CompactToken token, TrustedIssuer issuer) {
        return issuer.keys()
                .current()
                .flatMap(keys -> isSigned(token, issuer, keys) ? Mono.just(true) : afterRenewal(token, issuer, keys))
                .map(signed -> {
                    if (!signed) {
                        throw new AccessDenied("The token's signature is not of a key of its issuer.");
                    }
                    return issuer.rules().read(token.claims(), now(), Duration.ZERO);
                });
    }

    private static Mono<Boolean> afterRenewal(CompactToken token, TrustedIssuer issuer, List<TrustedKey> keys) {
        boolean keyIsKnown =
                token.keyId() != null && !issuer.fitting(keys, token.keyId()).isEmpty();
        return keyIsKnown ? Mono.just(false) : issuer.keys().renewed().map(renewed -> isSigned(token, issuer, renewed));
    }

    private static boolean isSigned(CompactToken token, TrustedIssuer issuer, List<TrustedKey> keys) {
        return issuer.fitting(keys, token.keyId()).stream().anyMatch(token::isSignedWith);
    }

    private Instant now() {
        return clock.instant();
    }

    private static ByteBuffer hash(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(Objects.requireNonNull(digest));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is part of every JDK", impossible);
        }
    }
}
