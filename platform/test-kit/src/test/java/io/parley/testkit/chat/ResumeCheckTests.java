package io.parley.testkit.chat;

import static io.parley.testkit.chat.FrameFixtures.chunk;
import static io.parley.testkit.chat.FrameFixtures.complete;
import static io.parley.testkit.chat.FrameFixtures.deleted;
import static io.parley.testkit.chat.FrameFixtures.edited;
import static io.parley.testkit.chat.FrameFixtures.escalation;
import static io.parley.testkit.chat.FrameFixtures.frames;
import static io.parley.testkit.chat.FrameFixtures.message;
import static io.parley.testkit.chat.FrameFixtures.received;
import static io.parley.testkit.chat.FrameFixtures.recovered;
import static io.parley.testkit.chat.FrameFixtures.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.events.log.WireJson;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the checker says of sockets that resume: this one's live delivery begins at 10. */
class ResumeCheckTests {

    private static final String INFO = """
            {"type":"session_info","conversation_id":"c","message":"m","cursor":{"epoch":"e","seq":10}}""";

    @Test
    void agreesWithAResumeBeforeAnythingLive() {
        assertThat(checkAfter(3, INFO, recovered(2, 10), message("x", 5, 3), message("y", 8, 5), received("q", 11, 8)))
                .isEmpty();
        assertThat(checkAfter(8, INFO, recovered(0, 10), received("q", 11, 8))).isEmpty();
    }

    @Test
    void agreesWithAResumeAfterSomethingLive() {
        assertThat(checkAfter(
                        3,
                        INFO,
                        received("q", 11, 8),
                        recovered(2, 10),
                        message("x", 5, 3),
                        message("y", 8, 5),
                        message("z", 12, 11)))
                .isEmpty();
        assertThat(checkAfter(9, INFO, received("q", 11, 8), recovered(0, 11), message("z", 12, 11)))
                .isEmpty();
    }

    @Test
    void agreesWithAResumeThatReachesFurtherThanWhereTheSocketBegan() {
        assertThat(checkAfter(
                        3,
                        INFO,
                        recovered(3, 13),
                        message("x", 5, 3),
                        message("y", 8, 5),
                        message("z", 12, 8),
                        message("w", 14, 12)))
                .isEmpty();
    }

    @Test
    void agreesWithAResumeAmidAnAnswer() {
        assertThat(checkAfter(
                        3,
                        INFO,
                        start("a", 1),
                        chunk("a", 0, "one "),
                        recovered(2, 10),
                        message("x", 5, 3),
                        chunk("a", 1, "two"),
                        message("q", 8, 5),
                        complete("a", 11, 8, "one two")))
                .isEmpty();
    }

    @Test
    void agreesWithAResumeInsideWhatIsLive() {
        assertThat(checkAfter(
                        11, INFO, message("x", 11, 8), message("y", 12, 11), recovered(1, 12), message("y", 12, 11)))
                .isEmpty();
    }

    @Test
    void agreesWithAWholeAnswerThatWasMissed() {
        assertThat(checkAfter(3, INFO, recovered(2, 10), message("q", 5, 3), complete("a", 8, 5, "whole")))
                .isEmpty();
    }

    @Test
    void agreesWithARefusal() {
        assertThat(checkAfter(3, INFO, "{\"type\":\"recovered\",\"recovered\":false}", received("q", 11, 8)))
                .isEmpty();
    }

    @Test
    void noticesAPart() {
        assertThat(checkAfter(3, INFO, recovered(2, 10), message("x", 5, 3)))
                .anyMatch(breach -> breach.contains("1 facts of a resume did not come"));
        assertThat(checkAfter(3, INFO, "{\"type\":\"recovered\",\"recovered\":false,\"count\":1}", message("x", 5, 3)))
                .anyMatch(breach -> breach.contains("never a part"));
        assertThat(FrameChecker.ofVisitor()
                        .resumedAfter(List.of(3L))
                        .cutShort()
                        .breaches(frames(INFO, recovered(2, 10), message("x", 5, 3))))
                .as("a socket that was lost meanwhile")
                .isEmpty();
    }

    @Test
    void noticesThatItsBeginningIsMissing() {
        assertThat(checkAfter(3, INFO, recovered(1, 10), message("y", 8, 5)))
                .anyMatch(breach -> breach.contains("a resume after 3 begins with"));
        assertThat(checkAfter(5, INFO, recovered(2, 10), message("x", 5, 3), message("y", 8, 5)))
                .as("what was seen comes again")
                .anyMatch(breach -> breach.contains("a resume after 5 begins with"));
    }

    @Test
    void noticesThatItsMiddleIsMissing() {
        assertThat(checkAfter(3, INFO, recovered(2, 10), message("x", 5, 3), message("z", 9, 8)))
                .anyMatch(breach -> breach.contains("missing or out of order"));
        assertThat(checkAfter(3, INFO, recovered(2, 10), message("y", 8, 5), message("x", 5, 3)))
                .anyMatch(breach -> breach.contains("missing or out of order"));
        assertThat(checkAfter(3, INFO, recovered(2, 10), message("x", 5, 3), message("x", 5, 3)))
                .anyMatch(breach -> breach.contains("missing or out of order"));
    }

    @Test
    void noticesThatItsEndIsMissing() {
        assertThat(checkAfter(3, INFO, recovered(1, 10), message("x", 5, 3), received("q", 11, 8)))
                .anyMatch(breach -> breach.contains("a gap: after 5"));
        assertThat(checkAfter(3, INFO, received("q", 11, 8), recovered(1, 10), message("x", 5, 3)))
                .anyMatch(breach -> breach.contains("the resume ends at 5"));
        assertThat(checkAfter(3, INFO, recovered(0, 10), received("q", 11, 8)))
                .anyMatch(breach -> breach.contains("a gap: after 3"));
        assertThat(checkAfter(3, INFO, received("q", 11, 8), recovered(0, 10)))
                .anyMatch(breach -> breach.contains("the resume lacks 8"));
    }

    @Test
    void noticesWhatIsShownLiveToo() {
        assertThat(checkAfter(3, INFO, received("q", 11, 8), recovered(2, 11), message("y", 8, 3), message("q", 11, 8)))
                .anyMatch(breach -> breach.contains("shown live already"));
        assertThat(checkAfter(3, INFO, recovered(2, 12), message("y", 8, 3), message("q", 11, 8), message("q", 11, 8)))
                .anyMatch(breach -> breach.contains("again"));
    }

    @Test
    void noticesALiveFactAmongTheMissedOnes() {
        assertThat(checkAfter(3, INFO, recovered(2, 10), message("x", 5, 3), message("z", 11, 8), message("y", 8, 5)))
                .anyMatch(breach -> breach.contains("not of the resume up to 10"));
    }

    @Test
    void noticesAnAcknowledgementAmongTheMissedOnes() {
        assertThat(checkAfter(3, INFO, recovered(1, 10), received("x", 5, 3)))
                .anyMatch(breach -> breach.contains("one's own is a message"));
    }

    @Test
    void noticesAnAnswerThatNobodyAskedFor() {
        assertThat(FrameChecker.ofVisitor().resumedAfter(List.of()).breaches(frames(INFO, recovered(0, 10))))
                .anyMatch(breach -> breach.contains("nobody asked"));
        assertThat(checkAfter(3, INFO, recovered(2, 10), recovered(0, 10)))
                .anyMatch(breach -> breach.contains("2 facts of the resume before are missing"));
    }

    @Test
    void noticesACursorThatCannotBe() {
        assertThat(checkAfter(3, INFO, recovered(0, 9))).anyMatch(breach -> breach.contains("before live delivery"));
        assertThat(checkAfter(3, INFO, recovered(0, 10).replace("\"e\"", "\"other\"")))
                .anyMatch(breach -> breach.contains("the epoch is e"));
        assertThat(checkAfter(3, INFO, recovered(1001, 10))).anyMatch(breach -> breach.contains("none of 0 to 1000"));
        assertThat(checkAfter(3, INFO, "{\"type\":\"recovered\",\"recovered\":true}"))
                .anyMatch(breach -> breach.contains("none of 0 to 1000"));
    }

    @Test
    void showsTheNewestText() {
        assertThat(checkAfter(3, INFO, recovered(2, 10), message("x", 5, 3, "new"), edited("x", 8, 5, "new")))
                .isEmpty();
        assertThat(checkAfter(3, INFO, recovered(2, 10), message("x", 5, 3, "old"), edited("x", 8, 5, "new")))
                .anyMatch(breach -> breach.contains("newest text"));
        assertThat(checkAfter(
                        3,
                        INFO,
                        recovered(2, 10),
                        message("x", 5, 3, "newer"),
                        edited("x", 8, 5, "new"),
                        edited("x", 11, 8, "newer")))
                .as("edited again a moment later")
                .isEmpty();
    }

    @Test
    void neverShowsDeletedText() {
        assertThat(checkAfter(3, INFO, recovered(2, 10), message("x", 5, 3, ""), deleted("x", 8, 5)))
                .isEmpty();
        assertThat(checkAfter(3, INFO, recovered(2, 10), message("x", 5, 3, "old"), deleted("x", 8, 5)))
                .anyMatch(breach -> breach.contains("text of a deleted message"));
        assertThat(checkAfter(
                        3,
                        INFO,
                        recovered(3, 10),
                        message("x", 5, 3, ""),
                        edited("x", 7, 5, "secret"),
                        deleted("x", 8, 7)))
                .anyMatch(breach -> breach.contains("text of a deleted message"));
    }

    @Test
    void takesAnOldEscalationForNoNews() {
        assertThat(checkAfter(
                        3,
                        INFO,
                        start("a", 1),
                        chunk("a", 0, "one "),
                        recovered(2, 10),
                        escalation("queued", 5, 3),
                        escalation("resolved", 8, 5),
                        chunk("a", 1, "two"),
                        complete("a", 11, 8, "one two")))
                .isEmpty();
    }

    @Test
    void checksLongPollsAlike() {
        assertThatCode(() -> poll(10, chunk("a", 0, "x"), message("x", 5, 3), message("y", 8, 5))
                        .checks(new Cursor("e", 3)))
                .doesNotThrowAnyException();
        assertThatCode(() -> poll(3).checks(new Cursor("e", 3))).doesNotThrowAnyException();
        assertThatThrownBy(() -> poll(10, message("y", 8, 5)).checks(new Cursor("e", 3)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a resume after 3");
        assertThatThrownBy(() -> poll(5, message("x", 5, 3), message("y", 8, 5)).checks(new Cursor("e", 3)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("not of the resume up to 5");
        assertThatThrownBy(() -> Poll.of(new ChatResponse(
                                200,
                                java.net.http.HttpHeaders.of(java.util.Map.of(), (_, _) -> true),
                                "{\"recovered\":false,\"frames\":[" + message("x", 5, 3) + "]}"))
                        .checks(new Cursor("e", 3)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("never a part");
    }

    @Test
    void findsPlacesThatDisagree() {
        var history = WireJson.mapper().readTree("{\"messages\":[{\"id\":\"x\",\"seq\":5},{\"id\":\"y\",\"seq\":8}]}");
        var socket = frames(message("x", 5, 3), received("y", 8, 5));

        assertThat(new Places().add("history", history).add("a socket", socket).breaches())
                .isEmpty();
        assertThat(new Places().add("a socket", socket).add("history", "x", 6).breaches())
                .containsExactly("x is at 5 in a socket, at 6 in history");
        assertThat(new Places().add("a socket", socket).add("history", "z", 8).breaches())
                .containsExactly("8 is y, and z in history");
        assertThatThrownBy(() -> new Places().add("a", "x", 1).add("b", "x", 2).checks())
                .isInstanceOf(AssertionError.class);
    }

    private static Poll poll(long cursor, String... frames) {
        return new Poll(true, frames(frames), new Cursor("e", cursor));
    }

    private static List<String> checkAfter(long asked, String... frames) {
        return FrameChecker.ofVisitor().resumedAfter(List.of(asked)).breaches(frames(frames));
    }
}
