package io.parley.testkit.chat;

import static io.parley.testkit.chat.FrameFixtures.chunk;
import static io.parley.testkit.chat.FrameFixtures.complete;
import static io.parley.testkit.chat.FrameFixtures.deleted;
import static io.parley.testkit.chat.FrameFixtures.edited;
import static io.parley.testkit.chat.FrameFixtures.escalation;
import static io.parley.testkit.chat.FrameFixtures.fact;
import static io.parley.testkit.chat.FrameFixtures.failed;
import static io.parley.testkit.chat.FrameFixtures.frames;
import static io.parley.testkit.chat.FrameFixtures.message;
import static io.parley.testkit.chat.FrameFixtures.reaction;
import static io.parley.testkit.chat.FrameFixtures.received;
import static io.parley.testkit.chat.FrameFixtures.recovered;
import static io.parley.testkit.chat.FrameFixtures.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FrameCheckerTests {

    private static final String INFO = """
            {"type":"session_info","session_id":"s","conversation_id":"c","chatbot_name":"Leta","message":"m","cursor":{"epoch":"e","seq":10}}""";
    private static final String RECEIVED = received("q", 11, 8);
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
        assertThat(check(
                        INFO,
                        RECEIVED,
                        START,
                        chunk("a", 0, "no prefix"),
                        START,
                        chunk("a", 0, "whole"),
                        complete("a", 15, 11, "whole")))
                .isEmpty();
    }

    @Test
    void agreesWithARepeatedAcknowledgement() {
        assertThat(check(INFO, RECEIVED, message("x", 12, 11), RECEIVED)).isEmpty();
        assertThat(check(INFO, received("old", 4, 2), RECEIVED)).isEmpty();
        assertThat(check(
                        INFO,
                        RECEIVED,
                        START,
                        chunk("a", 0, "one"),
                        complete("a", 15, 11, "one"),
                        RECEIVED,
                        message("x", 16, 15)))
                .isEmpty();
    }

    @Test
    void agreesWithAnAcknowledgementOfAnotherSocketsMessage() {
        assertThat(check(INFO, START.replace("\"q\"", "\"old\""), chunk("a", 0, "half"), received("old", 4, 2)))
                .isEmpty();
    }

    @Test
    void agreesWithAFailedAnswer() {
        assertThat(check(INFO, RECEIVED, START, chunk("a", 0, "half"), failed("a", 15, 11)))
                .isEmpty();
    }

    @Test
    void agreesWithSignals() {
        assertThat(check(
                        INFO,
                        "{\"type\":\"typing\",\"user_id\":\"bea\",\"sender_type\":\"agent\"}",
                        "{\"type\":\"presence\",\"user_id\":\"bea\",\"sender_type\":\"agent\",\"online\":false}",
                        "{\"type\":\"receipt\",\"user_id\":\"bea\",\"read_seq\":9}",
                        "{\"type\":\"queue\",\"queue_position\":1}",
                        "{\"type\":\"pong\"}",
                        "{\"type\":\"of_tomorrow\",\"x\":1}",
                        RECEIVED))
                .isEmpty();
    }

    @Test
    void agreesWithFactsOfEveryType() {
        assertThat(check(
                        INFO,
                        message("x", 11, 8),
                        edited("x", 12, 11, "better"),
                        reaction("x", 13, 12),
                        deleted("x", 14, 13),
                        escalation("queued", 15, 14),
                        escalation("assigned", 16, 15),
                        escalation("resolved", 17, 16)))
                .isEmpty();
    }

    @Test
    void noticesAnotherFirstFrame() {
        assertThat(check("{\"type\":\"pong\"}")).anyMatch(breach -> breach.contains("first frame"));
        assertThat(check(INFO, INFO)).anyMatch(breach -> breach.contains("came again"));
    }

    @Test
    void noticesAGap() {
        assertThat(check(INFO, RECEIVED, message("x", 14, 13))).anyMatch(breach -> breach.contains("gap"));
        assertThat(check(INFO, message("x", 14, 13))).anyMatch(breach -> breach.contains("gap"));
        assertThat(check(INFO, RECEIVED, reaction("x", 14, 10))).anyMatch(breach -> breach.contains("gap"));
    }

    @Test
    void noticesFactsOutOfOrderAndTwice() {
        var message = message("x", 12, 11);

        assertThat(check(INFO, RECEIVED, message, message("y", 11, 10))).anyMatch(breach -> breach.contains("order"));
        assertThat(check(INFO, RECEIVED, message, message)).anyMatch(breach -> breach.contains("again"));
        assertThat(check(INFO, message("x", 9, 8))).anyMatch(breach -> breach.contains("order"));
        assertThat(check(INFO, message("x", 12, 8), received("y", 11, 8)))
                .as("an acknowledgement at a place that was passed over")
                .anyMatch(breach -> breach.contains("order"));
        assertThat(check(INFO, message("x", 12, 12))).anyMatch(breach -> breach.contains("not before"));
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
    void noticesATextThatIsShownAgain() {
        assertThat(check(INFO, RECEIVED, START, chunk("a", 0, "one "), START, chunk("a", 0, "one two")))
                .anyMatch(breach -> breach.contains("shown again"));
    }

    @Test
    void noticesAnAnswerThatIsNotItsChunks() {
        assertThat(check(INFO, RECEIVED, START, chunk("a", 0, "one"), complete("a", 15, 11, "one two")))
                .anyMatch(breach -> breach.contains("the chunks are \"one\""));
        assertThat(check(INFO, RECEIVED, complete("a", 15, 11, "whole")))
                .anyMatch(breach -> breach.contains("never began"));
        assertThat(check(
                        INFO,
                        RECEIVED,
                        START,
                        chunk("a", 0, "x"),
                        complete("a", 15, 11, "x").replace("\"content\":\"x\"", "\"content\":\"y\"")))
                .anyMatch(breach -> breach.contains("history entry"));
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
        var failed = List.of(INFO, RECEIVED, START, failed("a", 15, 11));

        assertThat(check(and(failed, chunk("a", 0, "x")))).isNotEmpty();
        assertThat(check(and(failed, complete("a", 17, 15, "")))).anyMatch(breach -> breach.contains("twice"));
        assertThat(
                        check(
                                INFO,
                                RECEIVED,
                                "{\"type\":\"error\",\"code\":\"timeout\",\"message\":\"m\",\"retryable\":true,\"in_reply_to\":\"q\"}"))
                .anyMatch(breach -> breach.contains("without its place"));
        assertThat(check(INFO, "{\"type\":\"error\",\"code\":\"bad_frame\",\"message\":\"m\",\"retryable\":false}"))
                .isEmpty();
    }

    @Test
    void noticesAnAnswerBeforeItsQuestion() {
        assertThat(check(INFO, START, RECEIVED)).anyMatch(breach -> breach.contains("came before it"));
        assertThat(check(INFO, START, message("q", 11, 8))).anyMatch(breach -> breach.contains("came before it"));
    }

    @Test
    void noticesAMessageWithTwoPlaces() {
        assertThat(check(INFO, RECEIVED, received("q", 12, 11))).anyMatch(breach -> breach.contains("another place"));
        assertThat(check(INFO, received("old", 4, 2), received("older", 4, 2)))
                .anyMatch(breach -> breach.contains("has this place"));
        assertThat(check(INFO, recovered(1, 10), message("x", 5, 3), RECEIVED, received("x", 6, 5)))
                .anyMatch(breach -> breach.contains("another place"));
    }

    @Test
    void noticesPlacesWhereTheyDoNotBelong() {
        assertThat(
                        check(
                                INFO,
                                "{\"type\":\"typing\",\"user_id\":\"u\",\"sender_type\":\"user\",\"conversation_id\":\"c\",\"seq\":11,\"prev_seq\":10}"))
                .anyMatch(breach -> breach.contains("for facts"));
        assertThat(check(INFO, "{\"type\":\"receipt\",\"user_id\":\"u\",\"read_seq\":4,\"prev_seq\":10}"))
                .anyMatch(breach -> breach.contains("for facts"));
        assertThat(check(INFO, message("x", 11, 8).replace(",\"prev_seq\":8", "")))
                .anyMatch(breach -> breach.contains("without its place"));
        assertThat(check(INFO, edited("x", 11, 8, "y").replace("\"seq\":11,\"prev_seq\":8,", "")))
                .anyMatch(breach -> breach.contains("without its place"));
        assertThat(check(INFO, RECEIVED.replace("\"c\"", "\"other\"")))
                .anyMatch(breach -> breach.contains("another conversation"));
    }

    @Test
    void noticesWhatAFrameLacks() {
        assertThat(check(INFO, message("x", 11, 8).replace("\"sender_id\"", "\"sender\"")))
                .anyMatch(breach -> breach.contains("sender_id is missing"));
        assertThat(check(INFO, "{\"type\":\"presence\",\"user_id\":\"bea\",\"sender_type\":\"agent\"}"))
                .anyMatch(breach -> breach.contains("online is missing"));
        assertThat(check(INFO, "{\"type\":\"typing\",\"user_id\":\"bea\",\"sender_type\":\"robot\"}"))
                .anyMatch(breach -> breach.contains("sender_type is none of"));
        assertThat(check(INFO, escalation("stolen", 11, 8))).anyMatch(breach -> breach.contains("status is none of"));
        assertThat(check(INFO, "{\"type\":\"queue\",\"queue_position\":0}"))
                .anyMatch(breach -> breach.contains("no such place"));
    }

    @Test
    void showsNotesToAgentsOnly() {
        var note = fact("note", 11, 8, "\"content\":\"between us\"");

        assertThat(check(INFO, note)).anyMatch(breach -> breach.contains("a visitor sees a note"));
        assertThat(FrameChecker.ofAgent().breaches(frames(INFO, note, message("x", 12, 11))))
                .isEmpty();
        assertThat(FrameChecker.ofAgent().breaches(frames(INFO, message("x", 12, 11))))
                .anyMatch(breach -> breach.contains("gap"));
    }

    @Test
    void noticesAnAssistantThatTalksOverPeople() {
        var handedOver = List.of(INFO, RECEIVED, START, chunk("a", 0, "half"), escalation("queued", 12, 11));

        assertThat(check(and(handedOver, failed("a", 13, 12)))).isEmpty();
        assertThat(check(and(handedOver, chunk("a", 1, "more"))))
                .anyMatch(breach -> breach.contains("not being written"));
        assertThat(check(and(handedOver, complete("a", 13, 12, "half"))))
                .anyMatch(breach -> breach.contains("people have the floor since 12"));
        assertThat(check(and(handedOver, start("b", 1)))).anyMatch(breach -> breach.contains("people have the floor"));
        assertThat(check(and(handedOver, escalation("resolved", 14, 12), start("b", 1), complete("b", 20, 14, ""))))
                .isEmpty();
        assertThat(check(INFO, recovered(2, 10), escalation("assigned", 5, 3), complete("b", 8, 5, "whole")))
                .anyMatch(breach -> breach.contains("people have the floor since 5"));
    }

    @Test
    void noticesTextOfADeletedMessage() {
        assertThat(check(INFO, message("x", 11, 8), deleted("x", 12, 11), edited("x", 13, 12, "back")))
                .anyMatch(breach -> breach.contains("deleted message"));
    }

    @Test
    void saysAllOfItAtOnce() {
        assertThatThrownBy(() -> FrameChecker.check(frames(INFO, START, RECEIVED, chunk("a", 3, "x"))))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("came before it")
                .hasMessageContaining("chunk 0");
    }

    private static String[] and(List<String> frames, String... more) {
        return Stream.concat(frames.stream(), Arrays.stream(more)).toArray(String[]::new);
    }

    private static List<String> check(String... frames) {
        return FrameChecker.breachesOf(frames(frames));
    }
}
