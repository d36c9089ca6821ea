package io.parley.escalation;

import io.parley.testkit.Callers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks for a person over HTTP, as the gateway does for its callers. */
public final class EscalationClient {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final WebTestClient http;

    public EscalationClient(int port) {
        http = WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port)
                .responseTimeout(Duration.ofSeconds(15))
                .build();
    }

    /** What came back. */
    public record Answer(int status, String text) {

        public JsonNode json() {
            return JSON.readTree(text);
        }
    }

    /** @param body null for none */
    public Answer escalate(String conversation, String bearer, @Nullable String body) {
        var request =
                http.post().uri("/chat/{conversation}/escalate", conversation).header("Authorization", bearer);
        if (body != null) {
            request.contentType(MediaType.APPLICATION_JSON).bodyValue(body);
        }
        return answer(request.exchange());
    }

    public Answer escalations(String conversation, String bearer) {
        return answer(http.get()
                .uri("/chat/{conversation}/escalations", conversation)
                .header("Authorization", bearer)
                .exchange());
    }

    private static Answer answer(WebTestClient.ResponseSpec response) {
        var result = response.expectBody(byte[].class).returnResult();
        var body = Objects.requireNonNullElse(result.getResponseBody(), new byte[0]);
        return new Answer(result.getStatus().value(), new String(body, StandardCharsets.UTF_8));
    }

    public static String ofTenant(String tenant, String user, String... roles) {
        return "Bearer "
                + Callers.token(tenant, user, List.of(roles), Instant.now().plusSeconds(3_600));
    }
}
