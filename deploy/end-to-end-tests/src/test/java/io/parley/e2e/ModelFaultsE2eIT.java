package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.testkit.ModelReply;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** However the model fails: a typed error, nothing lost, and the next message works. */
@WithSuite
class ModelFaultsE2eIT {
    private static final Duration SHORTLY = Duration.ofSeconds(1);

    private final ScriptedSuite suite;

    ModelFaultsE2eIT(ScriptedSuite suite) {
        this.suite = suite;
    }

    private static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("refuses the key", ModelReply.status(401), "provider_rejected_key"),
                Arguments.of("is busy all the time", ModelReply.rateLimited(SHORTLY), "provider_rate_limited"),
                Arguments.of(
                        "is busy for long", ModelReply.rateLimited(Duration.ofMinutes(1)), "provider_rate_limited"),
                Arguments.of("breaks down", ModelReply.status(500), "provider_unavailable"),
                Arguments.of("hangs up", ModelReply.hangsUp(), "provider_unavailable"),
                Arguments.of("talks nonsense", ModelReply.garbage(), "provider_unavailable"),
                Arguments.of("says nothing", ModelReply.silence(), "timeout"),
                Arguments.of(
                        "falls silent",
                        ModelReply.says("I was about ", "to say").stalling(),
                        "timeout"),
                Arguments.of(
                        "drops the line",
                        ModelReply.says("I was about ", "to say").dropping(),
                        "provider_unavailable"),
                Arguments.of(
                        "breaks its own protocol",
                        ModelReply.says("I was ").raw("data: {\"choices\":[{\"delta\":{\"content\":\"x"),
                        "provider_unavailable"),
                Arguments.of(
                        "is not allowed to say it",
                        ModelReply.says("I must").finishing("content_filter"),
                        "content_filtered"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void endInATypedErrorAndNothingElse(String what, ModelReply fault, String code) {
        var words = what + " " + UUID.randomUUID();
        suite.model().whenAsked(words, fault);
        var client = suite.visitor();
        var conversation = client.session("leta").conversationId();
        try (var socket = client.chatsWith("leta")) {
            var failed = socket.asks("What if the model " + words);

            assertThat(failed.isComplete()).isFalse();
            assertThat(failed.code()).isEqualTo(code);
            assertThat(failed.end().isFact()).isTrue();
            assertThat(failed.end().text("message")).isNotEmpty();

            suite.model().whenAsked("after it " + words, ModelReply.says("All ", "is ", "well."));
            suite.model().whenAsked(words, ModelReply.says("All ", "is ", "well."));
            assertThat(socket.asks("And after it " + words).text()).isEqualTo("All is well.");
            socket.checks();
        }
        assertThat(client.history(conversation)
                        .json()
                        .path("messages")
                        .valueStream()
                        .map(message -> message.path("sender_type").asString()))
                .as("a failed answer is in no history, its question is")
                .containsExactly("user", "user", "assistant");
    }

    @Test
    void areOvercomeByASecondTryWhileNothingWasShown() {
        suite.model()
                .next(ModelReply.rateLimited(SHORTLY), ModelReply.says("Sorry, ", "I was busy."))
                .next(ModelReply.status(500), ModelReply.says("I am ", "back."));
        try (var socket = suite.visitor().chatsWith("leta")) {
            assertThat(socket.asks("Are you busy?").text()).isEqualTo("Sorry, I was busy.");
            assertThat(socket.asks("Are you broken?").text()).isEqualTo("I am back.");
            socket.checks();
        }
    }

    @Test
    void areNotShownToTheModelAfterwards() {
        var words = UUID.randomUUID().toString();
        suite.model().whenAsked("first " + words, ModelReply.says("half an ans").dropping());
        suite.model().whenAsked("second " + words, ModelReply.says("whole"));
        try (var socket = suite.visitor().chatsWith("leta")) {
            assertThat(socket.asks("first " + words).isComplete()).isFalse();
            assertThat(socket.asks("second " + words).text()).isEqualTo("whole");
        }

        var prompt = suite.model().awaitRequest("second " + words).messages();

        assertThat(prompt).extracting("role").containsExactly("system", "user", "user");
        assertThat(prompt)
                .extracting("content")
                .noneMatch(text -> text.toString().contains("half"));
    }

    @Test
    void aStoppedAnswerIsCancelledAtTheModel() {
        var words = UUID.randomUUID().toString();
        suite.model().whenAsked(words, ModelReply.saysWords(200).every(Duration.ofMillis(50)));
        try (var socket = suite.visitor().chatsWith("leta")) {
            var name = socket.says("Count " + words);
            socket.awaits("response_chunk");
            socket.signals("stop");

            assertThat(socket.awaitsAnswerTo(name).end().text("finish_reason")).isEqualTo("cancelled");
        }
        var request = suite.model().awaitRequest(words);
        await().until(request::isCancelled);
    }
}
