package io.parley.escalation;

import io.parley.testkit.Callers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks for a person, and works at the desk, over HTTP, as the gateway does for its callers. */
public final class EscalationClient {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final WebTestClient http;
    private final String base;

    public EscalationClient(int port) {
        base = "http://127.0.0.1:" + port;
        http = WebTestClient.bindToServer()
                .responseTimeout(Duration.ofSeconds(15))
                .build();
    }

    /** What came back. */
    public record Answer(int status, String text) {

        public JsonNode json() {
            return JSON.readTree(text);
        }

        /** A field of the answer, as text. */
        public String text(String field) {
            return json().path(field).asString("");
        }
    }

    /** @param body null for none */
    public Answer escalate(String conversation, String bearer, @Nullable String body) {
        return post("/chat/" + conversation + "/escalate", bearer, body);
    }

    public Answer escalations(String conversation, String bearer) {
        return get("/chat/" + conversation + "/escalations", bearer);
    }

    /** Makes a move of the desk, which needs no body. */
    public Answer move(String escalation, String move, String bearer) {
        return post("/agent/escalations/" + escalation + "/" + move, bearer, null);
    }

    public Answer move(String escalation, String move, String bearer, String body) {
        return post("/agent/escalations/" + escalation + "/" + move, bearer, body);
    }

    public Answer get(String path, String bearer) {
        return call(HttpMethod.GET, path, bearer, null);
    }

    public Answer post(String path, String bearer, @Nullable String body) {
        return call(HttpMethod.POST, path, bearer, body);
    }

    /** @param bearer null for a caller without token */
    public Answer call(HttpMethod method, String path, @Nullable String bearer, @Nullable String body) {
        var request = http.method(method).uri(URI.create(base + path.replace(" ", "%20")));
        if (bearer != null) {
            request.header("Authorization", bearer);
        }
        if (body != null) {
            request.contentType(MediaType.APPLICATION_JSON).bodyValue(body);
        }
        return answer(request.exchange());
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
