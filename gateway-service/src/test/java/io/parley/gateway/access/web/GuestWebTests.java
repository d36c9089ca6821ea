package io.parley.gateway.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.parley.gateway.support.GatewayTest;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Visitors without an account. */
class GuestWebTests extends GatewayTest {

    @Test
    void welcomesAGuest() throws Exception {
        HttpResponse<String> answer = guest("{}", freshAddress());

        assertThat(answer.statusCode()).isEqualTo(201);
        JsonNode pass = json(answer);
        assertThat(pass.propertyNames()).containsExactly("token", "user_id", "expires_at", "token_type");
        assertThat(pass.path("user_id").stringValue()).matches("guest-[0-9a-f-]{36}");
        assertThat(pass.path("token_type").stringValue()).isEqualTo("Bearer");
        assertThat(Instant.parse(pass.path("expires_at").stringValue()))
                .isBetween(
                        Instant.now().plus(Duration.ofHours(23)), Instant.now().plus(Duration.ofHours(24)));
        HttpResponse<String> used = send(request("/chatbots", pass.path("token").stringValue()));
        assertThat(internalToken(received(used)).getJWTClaimsSet().getSubject())
                .isEqualTo(pass.path("user_id").stringValue());
    }

    @Test
    void publishesTheKeysOfGuests() throws Exception {
        SignedJWT token = SignedJWT.parse(token(guest("{}", freshAddress())));
        String keys = send(request("/.well-known/jwks.json")).body();

        assertThat(keys).doesNotContain("\"d\"");
        var key = JWKSet.parse(keys).getKeyByKeyId(token.getHeader().getKeyID()).toECKey();
        assertThat(token.verify(new ECDSAVerifier(key))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"token\":null}"})
    void asksForNoBody(String body) {
        assertThat(guest(body, freshAddress()).statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/x-www-form-urlencoded", "text/plain;charset=UTF-8"})
    void asksForNoContentType(String type) {
        var request = request("/auth/guest").header("X-Forwarded-For", freshAddress());

        assertThat(send(request.header("Content-Type", type).POST(body("{}"))).statusCode())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "7", "{\"token\":7}"})
    void refusesBodiesThatAreNone(String body) {
        HttpResponse<String> answer = guest(body, freshAddress());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("code").stringValue()).isEqualTo("bad_request");
    }

    @ParameterizedTest
    @ValueSource(ints = {33 * 1024, 1024 * 1024, 3 * 1024 * 1024})
    void refusesBodiesThatAreTooLarge(int size) {
        var guest = request("/auth/guest").header("X-Forwarded-For", freshAddress());
        HttpResponse<String> answer =
                send(guest.POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[size]))));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(json(answer).path("code").stringValue()).isEqualTo("payload_too_large");
    }

    @Test
    void renewsWithTheSameUserId() {
        String address = freshAddress();
        HttpResponse<String> first = guest("{}", address);

        clock.advance(Duration.ofDays(30));
        HttpResponse<String> renewed = renew(token(first), address);

        assertThat(renewed.statusCode()).isEqualTo(201);
        assertThat(json(renewed).path("user_id")).isEqualTo(json(first).path("user_id"));
        assertThat(token(renewed)).isNotEqualTo(token(first));
        assertThat(send(request("/chatbots", token(renewed))).statusCode()).isEqualTo(200);
        assertThat(send(request("/chatbots", token(first))).statusCode()).isEqualTo(401);
    }

    @Test
    void doesNotRenewForEver() {
        HttpResponse<String> first = guest("{}", freshAddress());

        clock.advance(Duration.ofDays(31).plusMinutes(1));

        assertThat(renew(token(first), freshAddress()).statusCode()).isEqualTo(401);
    }

    @Test
    void renewsGuestsOnly() {
        String guest = token(guest("{}", freshAddress()));

        assertThat(renew(OWN.token("alice"), freshAddress()).statusCode()).isEqualTo(401);
        assertThat(renew(OWN.token("guest-1"), freshAddress()).statusCode()).isEqualTo(401);
        assertThat(renew(guest.substring(0, guest.length() - 4) + "AAAA", freshAddress())
                        .statusCode())
                .isEqualTo(401);
        assertThat(renew("rubbish", freshAddress()).statusCode()).isEqualTo(401);
    }

    @Test
    void limitsNewGuestsOfAnAddress() {
        String address = freshAddress();
        String token = "";
        for (int guest = 0; guest < 10; guest++) {
            HttpResponse<String> answer = guest("{}", address);
            assertThat(answer.statusCode()).isEqualTo(201);
            token = token(answer);
        }

        HttpResponse<String> eleventh = guest("{}", address);

        assertThat(eleventh.statusCode()).isEqualTo(429);
        assertThat(json(eleventh).path("code").stringValue()).isEqualTo("rate_limited");
        assertThat(Integer.parseInt(eleventh.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(3500, 3601);
        assertThat(renew(token, address).statusCode()).isEqualTo(201);
        assertThat(guest("{}", freshAddress()).statusCode()).isEqualTo(201);
        clock.advance(Duration.ofMinutes(61));
        assertThat(guest("{}", address).statusCode()).isEqualTo(201);
    }

    @Test
    void countsTheAddressBeforeTheTrustedProxyWhateverTheClientClaims() {
        String address = freshAddress();
        for (int guest = 0; guest < 10; guest++) {
            assertThat(guest("{}", "9.9.9." + guest + ", " + address).statusCode())
                    .isEqualTo(201);
        }

        assertThat(guest("{}", "9.9.9.99, " + address).statusCode()).isEqualTo(429);
    }

    private HttpResponse<String> guest(String body, String address) {
        return send(request("/auth/guest").header("X-Forwarded-For", address).POST(body(body)));
    }

    private HttpResponse<String> renew(String token, String address) {
        return guest("{\"token\":\"" + token + "\"}", address);
    }

    private static String token(HttpResponse<String> answer) {
        return json(answer).path("token").stringValue();
    }
}
