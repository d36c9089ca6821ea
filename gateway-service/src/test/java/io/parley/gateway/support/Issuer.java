package io.parley.gateway.support;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.function.UnaryOperator;

/** Somebody who signs tokens. */
public record Issuer(JWSAlgorithm algorithm, String keyId, JWSSigner signer, JWK key) {

    public static Issuer rsa(String keyId) {
        try {
            RSAKey key = new RSAKeyGenerator(2048).keyID(keyId).generate();
            return new Issuer(JWSAlgorithm.RS256, keyId, new RSASSASigner(key), key);
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public static Issuer ec(String keyId) {
        try {
            ECKey key = new ECKeyGenerator(Curve.P_256).keyID(keyId).generate();
            return new Issuer(JWSAlgorithm.ES256, keyId, new ECDSASigner(key), key);
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public static Issuer secret(String secret) {
        try {
            return new Issuer(JWSAlgorithm.HS256, null, new MACSigner(secret.getBytes(StandardCharsets.UTF_8)), null);
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public String token(String subject, UnaryOperator<JWTClaimsSet.Builder> more) {
        return token(more.apply(new JWTClaimsSet.Builder()
                        .subject(subject)
                        .expirationTime(Date.from(Instant.now().plusSeconds(3600))))
                .build());
    }

    public String token(String subject) {
        return token(subject, claims -> claims);
    }

    public String token(JWTClaimsSet claims) {
        SignedJWT token =
                new SignedJWT(new JWSHeader.Builder(algorithm).keyID(keyId).build(), claims);
        try {
            token.sign(signer);
        } catch (JOSEException failure) {
            throw new IllegalStateException(failure);
        }
        return token.serialize();
    }
}
