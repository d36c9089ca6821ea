package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.testkit.chat.ChatSocket;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is wrong gets the contract's error, and what is right afterwards works as ever. */
@WithSuite
class BadInputE2eIT {
    private final RunningSuite suite;

    BadInputE2eIT(RunningSuite suite) {
        this.suite = suite;
    }

    private record Bad(String frame, String code) {}

    private static Stream<Bad> badFrames() {
        return Stream.of(
                new Bad("{not json", "bad_frame"),
                new Bad("[]", "bad_frame"),
                new Bad("\"hello\"", "bad_frame"),
                new Bad("{}", "bad_frame"),
                new Bad("{\"message\":7,\"message_type\":\"text\"}", "bad_frame"),
                new Bad("{\"type\":\"dance\"}", "unknown_type"),
                new Bad("{\"message\":\"hello\",\"message_type\":\"image\"}", "unsupported_message_type"),
                new Bad("{\"message\":\"\",\"message_type\":\"text\"}", "message_empty"),
                new Bad("{\"message\":\" \\n\",\"message_type\":\"text\"}", "message_empty"),
                new Bad("{\"message\":\"" + "x".repeat(1001) + "\",\"message_type\":\"text\"}", "message_too_long"),
                new Bad(withMetadata("{\"note\":\"" + "x".repeat(5 * 1024) + "\"}"), "bad_metadata"),
                new Bad(withMetadata("[1]"), "bad_metadata"),
                new Bad(withMetadata("{\"a\":{\"b\":{\"c\":{\"d\":{}}}}}"), "bad_metadata"));
    }

    @Test
    void badFramesGetAnErrorEachAndTheNextMessageWorks() {
        var client = suite.visitor();
        try (var socket = client.chatsWith("leta")) {
            badFrames().forEach(bad -> {
                socket.sendsRaw(bad.frame());

                var error = socket.awaits("error");

                assertThat(error.text("code")).as(bad.frame()).isEqualTo(bad.code());
                assertThat(error.isFact()).isFalse();
            });
            answersTheNextMessage(socket);
            socket.checks();
        }
        assertThat(client.history(client.session("leta").conversationId())
                        .json()
                        .path("count")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void namesTheMessageThatWasRefused() {
        try (var socket = suite.visitor().chatsWith("leta")) {
            socket.says("x".repeat(1001), "the-long-one");

            assertThat(socket.awaits("error").text("client_message_id")).isEqualTo("the-long-one");
        }
    }

    @Test
    void countsCharactersAsPeopleDo() {
        try (var socket = suite.visitor().chatsWith("leta")) {
            assertThat(socket.asks("\uD83E\uDD9C".repeat(1000)).isComplete()).isTrue();
            socket.checks();
        }
    }

    @Test
    void aFrameOf64KibAndMoreClosesTheSocketAndNothingElse() {
        var client = suite.visitor();
        var socket = client.chatsWith("leta");
        socket.asks(Paced.atOnce().asking("Before the big one"));

        socket.sendsRaw("{\"message\":\"" + "x".repeat(66_000) + "\",\"message_type\":\"text\"}");

        assertThat(socket.awaitsClose()).isEqualTo(1009);
        try (var again = client.chatsWith("leta")) {
            answersTheNextMessage(again);
            again.checks();
        }
        assertThat(client.session("leta").previousMessages()).hasSize(4);
    }

    @Test
    void whatDoesNotExistIsNotFound() {
        var client = suite.visitor();
        var unknown = UUID.randomUUID().toString();

        assertThat(client.post("/chatbot/nobody/session").status()).isEqualTo(404);
        assertThat(client.post("/chatbot/leta/session", Map.of("conversation", unknown))
                        .status())
                .isEqualTo(404);
        assertThat(client.history(unknown).status()).isEqualTo(404);
        assertThat(client.escalate(unknown, "anybody?").status()).isEqualTo(404);
        assertThat(client.escalations(unknown).status()).isEqualTo(404);
        assertThat(client.endSession(unknown).status()).isEqualTo(404);
        assertThat(client.get("/no/such/route").status()).isEqualTo(404);
        assertThat(client.connect(unknown).awaitsClose()).isEqualTo(4404);
        answersTheNextMessage(client.chatsWith("leta"));
    }

    @Test
    void badBodiesAreProblems() {
        var client = suite.visitor();

        assertThat(client.postRaw("/chatbot/leta/session", "{not json")
                        .expecting(400)
                        .text("code"))
                .isEqualTo("bad_request");
        assertThat(client.postRaw("/chatbot/leta/session", "\"" + "x".repeat(1 << 20) + "\"")
                        .expecting(413)
                        .text("code"))
                .isEqualTo("payload_too_large");
        assertThat(client.session("leta").isNew()).isTrue();
    }

    @Test
    void tooManyMessagesAreRefusedForAWhile() {
        try (var socket = suite.visitor().chatsWith("leta")) {
            for (int i = 0; i < 21; i++) {
                socket.says(Paced.atOnce().asking("Message " + i), "message-" + i);
            }

            var refused = socket.awaits("error");

            assertThat(refused.text("code")).isEqualTo("rate_limited");
            assertThat(refused.text("client_message_id")).isEqualTo("message-20");
            assertThat(refused.number("retry_after_ms")).isBetween(1L, 10_000L);
            for (int i = 0; i < 20; i++) {
                socket.awaitsAnswerTo("message-" + i);
            }
            socket.checks();
        }
    }

    private static void answersTheNextMessage(ChatSocket socket) {
        var answer = Paced.answer(0, 0, 3);
        var reply = socket.asks(answer.asking("Is everything well again?"));
        answer.isWholeIn(reply.text());
    }

    private static String withMetadata(String metadata) {
        return "{\"message\":\"hello\",\"message_type\":\"text\",\"metadata\":" + metadata + "}";
    }
}
