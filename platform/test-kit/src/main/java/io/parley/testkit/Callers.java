package io.parley.testkit;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;

/** Speaks as the gateway does: internal tokens that every service started with {@link Backends} believes. */
public final class Callers {

    public static final String TENANT = "default";

    private static final Duration SHORT = Duration.ofMinutes(5);
    private static final ECKey KEY = newKey();
    private static final Path KEY_FILE = write(KEY);

    private Callers() {}

    /** The value of an {@code Authorization} header of a caller of the default tenant; no role means user. */
    public static String bearer(String sub, String... roles) {
        return "Bearer " + token(TENANT, sub, List.of(roles), Instant.now().plus(Duration.ofHours(1)));
    }

    /** @param expiresAt end of the outside token, where a socket ends; the internal token itself lasts 5 minutes */
    public static String token(String tenant, String sub, Collection<String> roles, Instant expiresAt) {
        return sign(
                KEY,
                new JWTClaimsSet.Builder()
                        .issuer("parley-gateway")
                        .audience("parley")
                        .subject(sub)
                        .claim("tenant", tenant)
                        .claim("roles", expanded(roles))
                        .claim("outer_exp", expiresAt.getEpochSecond())
                        .expirationTime(Date.from(Instant.now().plus(SHORT)))
                        .build());
    }

    /** The JWK Set with the public key, as the launcher hands it to services. */
    public static Path keyFile() {
        return KEY_FILE;
    }

    private static List<String> expanded(Collection<String> roles) {
        var all = new LinkedHashSet<>(roles);
        if (all.contains("admin")) {
            all.add("agent");
        }
        all.add("user");
        return List.copyOf(all);
    }

    private static String sign(ECKey key, JWTClaimsSet claims) {
        try {
            var header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                    .keyID(key.getKeyID())
                    .build();
            var jwt = new SignedJWT(header, claims);
            jwt.sign(new ECDSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ECKey newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("test").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path write(ECKey key) {
        try {
            var file = Files.createTempFile("parley-test-internal", ".jwks");
            file.toFile().deleteOnExit();
            Files.writeString(file, new JWKSet(key.toPublicJWK()).toString());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
