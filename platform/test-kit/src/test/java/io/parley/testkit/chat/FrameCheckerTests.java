package io.parley.testkit.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.events.log.WireJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameCheckerTests {

    private static final String INFO = """
            {"type":"session_info","session_id":"s","conversation_id":"c","chatbot_name":"Leta","cursor":{"epoch":"e","seq":10}}""";
    private static final String RECEIVED =
            fact("message_received", 11, 8, "\"message_id\":\"q\",\"client_message_id\":\"1\"");
    private static final String START = start("a", 1);

    @Test
    void agreesWithAConversationAsItShouldBe() {
        assertThat(check(
                        INFO,
                        RECEIVED,
                        START,
                        chunk("a", 0, "one "),
                        chunk("a", 1, "two"),
                        complete("a", 15, 11, "one two")))
                .isEmpty();
    }

    @Test
    void agreesWithAnAnswerThatBeginsAgain() {
        assertThat(check(
                        INFO,
                        RECEIVED,
                        START,
                        chunk("a", 0, "lost"),
                        start("a", 2),
                        chunk("a", 2, 0, "kept"),
                        complete("a", 15, 11, "kept")))
                .isEmpty();
    }

    @Test
    void agreesWithARepeatedAcknowledgement() {
        assertThat(check(INFO, RECEIVED, fact("message", 12, 11, "\"id\":\"x\""), RECEIVED))
                .isEmpty();
        assertThat(check(INFO, fact("message_received", 4, 2, "\"message_id\":\"old\""), RECEIVED))
                .isEmpty();
    }

    @Test
    void agreesWithAFailedAnswer() {
        var failed = fact(
                "error", 15, 11, "\"code\":\"timeout\",\"message\":\"m\",\"retryable\":true,\"in_reply_to\":\"q\"");

        assertThat(check(INFO, RECEIVED, START, chunk("a", 0, "half"), failed)).isEmpty();
    }

    @Test
    void agreesWithAReplay() {
        assertThat(check(
                        INFO,
                        "{\"type\":\"recovered\",\"recovered\":true,\"count\":2}",
                        fact("message", 5, 3, "\"id\":\"x\""),
                        complete("b", 8, 5, "whole").replace("\"q\"", "\"old\""),
                        RECEIVED))
                .isEmpty();
    }

    @Test
    void noticesAnotherFirstFrame() {
        assertThat(check("{\"type\":\"pong\"}")).anyMatch(breach -> breach.contains("first frame"));
    }

    @Test
    void noticesAGap() {
        var later = fact("message", 14, 13, "\"id\":\"x\"");

        assertThat(check(INFO, RECEIVED, later)).anyMatch(breach -> breach.contains("gap"));
        assertThat(check(INFO, later)).anyMatch(breach -> breach.contains("gap"));
    }

    @Test
    void noticesFactsOutOfOrderAndTwice() {
        var message = fact("message", 12, 11, "\"id\":\"x\"");

        assertThat(check(INFO, RECEIVED, message, fact("message", 11, 10, "\"id\":\"y\"")))
                .isNotEmpty();
        assertThat(check(INFO, RECEIVED, message, message)).isNotEmpty();
    }

    @Test
    void noticesAChunkThatIsMissingDoubledOrOfAnotherAttempt() {
        assertThat(check(INFO, RECEIVED, START, chunk("a", 1, "x"))).anyMatch(breach -> breach.contains("chunk 0"));
        assertThat(check(INFO, RECEIVED, START, chunk("a", 0, "x"), chunk("a", 0, "x")))
                .isNotEmpty();
        assertThat(check(INFO, RECEIVED, START, chunk("a", 2, 0, "x"))).isNotEmpty();
        assertThat(check(INFO, RECEIVED, chunk("a", 0, "x"))).isNotEmpty();
    }

    @Test
    void noticesAnAnswerThatIsNotItsChunks() {
        assertThat(check(INFO, RECEIVED, START, chunk("a", 0, "one"), complete("a", 15, 11, "one two")))
                .anyMatch(breach -> breach.contains("the chunks are \"one\""));
        assertThat(check(INFO, RECEIVED, complete("a", 15, 11, "whole")))
                .anyMatch(breach -> breach.contains("never began"));
    }

    @Test
    void noticesWhatComesAfterTheEnd() {
        var whole = List.of(INFO, RECEIVED, START, chunk("a", 0, "one"), complete("a", 15, 11, "one"));

        assertThat(check(and(whole, chunk("a", 1, "two")))).isNotEmpty();
        assertThat(check(and(whole, start("a", 2)))).isNotEmpty();
        assertThat(check(and(whole, complete("a", 17, 15, "one")))).anyMatch(breach -> breach.contains("twice"));
    }

    @Test
    void noticesWhatComesAfterAFailure() {
        var error =
                "\"code\":\"timeout\",\"message\":\"m\",\"retryable\":true,\"in_reply_to\":\"q\",\"message_id\":\"a\"";
        var failed = List.of(INFO, RECEIVED, START, fact("error", 15, 11, error));

        assertThat(check(and(failed, chunk("a", 0, "x")))).isNotEmpty();
        assertThat(check(and(failed, complete("a", 17, 15, "")))).anyMatch(breach -> breach.contains("twice"));
        assertThat(check(INFO, RECEIVED, "{\"type\":\"error\"," + error + "}"))
                .anyMatch(breach -> breach.contains("without its place"));
        assertThat(check(INFO, "{\"type\":\"error\",\"code\":\"bad_frame\",\"message\":\"m\",\"retryable\":false}"))
                .isEmpty();
    }

    @Test
    void noticesAnAnswerBeforeTheAcknowledgement() {
        assertThat(check(INFO, START, RECEIVED)).anyMatch(breach -> breach.contains("before the acknowledgement"));
    }

    @Test
    void noticesAMessageWithTwoPlaces() {
        assertThat(check(INFO, RECEIVED, fact("message_received", 12, 11, "\"message_id\":\"q\"")))
                .isNotEmpty();
    }

    @Test
    void noticesPlacesWhereTheyDoNotBelong() {
        assertThat(check(INFO, "{\"type\":\"typing\",\"conversation_id\":\"c\",\"seq\":11,\"prev_seq\":10}"))
                .isNotEmpty();
        assertThat(check(INFO, "{\"type\":\"message\",\"id\":\"x\"}")).isNotEmpty();
        assertThat(check(INFO, RECEIVED.replace("\"c\"", "\"other\"")))
                .anyMatch(breach -> breach.contains("another conversation"));
    }

    @Test
    void saysAllOfItAtOnce() {
        assertThatThrownBy(() -> FrameChecker.check(frames(INFO, START, RECEIVED, chunk("a", 3, "x"))))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("before the acknowledgement")
                .hasMessageContaining("chunk 0");
    }

    private static String[] and(List<String> frames, String more) {
        var all = new ArrayList<>(frames);
        all.add(more);
        return all.toArray(String[]::new);
    }

    private static List<String> check(String... frames) {
        return FrameChecker.breachesOf(frames(frames));
    }

    private static List<Frame> frames(String... frames) {
        return Arrays.stream(frames)
                .map(frame -> new Frame(WireJson.mapper().readTree(frame), Instant.EPOCH))
                .toList();
    }

    private static String fact(String type, long seq, long prev, String fields) {
        return "{\"type\":\"%s\",\"conversation_id\":\"c\",\"seq\":%d,\"prev_seq\":%d,%s}"
                .formatted(type, seq, prev, fields);
    }

    private static String start(String id, int attempt) {
        return "{\"type\":\"response_start\",\"message_id\":\"%s\",\"in_reply_to\":\"q\",\"attempt\":%d}"
                .formatted(id, attempt);
    }

    private static String chunk(String id, int index, String text) {
        return chunk(id, 1, index, text);
    }

    private static String chunk(String id, int attempt, int index, String text) {
        return "{\"type\":\"response_chunk\",\"message_id\":\"%s\",\"attempt\":%d,\"index\":%d,\"chunk\":\"%s\"}"
                .formatted(id, attempt, index, text);
    }

    private static String complete(String id, long seq, long prev, String text) {
        return fact(
                "response_complete",
                seq,
                prev,
                "\"message_id\":\"%s\",\"id\":\"%s\",\"in_reply_to\":\"q\",\"full_response\":\"%s\",\"content\":\"%s\""
                        .formatted(id, id, text, text));
    }
}
