package io.parley.testkit.chat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** Signs what a product's own back end would: HS256 tokens with the secret it shares with the gateway. */
public final class OutsideTokens {

    private final byte[] secret;

    private OutsideTokens(byte[] secret) {
        this.secret = secret;
    }

    /** The launcher writes the file {@code keys/jwt.secret} of its data directory. */
    public static OutsideTokens ofFile(Path secretFile) {
        try {
            return ofSecret(Files.readString(secretFile).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static OutsideTokens ofSecret(String secret) {
        return new OutsideTokens(secret.getBytes(StandardCharsets.UTF_8));
    }

    /** A token of the default tenant that lasts an hour. */
    public String token(String sub, String... roles) {
        return token("default", sub, Duration.ofHours(1), roles);
    }

    public String token(String tenant, String sub, Duration lasting, String... roles) {
        return sign(new JWTClaimsSet.Builder()
                .subject(sub)
                .claim("tenant", tenant)
                .claim("roles", List.of(roles))
                .expirationTime(Date.from(Instant.now().plus(lasting)))
                .build());
    }

    /** Any claims: what no gateway should accept as well. */
    public String sign(JWTClaimsSet claims) {
        try {
            var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
            jwt.sign(new MACSigner(secret));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
