package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.testkit.ModelReply;
import io.parley.testkit.ModelRequest;
import io.parley.testkit.chat.ChatClient;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** An admin's chatbot, from its first day to its last. */
@WithSuite
class ChatbotsE2eIT {
    private final ScriptedSuite suite;
    private final ChatClient admin;

    ChatbotsE2eIT(ScriptedSuite suite) {
        this.suite = suite;
        this.admin = suite.admin();
    }

    @Test
    void answersAsItsAdminSaysUntilItIsDeleted() {
        var words = UUID.randomUUID().toString();
        var id = created(Map.of("greeting", "Welcome!", "persona", "You sell boats.", "model", "boats-1"));
        var visitor = suite.visitor();
        var session = visitor.session(id);
        assertThat(session.response().text("chatbot_name")).isEqualTo("Shop");
        assertThat(session.response().text("greeting")).isEqualTo("Welcome!");
        try (var socket = visitor.chatsWith(id)) {
            assertThat(socket.asks("What do you sell? " + words).isComplete()).isTrue();
            assertThat(persona("sell? " + words)).isEqualTo("You sell boats.");

            admin.put("/chatbots/" + id, Map.of("name", "Shop", "persona", "You sell cars."))
                    .expecting(200);
            assertThat(socket.asks("And now? " + words).isComplete()).isTrue();
            assertThat(persona("now? " + words)).isEqualTo("You sell cars.");
            assertThat(admin.get("/chatbots/" + id + "/versions")
                            .json()
                            .path("count")
                            .asInt())
                    .isEqualTo(2);

            admin.delete("/chatbots/" + id).expecting(204);
            var failed = socket.asks("Still there? " + words);
            assertThat(failed.code()).isEqualTo("not_found");
            assertThat(failed.end().json().path("retryable").asBoolean(true)).isFalse();
            socket.checks();
        }
        assertThat(visitor.history(session.conversationId())
                        .json()
                        .path("messages")
                        .valueStream()
                        .map(message -> message.path("sender_type").asString()))
                .as("what was said stays")
                .containsExactly("user", "assistant", "user", "assistant", "user");
        suite.visitor().post("/chatbot/" + id + "/session").expecting(404);
        admin.get("/chatbots/" + id).expecting(404);
        assertThat(usage("chatbot", id).path("answers").asInt())
                .as("what it cost stays")
                .isEqualTo(2);
    }

    @Test
    void saysNothingMoreOnceItsBudgetIsUsedUp() {
        var words = UUID.randomUUID().toString();
        suite.model().whenAsked(words, ModelReply.saysWords(20));
        var id = created(Map.of("budgets", Map.of("user_tokens_per_day", 20)));
        var visitor = suite.visitor();
        try (var socket = visitor.chatsWith(id)) {
            assertThat(socket.asks("One " + words).isComplete()).isTrue();

            var refused = socket.asks("Two " + words);

            assertThat(refused.code()).isEqualTo("budget_exhausted");
            assertThat(refused.end().json().path("retryable").asBoolean(true)).isFalse();
            socket.checks();
        }
        assertThat(suite.model().requests())
                .noneMatch(request -> request.lastUserMessage().equals("Two " + words));
        assertThat(usage("user", visitor.userId()).path("total_tokens").asInt()).isEqualTo(27);
        // Somebody else has a budget of one's own.
        try (var socket = suite.visitor().chatsWith(id)) {
            assertThat(socket.asks("Three " + words).isComplete()).isTrue();
        }
    }

    @Test
    void tellsNobodyItsKey() {
        var canary = "sk-canary-" + UUID.randomUUID();
        var id = created(Map.of("api_key", canary));

        assertThat(admin.get("/chatbots/" + id).expecting(200).body()).doesNotContain(canary);
        assertThat(admin.get("/chatbots").expecting(200).body()).doesNotContain(canary);
        assertThat(admin.put("/chatbots/" + id, Map.of("name", "Shop", "api_key", canary + " no"))
                        .expecting(400)
                        .body())
                .doesNotContain(canary);
        admin.delete("/chatbots/" + id).expecting(204);
    }

    private String created(Map<String, ?> settings) {
        var id = "bot-" + UUID.randomUUID();
        var body = new HashMap<String, Object>(settings);
        body.put("id", id);
        body.put("name", "Shop");
        admin.post("/chatbots", body).expecting(201);
        return id;
    }

    private String persona(String question) {
        return suite.model().awaitRequest(question).messages().stream()
                .filter(message -> message.role().equals("system"))
                .map(ModelRequest.Message::content)
                .findFirst()
                .orElse("");
    }

    private JsonNode usage(String by, String key) {
        return await().until(
                        () -> admin.get("/usage?by=" + by)
                                .expecting(200)
                                .json()
                                .path("rows")
                                .valueStream()
                                .filter(row -> row.path(by).asString().equals(key))
                                .findFirst()
                                .orElse(null),
                        row -> row != null);
    }
}
