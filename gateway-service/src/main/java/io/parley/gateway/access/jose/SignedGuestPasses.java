package io.parley.gateway.access.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.parley.gateway.access.AccessDenied;
import io.parley.gateway.access.Caller;
import io.parley.gateway.access.ClaimRules;
import io.parley.gateway.access.GuestPass;
import io.parley.gateway.access.GuestPasses;
import io.parley.gateway.access.Role;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Signs guests' tokens with the newest guest key; whoever holds an earlier one keeps the user id. */
final class SignedGuestPasses implements GuestPasses {

    private static final String ISSUER = "parley-guests";
    private static final Duration LIFE = Duration.ofHours(24);
    private static final Duration RENEWABLE = Duration.ofDays(30);

    /** A guest is nobody's but this gateway's: one tenant, one role. */
    static final ClaimRules RULES =
            new ClaimRules(ISSUER, ISSUER, Set.of(Caller.DEFAULT_TENANT), EnumSet.of(Role.USER), true);

    private final GuestKeyRing ring;
    private final Clock clock;

    SignedGuestPasses(GuestKeyRing ring, Clock clock) {
        this.ring = ring;
        this.clock = clock;
    }

    @Override
    public Mono<GuestPass> welcome() {
        return issue(ClaimRules.GUEST_PREFIX + UUID.randomUUID());
    }

    @Override
    public Mono<GuestPass> renew(String earlierToken) {
        return Mono.fromSupplier(() -> CompactToken.parse(earlierToken))
                .flatMap(token -> ring.current().map(keys -> {
                    if (keys.stream().noneMatch(token::isSignedWith)) {
                        throw new AccessDenied("The earlier token is no guest's token of this gateway.");
                    }
                    return RULES.read(token.claims(), clock.instant(), RENEWABLE);
                }))
                .flatMap(guest -> issue(guest.userId()));
    }

    @Override
    public Mono<Map<String, Object>> publicKeys() {
        return ring.published();
    }

    private Mono<GuestPass> issue(String userId) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return ring.signer().map(key -> new GuestPass(sign(userId, key, now), userId, now.plus(LIFE)));
    }

    private static String sign(String userId, ECKey key, Instant now) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(ISSUER)
                .subject(userId)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .build();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException impossible) {
            throw new IllegalStateException("A P-256 key signs ES256", impossible);
        }
        return token.serialize();
    }
}
