package io.parley.gateway.support;

import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;

/** An issuer with an Ed25519 key of the JDK's. */
public final class Ed25519Issuer {

    private final KeyPair keys;

    public Ed25519Issuer() {
        try {
            keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    public String jwk(String keyId) {
        byte[] info = keys.getPublic().getEncoded();
        Base64URL x = Base64URL.encode(Arrays.copyOfRange(info, info.length - 32, info.length));
        return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"alg\":\"EdDSA\",\"kid\":\"" + keyId + "\",\"x\":\"" + x + "\"}";
    }

    public String token(String keyId, String claims) {
        String input =
                Base64URL.encode("{\"alg\":\"EdDSA\",\"kid\":\"" + keyId + "\"}") + "." + Base64URL.encode(claims);
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(keys.getPrivate());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + Base64URL.encode(signature.sign());
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
