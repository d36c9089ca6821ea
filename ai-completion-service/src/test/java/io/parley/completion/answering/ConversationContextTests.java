package io.parley.completion.answering;

import static io.parley.completion.answering.AnsweringFixtures.BOB;
import static io.parley.completion.answering.AnsweringFixtures.NOW;
import static io.parley.completion.answering.AnsweringFixtures.aQuestion;
import static io.parley.completion.answering.AnsweringFixtures.answered;
import static io.parley.completion.answering.AnsweringFixtures.at;
import static io.parley.completion.answering.AnsweringFixtures.contextOf;
import static io.parley.completion.answering.AnsweringFixtures.handedBack;
import static io.parley.completion.answering.AnsweringFixtures.posted;
import static io.parley.completion.answering.AnsweringFixtures.raised;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.completion.prompt.Turn;
import io.parley.events.AnswerFailed;
import io.parley.events.AnswerRequested;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.FailureCode;
import io.parley.events.HistoryCleared;
import org.junit.jupiter.api.Test;

class ConversationContextTests {

    private final io.parley.events.MessagePosted question = aQuestion("Hello?");

    @Test
    void asksForAnAnswerUnderTheFenceOfItsPlace() {
        var before = contextOf(at(1, raised(4)), at(2, handedBack(5)));

        var step = before.read(at(7, question), _ -> true);

        assertThat(step.asked())
                .isEqualTo(new AnswerJob(
                        AnsweringFixtures.KEY,
                        question.messageId().answer(0),
                        question.messageId(),
                        7,
                        0,
                        "leta",
                        1,
                        5,
                        NOW.plusSeconds(7)));
        assertThat(step.next().pending()).containsExactly(question.messageId().answer(0));
    }

    @Test
    void asksNobodyWhileAPersonHasTheFloor() {
        var step = contextOf(at(1, raised(1))).read(at(2, question), _ -> true);

        assertThat(step.asked()).isNull();
        assertThat(step.next().pending()).isEmpty();
        assertThat(step.next().turns().turns()).hasSize(1);
    }

    @Test
    void asksNobodyWhereNoChatbotIsNamedOrTheMessageIsARepeat() {
        assertThat(contextOf(at(1, posted(BOB, "Hi", null))).pending()).isEmpty();
        assertThat(contextOf(at(1, question)).read(at(2, question), _ -> true).asked())
                .isNull();
        assertThat(contextOf(at(1, question)).read(at(1, question), _ -> true).asked())
                .isNull();
    }

    @Test
    void makesNothingPendingThatIsReadAgainAndNotOpen() {
        var step = contextOf(at(0, raised(0))).read(at(1, question), _ -> false);

        assertThat(step.asked()).isNull();
        assertThat(step.next().pending()).isEmpty();
    }

    @Test
    void keepsTheAnswerAndIsNoLongerPendingAtItsEnd() {
        var step = contextOf(at(1, question)).read(at(2, answered(question, 0, 0, "Hi!")), _ -> true);

        assertThat(step.ended()).isEqualTo(question.messageId().answer(0));
        assertThat(step.next().pending()).isEmpty();
        assertThat(step.next().turns().turns().getFirst().answer()).isEqualTo(new Turn.Answer(0, "Hi!"));
    }

    @Test
    void takesNoNoticeOfAnAnswerBegunBeforeTheFloorWasTaken() {
        var step = contextOf(at(1, question), at(2, raised(1)))
                .read(at(3, answered(question, 0, 0, "Too late")), _ -> true);

        assertThat(step.ended()).isNull();
        assertThat(step.next().pending()).hasSize(1);
        assertThat(step.next().turns().turns().getFirst().answer()).isNull();
    }

    @Test
    void keepsNoTextOfAFailure() {
        var failed = new AnswerFailed(
                question.messageId().answer(0), question.messageId(), 0, 1, 0, "leta", FailureCode.TIMEOUT);

        var step = contextOf(at(1, question)).read(at(2, failed), _ -> true);

        assertThat(step.ended()).isEqualTo(failed.answerId());
        assertThat(step.next().turns().turns().getFirst().answer()).isNull();
    }

    @Test
    void asksOnceForEachGeneration() {
        var again = new AnswerRequested(question.messageId(), 1, "ann", "leta");
        var context = contextOf(at(1, question), at(2, answered(question, 0, 0, "Hi!")));

        var first = context.read(at(3, again), _ -> true);
        var second = first.next().read(at(4, again), _ -> true);
        var ended = second.next().read(at(5, answered(question, 1, 0, "Hello!")), _ -> true);
        var late = ended.next().read(at(6, again), _ -> true);

        assertThat(first.asked()).extracting(AnswerJob::generation).isEqualTo(1);
        assertThat(second.asked()).isNull();
        assertThat(late.asked()).isNull();
        assertThat(late.next().pending()).isEmpty();
    }

    @Test
    void knowsTheOwnerAndForgetsWhatWasCleared() {
        var context = contextOf(
                at(1, new ConversationStarted("ann", ConversationKind.SESSION, "leta")),
                at(2, question),
                at(3, new HistoryCleared("ann", false, 0)));

        assertThat(context.owner()).isEqualTo("ann");
        assertThat(context.kind()).isEqualTo(ConversationKind.SESSION);
        assertThat(context.turns().turns()).isEmpty();
    }
}
