package io.parley.gateway.rate.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.gateway.support.GatewayTest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What guests of one address may say over HTTP. */
class GuestMessagesWebTests extends GatewayTest {

    @Test
    void limitsAllGuestsOfAnAddressTogether() {
        String address = freshAddress();
        String one = guest(address);
        String other = guest(address);

        for (int message = 0; message < ADDRESS_MESSAGES; message++) {
            assertThat(say(message % 2 == 0 ? one : other, address).statusCode())
                    .isEqualTo(200);
        }
        HttpResponse<String> refused = say(other, address);

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(json(refused).path("code").stringValue()).isEqualTo("rate_limited");
        assertThat(Long.parseLong(refused.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1L, 11L);
        assertThat(say(guest(address), address).statusCode())
                .as("a new guest there is the same")
                .isEqualTo(429);
        assertThat(say(other, freshAddress()).statusCode())
                .as("the same guest elsewhere")
                .isEqualTo(200);
    }

    @Test
    void servesAgainWhenItHasBeenWaitedAsLongAsItSaid() {
        String address = freshAddress();
        String guest = guest(address);
        fill(guest, address);

        clock.advance(Duration.ofSeconds(Long.parseLong(
                say(guest, address).headers().firstValue("Retry-After").orElseThrow())));

        assertThat(say(guest, address).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/chat/c1/messages", "/chat/c1/escalate", "/api/chat/ai/send"})
    void holdsForEveryWayToSaySomething(String path) {
        String address = freshAddress();
        String guest = guest(address);
        fill(guest, address);

        assertThat(post(path, guest, address).statusCode()).isEqualTo(429);
        assertThat(send(request(path, guest).header("X-Forwarded-For", address)).statusCode())
                .as("what says nothing")
                .isEqualTo(200);
    }

    @Test
    void slowsNobodyElse() {
        String address = freshAddress();
        fill(guest(address), address);

        for (int message = 0; message < 3 * ADDRESS_MESSAGES; message++) {
            assertThat(say(OWN.token("alice"), address).statusCode()).isEqualTo(200);
        }
    }

    private void fill(String guest, String address) {
        for (int message = 0; message < ADDRESS_MESSAGES; message++) {
            assertThat(say(guest, address).statusCode()).isEqualTo(200);
        }
    }

    private HttpResponse<String> say(String token, String address) {
        return post("/chat/c1/messages", token, address);
    }

    private HttpResponse<String> post(String path, String token, String address) {
        return send(request(path, token).header("X-Forwarded-For", address).POST(body("{\"content\":\"hello\"}")));
    }
}
