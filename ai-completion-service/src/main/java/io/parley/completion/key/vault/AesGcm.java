package io.parley.completion.key.vault;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM with a random nonce of 96 bits before the ciphertext and the tag of 128 bits behind it (NIST SP 800-38D).
 * Its limit of 2^32 seals under one key is out of reach: a data key seals once, a master key once for each stored key
 * and rotation.
 */
final class AesGcm {

    static final int KEY_BYTES = 32;

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private AesGcm() {}

    /** The caller wipes it. */
    static byte[] newKey() {
        return random(KEY_BYTES);
    }

    static String seal(byte[] key, byte[] secret, byte[] context) {
        try {
            var nonce = random(NONCE_BYTES);
            var cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, context);
            var sealed = new byte[NONCE_BYTES + cipher.getOutputSize(secret.length)];
            System.arraycopy(nonce, 0, sealed, 0, NONCE_BYTES);
            var _ = cipher.doFinal(secret, 0, secret.length, sealed, NONCE_BYTES);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
        } catch (GeneralSecurityException everyJdkCan) {
            throw new IllegalStateException(everyJdkCan);
        }
    }

    /** The caller wipes it. */
    static byte[] open(byte[] key, String text, byte[] context) {
        try {
            var sealed = Base64.getUrlDecoder().decode(text);
            if (sealed.length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
                throw new SealBroken("it is too short");
            }
            return cipher(Cipher.DECRYPT_MODE, key, sealed, context)
                    .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (IllegalArgumentException e) {
            throw new SealBroken("it is no base64url");
        } catch (AEADBadTagException e) {
            throw new SealBroken("it was sealed for somebody else, under another key, or changed");
        } catch (GeneralSecurityException everyJdkCan) {
            throw new IllegalStateException(everyJdkCan);
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonceFirst, byte[] context)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonceFirst, 0, NONCE_BYTES));
        cipher.updateAAD(context);
        return cipher;
    }

    private static byte[] random(int length) {
        var bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
