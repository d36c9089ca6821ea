package io.parley.events.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.AgentAssigned;
import io.parley.events.AnswerCompleted;
import io.parley.events.AnswerFailed;
import io.parley.events.Audience;
import io.parley.events.ConversationFact;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.EscalationRaised;
import io.parley.events.EscalationResolved;
import io.parley.events.FailureCode;
import io.parley.events.FinishReason;
import io.parley.events.Floor;
import io.parley.events.HistoryCleared;
import io.parley.events.MessageDeleted;
import io.parley.events.MessageEdited;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.MessageRejected;
import io.parley.events.MessagesRead;
import io.parley.events.NoteAdded;
import io.parley.events.ReactionSet;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationReading.Step;
import io.parley.events.log.ConversationReading.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConversationReadingTests {

    private static final ConversationKey ROOM = new ConversationKey("default", "room-1");
    private static final Sender ANN = new Sender("ann", SenderType.USER, null);
    private static final Sender BEA = new Sender("bea", SenderType.AGENT, null);
    private static final UUID ESCALATION = new UUID(1, 1);
    private static final MessageId QUESTION = MessageId.of(ROOM, "ann", "1");

    private ConversationReading reading = ConversationReading.NONE;
    private Instant now = Instant.parse("2026-11-20T10:00:00Z");
    private long nextSeq = 10;

    @Test
    void admitsTheFirstStartOnly() {
        assertThat(read(started()).verdict()).isEqualTo(Verdict.ADMITTED);
        assertThat(reading.started()).isTrue();
        assertThat(read(started()).verdict()).isEqualTo(Verdict.DUPLICATE);
    }

    @Test
    void passesOverWhatItHasRead() {
        var first = logged(said("1"));
        var second = logged(said("2"));
        reading = reading.read(first).next();
        reading = reading.read(second).next();

        var again = reading.read(first);

        assertThat(again.verdict()).isEqualTo(Verdict.ALREADY_READ);
        assertThat(again.next()).isSameAs(reading);
        assertThat(reading.read(second).isAdmitted()).isFalse();
    }

    @Test
    void takesTheFirstRecordOfAMessageForTheMessage() {
        read(started());
        long place = nextSeq;
        read(said("1"));

        var repeat = read(said("1"));

        assertThat(repeat.verdict()).isEqualTo(Verdict.DUPLICATE);
        assertThat(repeat.first()).isEqualTo(new Seen(QUESTION, place, 10, 10, now));
        assertThat(reading.lastShownTo(Audience.VISITOR)).isEqualTo(place);
        assertThat(reading.seq()).isEqualTo(place + 1);
    }

    @Test
    void takesTheFirstEndOfAnAnswerForTheAnswer() {
        read(said("1"));
        assertThat(read(completed(QUESTION, 0)).isAdmitted()).isTrue();

        assertThat(read(completed(QUESTION, 0)).verdict()).isEqualTo(Verdict.DUPLICATE);
        assertThat(read(failed(QUESTION, 0, 0)).verdict()).isEqualTo(Verdict.DUPLICATE);
        assertThat(read(completed(QUESTION, 1)).isAdmitted()).isTrue();
    }

    @Test
    void remembersAnIdForTenMinutes() {
        read(said("1"));
        now = now.plus(Duration.ofMinutes(10));
        read(said("2"));

        assertThat(read(said("1")).verdict()).isEqualTo(Verdict.DUPLICATE);
        assertThat(reading.find(QUESTION)).isPresent();
    }

    @Test
    void forgetsAnIdAfterTenMinutesOfWriting() {
        read(said("1"));
        now = now.plus(Duration.ofMinutes(10)).plusMillis(1);
        read(said("2"));

        assertThat(reading.find(QUESTION)).isEmpty();
        assertThat(reading.seen()).hasSize(1);
    }

    @Test
    void boundsItsMemory() {
        for (int i = 0; i < 1_200; i++) {
            read(said("m" + i));
        }

        assertThat(reading.seen()).hasSize(500);
        assertThat(read(said("m1199")).verdict()).isEqualTo(Verdict.DUPLICATE);
        assertThat(read(said("m700")).verdict()).isEqualTo(Verdict.DUPLICATE);
        assertThat(reading.find(MessageId.of(ROOM, "ann", "m699"))).isEmpty();
    }

    @Test
    void dropsAnAnswerThatAHandoverOvertook() {
        read(said("1"));
        read(raised(1));

        assertThat(read(completed(QUESTION, 0)).verdict()).isEqualTo(Verdict.STALE);
        assertThat(read(failed(QUESTION, 0, 0)).verdict()).isEqualTo(Verdict.STALE);
        assertThat(read(failed(QUESTION, 0, 1)).isAdmitted()).isTrue();
        assertThat(read(failed(QUESTION, 0, 1)).verdict()).isEqualTo(Verdict.DUPLICATE);
    }

    @Test
    void showsAnAnswerThatEndedBeforeTheHandover() {
        read(said("1"));

        assertThat(read(completed(QUESTION, 0)).isAdmitted()).isTrue();
        assertThat(read(raised(1)).isAdmitted()).isTrue();
    }

    @Test
    void ignoresAFloorFactWhoseFenceIsNotHigher() {
        read(raised(1));
        read(new AgentAssigned(ESCALATION, 2, "r", BEA));

        assertThat(read(raised(1)).verdict()).isEqualTo(Verdict.STALE);
        assertThat(read(new AgentAssigned(ESCALATION, 2, "r", ANN)).verdict()).isEqualTo(Verdict.STALE);
        assertThat(reading.fence()).isEqualTo(2);
        assertThat(reading.floor()).isEqualTo(Floor.AGENT);

        assertThat(read(new EscalationResolved(ESCALATION, 3, "r", BEA)).isAdmitted())
                .isTrue();
        assertThat(reading.floor()).isEqualTo(Floor.ASSISTANT);
    }

    @Test
    void letsANoteChangeNothingOfTheFloor() {
        read(raised(1));

        assertThat(read(note(7)).isAdmitted()).isTrue();
        assertThat(read(note(0)).isAdmitted()).isTrue();

        assertThat(reading.fence()).isEqualTo(1);
        assertThat(reading.floor()).isEqualTo(Floor.QUEUE);
    }

    @Test
    void chainsEachAudiencesFactsThroughWhatItMaySee() {
        read(started());
        assertThat(reading.lastShownTo(Audience.VISITOR)).isEqualTo(10);
        read(said("1"));
        read(raised(1));
        read(note(1));

        assertThat(reading.lastShownTo(Audience.VISITOR)).isEqualTo(12);
        assertThat(reading.lastShownTo(Audience.AGENT)).isEqualTo(13);
    }

    @Test
    void givesNoPlaceToWhatNobodyIsShown() {
        read(said("1"));
        for (var unseen : List.of(
                new MessagesRead("ann", 10), new HistoryCleared("ann", false, 0), new MessageRejected(3, "no fact"))) {
            assertThat(read(unseen).isAdmitted()).isTrue();
        }
        assertThat(reading.lastShownTo(Audience.VISITOR)).isEqualTo(10);
        assertThat(reading.lastShownTo(Audience.AGENT)).isEqualTo(10);
        assertThat(reading.seq()).isEqualTo(13);
    }

    @Test
    void countsNothingOfAnErasedConversationUntilItIsStartedAgain() {
        read(started());
        read(said("1"));
        read(raised(1));
        assertThat(read(new HistoryCleared("ann", true, 2)).isAdmitted()).isTrue();

        assertThat(reading.started()).isFalse();
        assertThat(reading.floor()).isEqualTo(Floor.ASSISTANT);
        assertThat(read(said("2")).verdict()).isEqualTo(Verdict.STALE);
        assertThat(read(raised(3)).verdict()).isEqualTo(Verdict.STALE);

        assertThat(read(started()).isAdmitted()).isTrue();
        assertThat(read(raised(2)).verdict()).as("a change that was on its way").isEqualTo(Verdict.STALE);
        assertThat(read(raised(3)).isAdmitted()).isTrue();
    }

    @Test
    void takesAnErasureForAStepOfTheFence() {
        read(started());
        read(new HistoryCleared("ann", true, 0));
        read(started());

        assertThat(reading.fence()).as("whatever its writer had read").isEqualTo(1);
        assertThat(read(new HistoryCleared("ann", true, 5)).isAdmitted()).isTrue();
        assertThat(reading.fence()).as("whatever is left of the records before").isEqualTo(5);
    }

    @Test
    void takesAClearingForAStepOfTheFenceThatLeavesTheFloorAlone() {
        read(started());
        read(said("1"));
        read(raised(1));
        read(new EscalationResolved(ESCALATION, 2, "r", BEA));
        assertThat(read(new HistoryCleared("ann", false, 3)).isAdmitted()).isTrue();

        assertThat(reading.started()).isTrue();
        assertThat(reading.fence()).isEqualTo(3);
        assertThat(read(failed(QUESTION, 0, 2)).verdict())
                .as("an answer to what was cleared")
                .isEqualTo(Verdict.STALE);
        assertThat(read(said("1")).verdict()).as("its id is still known").isEqualTo(Verdict.DUPLICATE);

        assertThat(read(raised(3)).isAdmitted())
                .as("a change that was on its way")
                .isTrue();
        assertThat(reading.fence())
                .as("answers begun after the clearing end with it")
                .isEqualTo(4);
        assertThat(reading.floor()).isEqualTo(Floor.QUEUE);
        assertThat(read(raised(3)).verdict()).isEqualTo(Verdict.STALE);
        assertThat(read(new AgentAssigned(ESCALATION, 4, "r", BEA)).isAdmitted())
                .isTrue();
        assertThat(reading.fence()).isEqualTo(5);
        assertThat(reading.floorFence()).isEqualTo(4);
    }

    @Test
    void lowersNoFenceForAWriterThatWasBehind() {
        read(started());
        read(raised(4));

        read(new HistoryCleared("ann", false, 2));

        assertThat(reading.fence()).isEqualTo(5);
        assertThat(reading.floor()).isEqualTo(Floor.QUEUE);
    }

    @Test
    void judgesTheFloorAfterAnErasureByWhatItsOwnerKnows() {
        read(started());
        for (int i = 0; i < 3; i++) {
            read(new HistoryCleared("ann", false, reading.fence() + 1));
        }
        // Of the clearings the floor's owner knows nothing: it goes on from what the erasure tells.
        read(new HistoryCleared("ann", true, 2));
        read(started());

        assertThat(reading.fence()).isEqualTo(4);
        assertThat(read(raised(2)).verdict()).isEqualTo(Verdict.STALE);
        assertThat(read(raised(3)).isAdmitted()).isTrue();
        assertThat(reading.fence()).isEqualTo(5);
    }

    @Test
    void countsANoteOnce() {
        read(started());
        var note = note(0);
        assertThat(read(note).isAdmitted()).isTrue();
        assertThat(read(note).verdict()).isEqualTo(Verdict.DUPLICATE);
    }

    @Test
    void givesAPlaceToEditsDeletionsAndReactions() {
        read(said("1"));
        for (var shown : List.of(
                new MessageEdited(QUESTION, "ann", "x"),
                new ReactionSet(QUESTION, "ann", null),
                new MessageDeleted(QUESTION, "ann"))) {
            long place = nextSeq;
            assertThat(read(shown).isAdmitted()).isTrue();
            assertThat(reading.lastShownTo(Audience.VISITOR)).isEqualTo(place);
        }
    }

    @Test
    void givesNoPlaceToWhatIsDropped() {
        read(said("1"));
        read(raised(1));
        long last = reading.lastShownTo(Audience.VISITOR);

        read(completed(QUESTION, 0));
        read(said("1"));
        read(raised(1));

        assertThat(reading.lastShownTo(Audience.VISITOR)).isEqualTo(last);
        assertThat(reading.lastShownTo(Audience.AGENT)).isEqualTo(last);
    }

    private Step read(ConversationFact fact) {
        var step = reading.read(logged(fact));
        reading = step.next();
        return step;
    }

    private LoggedFact logged(ConversationFact fact) {
        return new LoggedFact(ROOM, 0, nextSeq++, now, fact);
    }

    private static ConversationStarted started() {
        return new ConversationStarted("ann", ConversationKind.SESSION, "leta");
    }

    private static MessagePosted said(String name) {
        return new MessagePosted(MessageId.of(ROOM, "ann", name), ANN, "hello", Map.of(), name, "leta");
    }

    private static AnswerCompleted completed(MessageId question, int generation) {
        return new AnswerCompleted(
                question.answer(generation),
                question,
                generation,
                1,
                0,
                "leta",
                "hi",
                FinishReason.STOP,
                List.of(),
                null,
                null);
    }

    private static AnswerFailed failed(MessageId question, int generation, long fence) {
        return new AnswerFailed(
                question.answer(generation), question, generation, 1, fence, "leta", FailureCode.HANDED_OVER);
    }

    private static EscalationRaised raised(long fence) {
        return new EscalationRaised(ESCALATION, fence, "r", ANN, Map.of());
    }

    private static NoteAdded note(long fence) {
        return new NoteAdded(ESCALATION, fence, UUID.randomUUID(), BEA, "n");
    }
}
