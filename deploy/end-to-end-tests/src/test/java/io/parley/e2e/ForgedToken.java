package io.parley.e2e;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** A token put together by hand, right or wrong in one point: {@code of("mia").lasting(ofHours(-1)).signedWith(secret)}. */
final class ForgedToken {
    private final JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder();

    private ForgedToken(String sub) {
        claims.subject(sub).claim("roles", List.of("user"));
        lasting(Duration.ofHours(1));
    }

    static ForgedToken of(String sub) {
        return new ForgedToken(sub);
    }

    ForgedToken lasting(Duration time) {
        claims.expirationTime(Date.from(Instant.now().plus(time)));
        return this;
    }

    ForgedToken withoutEnd() {
        claims.expirationTime(null);
        return this;
    }

    ForgedToken withRoles(String... roles) {
        claims.claim("roles", List.of(roles));
        return this;
    }

    ForgedToken withName(String name) {
        claims.claim("name", name);
        return this;
    }

    ForgedToken issuedBy(String issuer) {
        claims.issuer(issuer);
        return this;
    }

    ForgedToken meantFor(String audience) {
        claims.audience(audience);
        return this;
    }

    String signedWith(String secret) {
        return signedWith(secret.getBytes(StandardCharsets.UTF_8));
    }

    String signedWith(byte[] secret) {
        try {
            return signed(new JWSHeader(JWSAlgorithm.HS256), new MACSigner(secret));
        } catch (JOSEException tooShort) {
            throw new IllegalArgumentException(tooShort);
        }
    }

    String signedWith(RSAKey key) {
        try {
            var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID());
            return signed(header.build(), new RSASSASigner(key));
        } catch (JOSEException noPrivateKey) {
            throw new IllegalArgumentException(noPrivateKey);
        }
    }

    /** {@code "alg":"none"}. */
    String unsigned() {
        return new PlainJWT(claims.build()).serialize();
    }

    private String signed(JWSHeader header, JWSSigner signer) throws JOSEException {
        var token = new SignedJWT(header, claims.build());
        token.sign(signer);
        return token.serialize();
    }
}
