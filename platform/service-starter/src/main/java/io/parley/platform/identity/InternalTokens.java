package io.parley.platform.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies the gateway's internal tokens. Being inside the network proves nothing: a request without one is nobody's.
 *
 * <p>The key file is looked at again every 30 seconds and read again when it changed, so that keys can be replaced
 * while the service runs.
 */
final class InternalTokens {

    private static final Logger log = LoggerFactory.getLogger(InternalTokens.class);

    static final String ISSUER = "parley-gateway";
    static final String AUDIENCE = "parley";

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);
    private static final Duration SKEW = Duration.ofSeconds(30);

    private final Path file;
    private final Clock clock;
    private volatile Keys keys;

    private record Keys(Map<String, ECDSAVerifier> verifiers, FileTime modified, Instant looked) {}

    InternalTokens(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
        this.keys = load();
    }

    /** The caller a token names, or nothing where the token is not the gateway's, or no longer. */
    Optional<Caller> verify(String token) {
        try {
            var jwt = SignedJWT.parse(token);
            var keyId = jwt.getHeader().getKeyID();
            var verifier = keyId == null ? null : keys().verifiers().get(keyId);
            if (verifier == null
                    || !JWSAlgorithm.ES256.equals(jwt.getHeader().getAlgorithm())
                    || !jwt.verify(verifier)) {
                return Optional.empty();
            }
            return caller(jwt.getJWTClaimsSet());
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<Caller> caller(JWTClaimsSet claims) throws ParseException {
        var now = clock.instant();
        var expires = claims.getExpirationTime();
        var outer = claims.getDateClaim("outer_exp");
        var subject = claims.getSubject();
        var tenant = claims.getStringClaim("tenant");
        if (expires == null
                || outer == null
                || subject == null
                || tenant == null
                || !ISSUER.equals(claims.getIssuer())
                || !claims.getAudience().contains(AUDIENCE)
                || expires.toInstant().plus(SKEW).isBefore(now)) {
            return Optional.empty();
        }
        var roles = EnumSet.of(Caller.Role.USER);
        var named = claims.getStringListClaim("roles");
        for (var role : named == null ? List.<String>of() : named) {
            roles.add(Caller.Role.valueOf(role.toUpperCase(Locale.ROOT)));
        }
        return Optional.of(new Caller(tenant, subject, roles, claims.getStringClaim("name"), outer.toInstant()));
    }

    private Keys keys() {
        var current = keys;
        if (current.looked().plus(LOOK_AGAIN).isAfter(clock.instant())) {
            return current;
        }
        try {
            var modified = Files.getLastModifiedTime(file);
            keys = modified.equals(current.modified())
                    ? new Keys(current.verifiers(), modified, clock.instant())
                    : load();
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            // Also when it is looked at while somebody writes it.
            log.warn("The internal key file cannot be read; going on with the keys known: {}", e.toString());
            keys = new Keys(current.verifiers(), current.modified(), clock.instant());
        }
        return keys;
    }

    private Keys load() {
        try {
            var modified = Files.getLastModifiedTime(file);
            var verifiers = new HashMap<String, ECDSAVerifier>();
            for (var key : JWKSet.load(file.toFile()).getKeys()) {
                verifiers.put(key.getKeyID(), new ECDSAVerifier(key.toECKey().toPublicJWK()));
            }
            return new Keys(Map.copyOf(verifiers), modified, clock.instant());
        } catch (IOException e) {
            throw new UncheckedIOException("PARLEY_INTERNAL_KEY_FILE " + file + " cannot be read", e);
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException("PARLEY_INTERNAL_KEY_FILE " + file + " is no JWK Set of EC keys", e);
        }
    }
}
