package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The flow of the original integration document, with a client that knows nothing else. */
@WithSuite
class SeedClientE2eIT {
    private final RunningSuite suite;

    SeedClientE2eIT(RunningSuite suite) {
        this.suite = suite;
    }

    @Test
    void servesTheClientOfTheOriginalDocument() throws Exception {
        var token = suite.tokens().token("seed-" + UUID.randomUUID(), "user");
        var client = new SeedClient(host(), token);
        var answer = Paced.answer(100, 40, 25);
        var question = answer.asking("Hello, can you help me with my project?");

        var session = client.createSession("leta");

        assertThat(session.path("session_id").asString()).isNotEmpty();
        assertThat(session.path("conversation_id").asString()).isNotEmpty();
        assertThat(session.path("chatbot_id").asString()).isEqualTo("leta");
        assertThat(session.path("chatbot_name").asString()).isNotEmpty();
        assertThat(session.path("previous_messages").isArray()).isTrue();
        assertThat(session.path("previous_messages").isEmpty()).isTrue();

        client.connect();

        assertThat(client.awaits("system", 1).text())
                .isEqualTo("Connected to %s. You can start chatting!"
                        .formatted(session.path("chatbot_name").asString()));

        client.sendMessage(question);
        var complete = client.awaits("complete", 1);

        assertThat(kinds(client)).containsExactly("system", "user", "acknowledged", "bubble", "chunk", "complete");
        assertThat(joinedChunks(client)).isEqualTo(complete.text());
        answer.isWholeIn(complete.text());
        assertThat(client.awaits("chunk", 1).at())
                .as("the first chunk is shown while the model is still talking")
                .isLessThan(Paced.sentAt(complete.text(), 24)
                        - Duration.ofMillis(500).toNanos());

        client.sendMessage("What did I ask you before that?");

        assertThat(client.awaits("complete", 2).text()).startsWith("Just before this you asked:");
        assertThat(client.awaits("complete", 2).text()).contains("Hello, can you help me with my project?");
        assertThat(client.closeSession()).isEqualTo(204);

        showsPreviousMessages(token, question, complete.text());
    }

    private void showsPreviousMessages(String token, String question, String answer) throws Exception {
        var again = new SeedClient(host(), token);

        var previous = again.createSession("leta").path("previous_messages");

        assertThat(previous.valueStream().map(message -> message.path("role").asString()))
                .containsExactly("user", "assistant", "user", "assistant");
        assertThat(previous.path(0).path("message").asString()).isEqualTo(question);
        assertThat(previous.path(1).path("message").asString()).isEqualTo(answer);
        assertThat(previous.valueStream()
                        .map(message -> message.path("created_at").asString()))
                .allMatch(time -> time.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"))
                .isSorted();
    }

    /** What the page did, in order; the chunks count as one. */
    private static List<String> kinds(SeedClient client) {
        var kinds = new ArrayList<String>();
        for (var shown : client.page()) {
            if (kinds.isEmpty() || !kinds.getLast().equals(shown.what())) {
                kinds.add(shown.what());
            }
        }
        return kinds;
    }

    private static String joinedChunks(SeedClient client) {
        return client.page().stream()
                .filter(shown -> shown.what().equals("chunk"))
                .map(SeedClient.Shown::text)
                .collect(Collectors.joining());
    }

    private String host() {
        return suite.url().substring("http://".length());
    }
}
