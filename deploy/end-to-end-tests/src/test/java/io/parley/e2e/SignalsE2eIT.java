package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a socket can do beside sending, and how it ends. */
@WithSuite
class SignalsE2eIT {
    private final RunningSuite suite;

    SignalsE2eIT(RunningSuite suite) {
        this.suite = suite;
    }

    @Test
    void stopKeepsWhatWasStreamed() {
        var client = suite.visitor();
        var conversation = client.session("leta").conversationId();
        try (var socket = client.chatsWith("leta")) {
            var name = socket.says(Paced.slowly().asking("Tell me a very long story."));
            socket.awaits("response_chunk");

            socket.signals("stop");

            var answer = socket.awaitsAnswerTo(name);
            assertThat(answer.end().text("finish_reason")).isEqualTo("cancelled");
            assertThat(answer.text()).isNotEmpty();
            assertThat(Paced.sentAt(answer.text(), 0)).isPositive();
            var kept = client.history(conversation).json().at("/messages/1");
            assertThat(kept.path("content").asString()).isEqualTo(answer.text());
            assertThat(kept.at("/metadata/finish_reason").asString()).isEqualTo("cancelled");
            assertThat(socket.asks(Paced.atOnce().asking("And now?")).isComplete())
                    .isTrue();
            socket.checks();
        }
    }

    @Test
    void typingIsSeenByTheOtherTab() {
        var sub = "typist-" + UUID.randomUUID();
        var client = suite.visitor(sub);
        try (var here = client.chatsWith("leta");
                var there = client.chatsWith("leta")) {
            here.signals("typing");

            var typing = there.awaits("typing");

            assertThat(typing.text("user_id")).isEqualTo(sub);
            assertThat(typing.text("sender_type")).isEqualTo("user");
            assertThat(typing.isFact()).isFalse();
            assertThat(here.frames("typing")).isEmpty();
        }
    }

    @Test
    void pingIsAnswered() {
        try (var socket = suite.visitor().chatsWith("leta")) {
            socket.signals("ping");

            assertThat(socket.awaits("pong").isFact()).isFalse();
        }
    }

    @Test
    void theTokensEndIsTheSocketsEndAfterAWarning() {
        var end = Instant.now().plus(Duration.ofSeconds(6));
        var sub = "short-" + UUID.randomUUID();
        var token = suite.tokens().token("default", sub, Duration.ofSeconds(6), "user");
        var socket = suite.visitorWith(token).chatsWith("leta");

        socket.awaits("auth_expiring");

        assertThat(socket.awaitsClose()).isEqualTo(4401);
        assertThat(Instant.now()).isAfter(end.minusSeconds(1)).isBefore(end.plusSeconds(5));
        try (var fresh = suite.visitor(sub).chatsWith("leta")) {
            assertThat(fresh.asks(Paced.atOnce().asking("Am I still me?")).isComplete())
                    .isTrue();
        }
    }

    @Test
    void anEndedSessionSaysSoAndLivesAgainWhenAskedFor() {
        var client = suite.visitor();
        var session = client.session("leta");
        var socket = client.chatsWith("leta");

        assertThat(client.endSession(session.sessionId()).status()).isEqualTo(204);

        socket.awaits("session_closed");
        assertThat(socket.awaitsClose()).isEqualTo(1000);
        assertThat(client.endSession(session.sessionId()).status()).isEqualTo(204);
        try (var revived = client.connect(session.sessionId())) {
            revived.awaits("session_info");
            assertThat(revived.asks(Paced.atOnce().asking("I am back")).isComplete())
                    .isTrue();
        }
    }
}
