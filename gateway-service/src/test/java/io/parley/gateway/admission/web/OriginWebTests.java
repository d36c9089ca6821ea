package io.parley.gateway.admission.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.gateway.support.ClientSocket;
import io.parley.gateway.support.GatewayTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of other origins. */
class OriginWebTests extends GatewayTest {

    private static final String PAGE = "http://localhost:3000";
    private static final String STRANGER = "https://evil.example";

    @Test
    void answersPreflights() {
        HttpResponse<String> answer = preflight(PAGE, "authorization,content-type,x-stainless-lang,x-custom");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo(PAGE);
        assertThat(header(answer, "Access-Control-Allow-Methods")).contains("GET", "POST", "PUT", "PATCH", "DELETE");
        assertThat(header(answer, "Access-Control-Allow-Headers"))
                .contains("Authorization", "OpenAI-Beta", "Idempotency-Key", "x-stainless-lang")
                .doesNotContain("x-custom");
        assertThat(answer.headers().allValues("Vary").toString()).contains("Origin");
    }

    @Test
    void refusesPreflightsOfStrangers() {
        HttpResponse<String> answer = preflight(STRANGER, "authorization");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void letsAllowedPagesReadAnswersAndErrors() {
        HttpResponse<String> good =
                send(request("/chatbots", OWN.token("alice")).header("Origin", PAGE));
        HttpResponse<String> bad = send(request("/chatbots").header("Origin", PAGE));

        assertThat(header(good, "Access-Control-Allow-Origin")).isEqualTo(PAGE);
        assertThat(header(good, "Access-Control-Expose-Headers"))
                .isEqualTo("Retry-After, x-request-id, openai-poll-after-ms");
        assertThat(bad.statusCode()).isEqualTo(401);
        assertThat(header(bad, "Access-Control-Allow-Origin")).isEqualTo(PAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {STRANGER, "null", "http://localhost.evil.example", "https://localhost@evil.example"})
    void refusesStrangers(String origin) {
        HttpResponse<String> answer =
                send(request("/chatbots", OWN.token("alice")).header("Origin", origin));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(json(answer).path("code").stringValue()).isEqualTo("forbidden");
        assertThat(ClientSocket.refusal(
                        socketUrl("/ws/chat/s1?token=" + OWN.token("alice")), List.of(), "Origin", origin))
                .isEqualTo(403);
    }

    @Test
    void letsSocketsOfAllowedPagesIn() {
        ClientSocket socket = ClientSocket.open(
                socketUrl("/ws/chat/s1?token=" + OWN.token("alice")), List.of(), "Origin", "http://127.0.0.1:" + port);

        assertThat(socket.nextReceived().uri()).isEqualTo("/ws/chat/s1");
        socket.close(1000);
    }

    private HttpResponse<String> preflight(String origin, String headers) {
        return send(request("/chatbots")
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", headers)
                .method("OPTIONS", BodyPublishers.noBody()));
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
