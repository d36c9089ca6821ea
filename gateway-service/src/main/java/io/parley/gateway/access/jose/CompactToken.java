package io.parley.gateway.access.jose;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.parley.gateway.access.AccessDenied;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A token taken apart, not yet believed. */
record CompactToken(JWSHeader header, Map<String, Object> claims, String signedText, Base64URL signature) {

    private static final int PARTS = 3;

    /** Longer ones do not fit into the gateway's header limit anyway. */
    private static final int LONGEST = 12 * 1024;

    static CompactToken parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (text.length() > LONGEST || parts.length != PARTS) {
            throw new AccessDenied("The token is no signed JWT.");
        }
        for (String part : parts) {
            requireOneSpelling(part);
        }
        try {
            JWSHeader header = JWSHeader.parse(new Base64URL(parts[0]));
            if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
                throw new AccessDenied("The token asks for extensions (crit) that are not known here.");
            }
            Map<String, Object> claims = JSONObjectUtils.parse(new Base64URL(parts[1]).decodeToString());
            return new CompactToken(header, claims, parts[0] + "." + parts[1], new Base64URL(parts[2]));
        } catch (ParseException | IllegalArgumentException malformed) {
            throw new AccessDenied("The token is no signed JWT.");
        }
    }

    /** Base64 decoders pass over unused bits and foreign characters: one token would have many texts. */
    private static void requireOneSpelling(String part) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(part);
            if (Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
                return;
            }
        } catch (IllegalArgumentException notBase64) {
            throw new AccessDenied("The token is not base64url.");
        }
        throw new AccessDenied("The token is not in its only base64url spelling.");
    }

    boolean isSignedWith(TrustedKey key) {
        return key.fits(keyId()) && key.verifies(header, signedText.getBytes(StandardCharsets.US_ASCII), signature);
    }

    @Nullable String keyId() {
        return header.getKeyID();
    }
}
