package io.parley.history;

import io.parley.testkit.Callers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks for histories over HTTP, as the gateway does for its callers. */
public final class HistoryClient {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final WebTestClient http;

    public HistoryClient(int port) {
        http = WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port)
                .responseTimeout(Duration.ofSeconds(10))
                .exchangeStrategies(ExchangeStrategies.builder()
                        .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(4 * 1024 * 1024))
                        .build())
                .build();
    }

    public WebTestClient.ResponseSpec get(String path, String bearer) {
        return http.get().uri(path).header("Authorization", bearer).exchange();
    }

    /** A page of a conversation as one of its people sees it. */
    public JsonNode history(String conversation, String user, String query) {
        return json("/chat/" + conversation + "/history" + query, Callers.bearer(user));
    }

    /** A page of a user's own conversations. */
    public JsonNode conversations(String user, String query) {
        return json("/chat/user/" + user + "/conversations" + query, Callers.bearer(user));
    }

    public JsonNode json(String path, String bearer) {
        var body = get(path, bearer)
                .expectStatus()
                .isOk()
                .expectBody(byte[].class)
                .returnResult()
                .getResponseBody();
        return JSON.readTree(Objects.requireNonNull(body));
    }

    public List<String> contents(String conversation, String user, String query) {
        return contents(history(conversation, user, query));
    }

    public static List<String> contents(JsonNode page) {
        return page.path("messages")
                .valueStream()
                .map(message -> message.path("content").asString())
                .toList();
    }

    /** The status and the body of a refusal. */
    public String refusal(String path, String bearer, int status) {
        return new String(
                Objects.requireNonNull(get(path, bearer)
                        .expectStatus()
                        .isEqualTo(status)
                        .expectHeader()
                        .contentType("application/problem+json")
                        .expectBody(byte[].class)
                        .returnResult()
                        .getResponseBody()),
                java.nio.charset.StandardCharsets.UTF_8);
    }

    public static String ofTenant(String tenant, String user, String... roles) {
        return "Bearer "
                + Callers.token(tenant, user, List.of(roles), Instant.now().plusSeconds(3_600));
    }
}
