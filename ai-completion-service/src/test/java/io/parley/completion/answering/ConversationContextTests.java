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
import io.parley.events.HumanRequested;
import io.parley.events.MessageDeleted;
import io.parley.events.MessageEdited;
import io.parley.events.MessageId;
import io.parley.events.Payer;
import io.parley.events.log.LoggedFact;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConversationContextTests {

    private final io.parley.events.MessagePosted question = aQuestion("Hello?");

    @Test
    void asksForAnAnswerUnderTheFenceOfItsPlace() {
        var before = contextOf(at(1, raised(4)), at(2, handedBack(5)));

        var step = before.read(at(7, question), QuestionRules.NONE, _ -> true);

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
                        NOW.plusSeconds(7),
                        null));
        assertThat(step.next().pending())
                .containsExactly(Pending.asked(question.messageId().answer(0)));
    }

    @Test
    void asksNobodyWhileAPersonHasTheFloor() {
        var step = contextOf(at(1, raised(1))).read(at(2, question), QuestionRules.NONE, _ -> true);

        assertThat(step.asked()).isNull();
        assertThat(step.next().pending()).isEmpty();
        assertThat(step.next().turns().turns()).hasSize(1);
    }

    @Test
    void asksNobodyWhereNoChatbotIsNamedOrTheMessageIsARepeat() {
        assertThat(contextOf(at(1, posted(BOB, "Hi", null))).pending()).isEmpty();
        assertThat(contextOf(at(1, question))
                        .read(at(2, question), QuestionRules.NONE, _ -> true)
                        .asked())
                .isNull();
        assertThat(contextOf(at(1, question))
                        .read(at(1, question), QuestionRules.NONE, _ -> true)
                        .asked())
                .isNull();
    }

    @Test
    void makesNothingPendingThatIsReadAgainAndNotOpen() {
        var step = contextOf(at(0, raised(0))).read(at(1, question), QuestionRules.NONE, _ -> false);

        assertThat(step.asked()).isNull();
        assertThat(step.next().pending()).isEmpty();
    }

    @Test
    void keepsTheAnswerAndIsNoLongerPendingAtItsEnd() {
        var step =
                contextOf(at(1, question)).read(at(2, answered(question, 0, 0, "Hi!")), QuestionRules.NONE, _ -> true);

        assertThat(step.ended()).containsExactly(question.messageId().answer(0));
        assertThat(step.next().pending()).isEmpty();
        assertThat(step.next().turns().turns().getFirst().answer()).isEqualTo(new Turn.Answer(0, "Hi!"));
    }

    @Test
    void takesNoNoticeOfAnAnswerBegunBeforeTheFloorWasTaken() {
        var step = contextOf(at(1, question), at(2, raised(1)))
                .read(at(3, answered(question, 0, 0, "Too late")), QuestionRules.NONE, _ -> true);

        assertThat(step.ended()).isEmpty();
        assertThat(step.next().pending()).hasSize(1);
        assertThat(step.next().turns().turns().getFirst().answer()).isNull();
    }

    @Test
    void keepsNoTextOfAFailure() {
        var failed = new AnswerFailed(
                question.messageId().answer(0), question.messageId(), 0, 1, 0, "leta", FailureCode.TIMEOUT);

        var step = contextOf(at(1, question)).read(at(2, failed), QuestionRules.NONE, _ -> true);

        assertThat(step.ended()).containsExactly(failed.answerId());
        assertThat(step.next().turns().turns().getFirst().answer()).isNull();
    }

    @Test
    void asksOnceForEachGeneration() {
        var again = new AnswerRequested(question.messageId(), 1, "ann", "leta");
        var context = contextOf(at(1, question), at(2, answered(question, 0, 0, "Hi!")));

        var first = context.read(at(3, again), QuestionRules.NONE, _ -> true);
        var second = first.next().read(at(4, again), QuestionRules.NONE, _ -> true);
        var ended = second.next().read(at(5, answered(question, 1, 0, "Hello!")), QuestionRules.NONE, _ -> true);
        var late = ended.next().read(at(6, again), QuestionRules.NONE, _ -> true);

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

    @Test
    void givesUpWhatIsToBeAnsweredWhereHistoryIsCleared() {
        var again = aQuestion("Anew?");
        var context =
                contextOf(at(1, new ConversationStarted("ann", ConversationKind.AI_ROOM, "leta")), at(2, question));

        var step = context.read(at(3, new HistoryCleared("ann", false, 1)), QuestionRules.NONE, _ -> true);
        var late = step.next().read(at(4, answered(question, 0, 0, "Too late")), QuestionRules.NONE, _ -> true);
        var asked = late.next().read(at(5, again), QuestionRules.NONE, _ -> true);

        assertThat(step.ended()).containsExactly(question.messageId().answer(0));
        assertThat(step.next().pending()).isEmpty();
        assertThat(late.ended()).isEmpty();
        assertThat(asked.next().turns().turns()).extracting(Turn::text).containsExactly("Anew?");
        assertThat(asked.asked()).extracting(AnswerJob::fence).isEqualTo(1L);
    }

    @Test
    void takesAQuestionThatThereIsNoKeyForAsNeverAsked() {
        assertThat(turnsAfter(ConversationKind.AI_ROOM, failed(0, FailureCode.NO_API_KEY, null)))
                .isEmpty();
        assertThat(turnsAfter(ConversationKind.AI_ROOM, failed(0, FailureCode.PROVIDER_REJECTED_KEY, Payer.USER)))
                .isEmpty();
        assertThat(turnsAfter(ConversationKind.AI_ROOM, failed(0, FailureCode.PROVIDER_REJECTED_KEY, Payer.SUITE)))
                .as("nobody's fault in the room")
                .hasSize(1);
        assertThat(turnsAfter(ConversationKind.AI_ROOM, failed(0, FailureCode.PROVIDER_UNAVAILABLE, Payer.USER)))
                .hasSize(1);
        assertThat(turnsAfter(ConversationKind.AI_ROOM, failed(1, FailureCode.NO_API_KEY, null)))
                .as("it had an answer before")
                .hasSize(1);
        assertThat(turnsAfter(ConversationKind.SESSION, failed(0, FailureCode.NO_API_KEY, null)))
                .hasSize(1);
    }

    private List<Turn> turnsAfter(ConversationKind kind, AnswerFailed failed) {
        return contextOf(at(1, new ConversationStarted("ann", kind, "leta")), at(2, question), at(3, failed))
                .turns()
                .turns();
    }

    private AnswerFailed failed(int generation, FailureCode code, @Nullable Payer payer) {
        var id = question.messageId();
        return new AnswerFailed(id.answer(generation), id, generation, 1, 0, "leta", code, payer);
    }

    @Test
    void forgetsAConversationThatWasErasedWhole() {
        var again = aQuestion("Anew?");
        var context =
                contextOf(at(1, new ConversationStarted("ann", ConversationKind.SESSION, "leta")), at(2, question));

        var step = context.read(at(3, new HistoryCleared("ann", true, 4)), QuestionRules.NONE, _ -> true);

        assertThat(step.ended()).containsExactly(question.messageId().answer(0));
        assertThat(step.next().owner()).isNull();
        assertThat(step.next().kind()).isNull();
        assertThat(step.next().pending()).isEmpty();
        assertThat(step.next().turns().turns()).isEmpty();
        assertThat(step.next().reading().fence()).isEqualTo(4);
        var late = step.next().read(at(4, answered(question, 0, 9, "Late")), QuestionRules.NONE, _ -> true);
        assertThat(late.ended()).isEmpty();
        assertThat(late.next().read(at(5, again), QuestionRules.NONE, _ -> true).asked())
                .isNull();
        var reborn = late.next()
                .read(
                        at(6, new ConversationStarted("ann", ConversationKind.SESSION, "leta")),
                        QuestionRules.NONE,
                        _ -> true)
                .next();
        assertThat(reborn.read(at(7, again), QuestionRules.NONE, _ -> true).asked())
                .isNotNull();
    }

    @Test
    void keepsTheNewestWordsAndNoneThatWereTakenBack() {
        var other = aQuestion("Mine is 1234.");
        var context = contextOf(
                at(1, question),
                at(2, answered(question, 0, 0, "Hi!")),
                at(3, other),
                at(4, new MessageEdited(question.messageId(), "ann", "Hello there?")),
                at(5, new MessageDeleted(other.messageId(), "ann")),
                at(6, new MessageEdited(other.messageId(), "ann", "Mine is 4321.")),
                at(7, new MessageEdited(MessageId.random(), "ann", "Who?")),
                at(8, new MessageDeleted(MessageId.random(), "ann")));

        assertThat(context.turns().turns())
                .containsExactly(
                        new Turn(question.messageId(), "Hello there?", null, new Turn.Answer(0, "Hi!")),
                        new Turn(other.messageId(), "", null, null));
        assertThat(context.turns().isDeleted(other.messageId())).isTrue();
        assertThat(context.pending()).hasSize(1);
    }

    @Test
    void supersedesAllThatWaitsWhereAQuestionInterrupts() {
        var second = aQuestion("Two?");
        var third = aQuestion("Three?");
        var fourth = aQuestion("Four?");
        var interrupts = new QuestionRules(true, null);

        var context = contextOf(at(1, question), at(2, second))
                .read(at(3, third), interrupts, _ -> true)
                .next();

        assertThat(context.pending()).extracting(Pending::superseded).containsExactly(true, true, false);
        var queued = context.read(at(4, fourth), QuestionRules.NONE, _ -> true).next();
        assertThat(queued.pending()).extracting(Pending::superseded).containsExactly(true, true, false, false);
    }

    @Test
    void interruptsNothingWithARepeat() {
        var interrupts = new QuestionRules(true, null);
        var context = contextOf(at(1, question))
                .read(at(2, aQuestion("Two?")), interrupts, _ -> true)
                .next();

        var repeated = context.read(at(3, question), interrupts, _ -> true).next();

        assertThat(repeated.pending()).extracting(Pending::superseded).containsExactly(true, false);
    }

    @Test
    void remembersWhenAPersonWasCalledForAnAnswer() {
        var job = contextOf(at(0, raised(0)))
                .read(at(1, question), new QuestionRules(false, "requested_by_words"), _ -> true)
                .asked();
        assertThat(job).isNotNull();
        assertThat(job.callsPerson()).isEqualTo("requested_by_words");
        var ann = new HumanRequested(
                AnsweringFixtures.ANN, "please", PersonCall.in(job, "words").metadata());

        assertThat(contextOf(at(1, question), at(2, ann)).hasCalledPerson(job.answerId()))
                .isFalse();
        var called = contextOf(at(1, question), at(2, PersonCall.in(job, "words")), at(5, PersonCall.in(job, "again")));
        assertThat(called.pending()).containsExactly(new Pending(job.answerId(), false, NOW.plusSeconds(2)));
        assertThat(called.hasCalledPerson(job.answerId())).isTrue();
    }

    @Test
    void countsFailuresInARow() {
        var context = contextOf(failed(1, FailureCode.TIMEOUT), failed(2, FailureCode.PROVIDER_UNAVAILABLE));
        assertThat(context.failures()).isEqualTo(2);
        assertThat(after(context, failed(3, FailureCode.HANDED_OVER)).failures())
                .isEqualTo(2);
        assertThat(after(context, failed(3, FailureCode.TOO_OLD)).failures()).isEqualTo(2);
        assertThat(after(context, at(3, answered(question, 0, 0, "Hi!"))).failures())
                .isZero();
        assertThat(after(context, at(3, raised(1))).failures()).isZero();
        assertThat(after(context, at(3, new HistoryCleared("ann", true, 0))).failures())
                .isZero();
    }

    @Test
    void asksForNoGenerationThatIsThereAlready() {
        var context = contextOf(at(1, question), at(2, answered(question, 2, 0, "Hi!")));

        var late = new AnswerRequested(question.messageId(), 1, "ann", "leta");

        assertThat(context.read(at(900, late), QuestionRules.NONE, _ -> true).asked())
                .isNull();
    }

    private static ConversationContext after(ConversationContext context, LoggedFact fact) {
        return context.read(fact, QuestionRules.NONE, _ -> true).next();
    }

    private static LoggedFact failed(long seq, FailureCode code) {
        return at(seq, new AnswerFailed(MessageId.random(), MessageId.random(), 0, 1, 0, "leta", code));
    }
}
