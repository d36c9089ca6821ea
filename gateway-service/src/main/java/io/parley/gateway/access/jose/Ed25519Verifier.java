package io.parley.gateway.access.jose;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Set;

/** EdDSA by the JDK; Nimbus' own verifier wants a further library. */
final class Ed25519Verifier implements JWSVerifier {

    /** SubjectPublicKeyInfo of an Ed25519 key up to the key's 32 bytes (RFC 8410). */
    private static final byte[] KEY_INFO_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int KEY_BYTES = 32;

    private final PublicKey key;
    private final JCAContext context = new JCAContext();

    Ed25519Verifier(OctetKeyPair jwk) throws GeneralSecurityException {
        byte[] point = jwk.getX().decode();
        if (point.length != KEY_BYTES) {
            throw new GeneralSecurityException("An Ed25519 key has 32 bytes, this one " + point.length);
        }
        byte[] info = new byte[KEY_INFO_PREFIX.length + KEY_BYTES];
        System.arraycopy(KEY_INFO_PREFIX, 0, info, 0, KEY_INFO_PREFIX.length);
        System.arraycopy(point, 0, info, KEY_INFO_PREFIX.length, KEY_BYTES);
        key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(info));
    }

    @Override
    public boolean verify(JWSHeader header, byte[] signedInput, Base64URL signature) {
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(signedInput);
            return check.verify(signature.decode());
        } catch (SignatureException malformed) {
            return false;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Ed25519 is part of the JDK", impossible);
        }
    }

    @Override
    public Set<JWSAlgorithm> supportedJWSAlgorithms() {
        return Set.of(JWSAlgorithm.EdDSA);
    }

    @Override
    public JCAContext getJCAContext() {
        return context;
    }
}
