package io.parley.local.token;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.StringJoiner;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Signs tokens with the suite's secret, the way any backend with that secret would: HS256. */
final class DevelopmentToken {
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final String secret;

    DevelopmentToken(String secret) {
        this.secret = secret;
    }

    String sign(TokenRequest request, @Nullable String issuer, @Nullable String audience, Instant now) {
        var claims = new StringJoiner(",", "{", "}");
        claims.add("\"sub\":" + quoted(request.subject()));
        claims.add("\"roles\":" + array(request.roles()));
        claims.add("\"tenant\":" + quoted(request.tenant()));
        addIfGiven(claims, "name", request.name());
        addIfGiven(claims, "iss", issuer);
        addIfGiven(claims, "aud", audience);
        claims.add("\"iat\":" + now.getEpochSecond());
        claims.add("\"exp\":" + now.plus(request.ttl()).getEpochSecond());
        var signed = encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + encoded(claims.toString());
        return signed + "." + BASE64URL.encodeToString(hmac(signed));
    }

    private static void addIfGiven(StringJoiner claims, String claim, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            claims.add("\"" + claim + "\":" + quoted(value));
        }
    }

    private byte[] hmac(String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException everyJdkCan) {
            throw new IllegalStateException(everyJdkCan);
        }
    }

    private static String encoded(String json) {
        return BASE64URL.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String array(List<String> values) {
        var array = new StringJoiner(",", "[", "]");
        values.forEach(value -> array.add(quoted(value)));
        return array.toString();
    }

    private static String quoted(String text) {
        var json = new StringBuilder("\"");
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            if (character == '"' || character == '\\') {
                json.append('\\').append(character);
            } else if (character < ' ') {
                json.append("\\u00")
                        .append(Character.forDigit(character >> 4, 16))
                        .append(Character.forDigit(character & 15, 16));
            } else {
                json.append(character);
            }
        }
        return json.append('"').toString();
    }
}
