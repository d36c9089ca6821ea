package io.parley.gateway.access.jose;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.parley.gateway.access.Caller;
import io.parley.gateway.access.ClaimRules;
import io.parley.gateway.access.InternalTokens;
import io.parley.gateway.access.Role;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.List;

/** Signs one short-lived token for a caller and hands it out again for half of its life. */
final class SignedInternalTokens implements InternalTokens {

    private static final String ISSUER = "parley-gateway";
    private static final String AUDIENCE = "parley";
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final Duration HANDED_OUT = LIFE.dividedBy(2);
    private static final int REMEMBERED = 10_000;

    private record Minted(String token, String keyId, Instant until) {}

    private final SigningKeyFile keys;
    private final Clock clock;
    private final Cache<Caller, Minted> minted = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(HANDED_OUT)
            .build();

    SignedInternalTokens(SigningKeyFile keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public String mint(Caller caller) {
        Instant now = clock.instant();
        SigningKeyFile.SigningKey key = keys.current();
        Minted known = minted.getIfPresent(caller);
        if (known != null && known.keyId().equals(key.id()) && now.isBefore(known.until())) {
            return known.token();
        }
        String token = sign(caller, key, now);
        minted.put(caller, new Minted(token, key.id(), now.plus(HANDED_OUT)));
        return token;
    }

    private static String sign(Caller caller, SigningKeyFile.SigningKey key, Instant now) {
        List<String> roles = caller.roles().stream()
                .sorted(Comparator.reverseOrder())
                .map(Role::wireName)
                .toList();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(caller.userId())
                .claim("tenant", caller.tenant())
                .claim("roles", roles)
                .claim("name", caller.name())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(end(caller, now)))
                .claim("outer_exp", caller.expiresAt().getEpochSecond())
                .build();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.id()).build(), claims);
        try {
            token.sign(key.signer());
        } catch (JOSEException impossible) {
            throw new IllegalStateException("A P-256 key signs ES256", impossible);
        }
        return token.serialize();
    }

    /** Never beyond the outside token: what the gateway would refuse, no service accepts. */
    private static Instant end(Caller caller, Instant now) {
        Instant outer = caller.expiresAt().plus(ClaimRules.SKEW);
        Instant own = now.plus(LIFE);
        return outer.isBefore(own) ? outer : own;
    }
}
