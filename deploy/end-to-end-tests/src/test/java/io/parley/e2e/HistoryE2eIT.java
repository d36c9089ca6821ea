package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.testkit.chat.ChatClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The transcript, which shows at once what was acknowledged. */
@WithSuite
class HistoryE2eIT {
    private static final int VISITORS = 20;
    private static final int MESSAGES = 10;

    private final RunningSuite suite;

    HistoryE2eIT(RunningSuite suite) {
        this.suite = suite;
    }

    @Test
    void showsAMessageAsSoonAsItIsAcknowledged() {
        try (var visitors = Executors.newFixedThreadPool(VISITORS)) {
            var stale = IntStream.range(0, VISITORS)
                    .mapToObj(_ -> CompletableFuture.supplyAsync(this::staleReadsOfOneVisitor, visitors))
                    .toList()
                    .stream()
                    .mapToInt(CompletableFuture::join)
                    .sum();

            assertThat(stale).as("stale reads of %d", VISITORS * MESSAGES).isZero();
        }
    }

    private int staleReadsOfOneVisitor() {
        var client = suite.visitor();
        var conversation = client.session("leta").conversationId();
        int stale = 0;
        try (var socket = client.chatsWith("leta")) {
            for (int i = 0; i < MESSAGES; i++) {
                var name = socket.says(Paced.atOnce().asking("Write " + i + ", then read"));
                var id = socket.awaitsReceipt(name).text("message_id");
                if (messages(client, conversation, "").stream()
                        .noneMatch(message -> message.path("id").asString().equals(id))) {
                    stale++;
                }
            }
        }
        return stale;
    }

    @Test
    void hasTheAnswerWithTheIdsAndPlacesOfTheSocket() {
        var client = suite.visitor();
        var conversation = client.session("leta").conversationId();
        try (var socket = client.chatsWith("leta")) {
            var name = socket.says("What will you remember of this?");
            var received = socket.awaitsReceipt(name);
            var complete = socket.awaits("response_complete");

            var history = messages(client, conversation, "");

            assertThat(history).hasSize(2);
            assertThat(history.getFirst().path("id").asString()).isEqualTo(received.text("message_id"));
            assertThat(history.getFirst().path("seq").asLong()).isEqualTo(received.seq());
            assertThat(history.getFirst().path("sender_type").asString()).isEqualTo("user");
            var answer = history.getLast();
            assertThat(answer.path("id").asString()).isEqualTo(complete.text("message_id"));
            assertThat(answer.path("seq").asLong()).isEqualTo(complete.seq());
            assertThat(answer.path("content").asString()).isEqualTo(complete.text("full_response"));
            assertThat(answer.path("timestamp").asString()).isEqualTo(complete.text("timestamp"));
            assertThat(answer.path("sender_id").asString()).isEqualTo("ai-assistant");
            assertThat(answer.path("sender_type").asString()).isEqualTo("assistant");
            assertThat(answer.at("/metadata/in_reply_to").asString()).isEqualTo(received.text("message_id"));
            assertThat(answer.at("/metadata/finish_reason").asString()).isEqualTo("stop");
            assertThat(answer.at("/metadata/chatbot_id").asString()).isEqualTo("leta");

            var previous = client.session("leta").previousMessages();
            assertThat(previous)
                    .extracting(message -> message.path("id").asString())
                    .containsExactly(received.text("message_id"), complete.text("message_id"));
            assertThat(previous)
                    .extracting(message -> message.path("seq").asLong())
                    .containsExactly(received.seq(), complete.seq());
        }
    }

    @Test
    void givesPagesInBothDirections() {
        var client = suite.visitor();
        var conversation = client.session("leta").conversationId();
        try (var socket = client.chatsWith("leta")) {
            for (int i = 0; i < 4; i++) {
                socket.asks(Paced.atOnce().asking("Question " + i));
            }
        }
        var all = places(messages(client, conversation, ""));
        assertThat(all).hasSize(8).isSorted();

        var newest = client.get("/chat/" + conversation + "/history?limit=3").json();
        assertThat(places(newest)).isEqualTo(all.subList(5, 8));
        assertThat(newest.path("count").asInt()).isEqualTo(3);
        assertThat(newest.path("has_more").asBoolean()).isTrue();
        assertThat(newest.at("/cursor/epoch").asString()).isNotEmpty();

        var older = client.get("/chat/" + conversation + "/history?limit=3&before=" + all.get(5))
                .json();
        assertThat(places(older)).isEqualTo(all.subList(2, 5));
        var oldest = client.get("/chat/" + conversation + "/history?limit=3&before=" + all.get(2))
                .json();
        assertThat(places(oldest)).isEqualTo(all.subList(0, 2));
        assertThat(oldest.path("has_more").asBoolean(true)).isFalse();

        var forwards = new ArrayList<Long>();
        for (long after = 0; ; after = forwards.getLast()) {
            var page = client.get("/chat/" + conversation + "/history?limit=3&after=" + after)
                    .json();
            forwards.addAll(places(page));
            if (!page.path("has_more").asBoolean()) {
                break;
            }
        }
        assertThat(forwards).isEqualTo(all);

        for (var wrong : List.of("before=5&after=3", "limit=0", "limit=201", "before=yesterday")) {
            assertThat(client.get("/chat/" + conversation + "/history?" + wrong).status())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    @Test
    void hasARepeatedMessageOnce() {
        var client = suite.visitor();
        var conversation = client.session("leta").conversationId();
        var name = UUID.randomUUID().toString();
        try (var socket = client.chatsWith("leta")) {
            socket.says(Paced.atOnce().asking("Once is enough"), name);
            var first = socket.awaitsReceipt(name);
            socket.says("The first content wins", name);
            var second = socket.awaitsReceipt(name);

            assertThat(second.text("message_id")).isEqualTo(first.text("message_id"));
            assertThat(second.seq()).isEqualTo(first.seq());
            socket.awaitsAnswer();
        }
        assertThat(messages(client, conversation, "")).hasSize(2);
    }

    @Test
    void goesOnInANewConversationWhenAskedTo() {
        var client = suite.visitor();
        var first = client.session("leta");
        try (var socket = client.chatsWith("leta")) {
            socket.asks(Paced.atOnce().asking("The first conversation"));
        }

        var second = client.newConversation("leta");
        assertThat(second.conversationId()).isNotEqualTo(first.conversationId());
        assertThat(second.previousMessages()).isEmpty();

        var back = client.post("/chatbot/leta/session", Map.of("conversation", first.conversationId()))
                .expecting(200, 201)
                .json();
        assertThat(back.path("conversation_id").asString()).isEqualTo(first.conversationId());
        assertThat(back.path("previous_messages").size()).isEqualTo(2);
    }

    private static List<JsonNode> messages(ChatClient client, String conversation, String range) {
        return client.get("/chat/" + conversation + "/history?limit=200" + range)
                .expecting(200)
                .json()
                .path("messages")
                .valueStream()
                .toList();
    }

    private static List<Long> places(JsonNode page) {
        return places(page.path("messages").valueStream().toList());
    }

    private static List<Long> places(List<JsonNode> messages) {
        return messages.stream().map(message -> message.path("seq").asLong()).toList();
    }
}
