package io.parley.gateway.access.jose;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A key with the one algorithm it may verify. The algorithm comes from the key, never from a token: a public key can
 * therefore never serve as an HS256 secret.
 */
record TrustedKey(@Nullable String id, JWSAlgorithm algorithm, JWSVerifier verifier) {

    private static final Logger log = LoggerFactory.getLogger(TrustedKey.class);
    private static final int LEAST_RSA_BITS = 2048;

    static TrustedKey ofSecret(byte[] secret) {
        try {
            return new TrustedKey(null, JWSAlgorithm.HS256, new MACVerifier(secret));
        } catch (JOSEException tooShort) {
            throw new IllegalArgumentException("An HS256 secret has at least 32 bytes", tooShort);
        }
    }

    /** The key of a published set, or nothing if it is not one for RS256, ES256 or EdDSA signatures. */
    static Optional<TrustedKey> of(JWK jwk) {
        if (jwk.getKeyUse() != null && !KeyUse.SIGNATURE.equals(jwk.getKeyUse())) {
            return Optional.empty();
        }
        try {
            return switch (jwk) {
                case RSAKey rsa
                when rsa.size() >= LEAST_RSA_BITS && serves(rsa, JWSAlgorithm.RS256) ->
                    Optional.of(new TrustedKey(
                            rsa.getKeyID(), JWSAlgorithm.RS256, new RSASSAVerifier(rsa.toRSAPublicKey())));
                case ECKey ec
                when Curve.P_256.equals(ec.getCurve()) && serves(ec, JWSAlgorithm.ES256) ->
                    Optional.of(
                            new TrustedKey(ec.getKeyID(), JWSAlgorithm.ES256, new ECDSAVerifier(ec.toECPublicKey())));
                case OctetKeyPair okp
                when Curve.Ed25519.equals(okp.getCurve())
                        && (serves(okp, JWSAlgorithm.EdDSA) || serves(okp, JWSAlgorithm.Ed25519)) ->
                    Optional.of(new TrustedKey(okp.getKeyID(), JWSAlgorithm.EdDSA, new Ed25519Verifier(okp)));
                default -> Optional.empty();
            };
        } catch (JOSEException | GeneralSecurityException unusable) {
            log.warn("Key {} of a published set cannot be used: {}", jwk.getKeyID(), unusable.getMessage());
            return Optional.empty();
        }
    }

    private static boolean serves(JWK jwk, JWSAlgorithm algorithm) {
        return jwk.getAlgorithm() == null || algorithm.equals(jwk.getAlgorithm());
    }

    boolean fits(@Nullable String keyId) {
        return keyId == null || id == null || keyId.equals(id);
    }

    boolean verifies(JWSHeader header, byte[] signedInput, Base64URL signature) {
        try {
            return algorithm.equals(header.getAlgorithm()) && verifier.verify(header, signedInput, signature);
        } catch (JOSEException notVerifiable) {
            return false;
        }
    }
}
