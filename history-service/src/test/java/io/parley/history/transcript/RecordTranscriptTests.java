package io.parley.history.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.Audience;
import io.parley.events.ConversationKind;
import io.parley.events.EscalationRaised;
import io.parley.events.HistoryCleared;
import io.parley.events.HumanRequested;
import io.parley.events.MessageDeleted;
import io.parley.events.MessageEdited;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.MessageRejected;
import io.parley.events.MessagesRead;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import io.parley.history.erasure.Erasure;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RecordTranscriptTests {

    private static final Sender ANN = new Sender(ConversationScript.OWNER, SenderType.USER, null);

    private final InMemoryTranscripts transcripts = new InMemoryTranscripts();
    private final InMemoryErasures erasures = new InMemoryErasures();
    private final InMemoryRemovals removals = new InMemoryRemovals();
    private final ConversationScript script = new ConversationScript(new ConversationKey("default", "c1"));

    @Test
    void keepsMessagesAndAnswersInTheOrderOfTheLog() {
        script.started(ConversationKind.SESSION);
        var first = script.says("one");
        var second = script.says("two");
        script.answered(first, 0, 0, "to one").answered(second, 0, 0, "to two");

        assertThat(shown()).extracting(TranscriptEntry::content).containsExactly("one", "two", "to one", "to two");
        var answer = shown().get(2);
        assertThat(answer.id()).isEqualTo(first.answer(0));
        assertThat(answer.sender()).isEqualTo(Sender.ASSISTANT);
        assertThat(answer.metadata())
                .containsEntry("chatbot_id", "leta")
                .containsEntry("model", "gpt-4o-mini")
                .containsEntry("in_reply_to", first.toString())
                .containsEntry("finish_reason", "stop")
                .containsEntry("citations", List.of());
    }

    @Test
    void leavesOutAnAnswerThatAPersonOvertook() {
        script.started(ConversationKind.SESSION);
        var question = script.says("help");
        script.append(new EscalationRaised(UUID.randomUUID(), 1, "requested", ANN, Map.of()));
        script.answered(question, 0, 0, "too late");
        var later = script.says("hello?");
        script.answered(later, 0, 1, "fenced");

        assertThat(shown()).extracting(TranscriptEntry::content).containsExactly("help", "hello?", "fenced");
        assertThat(transcript().access().escalated()).isTrue();
    }

    @Test
    void keepsWhatAloneIsSaid() {
        script.started(ConversationKind.SESSION);
        script.says("one");
        var seqOfMessage = script.facts().getLast().seq();
        script.append(new HumanRequested(ANN, null, Map.of()));
        script.append(new MessageRejected(3, "no fact"));

        assertThat(shown()).hasSize(1);
        assertThat(transcript().reading().lastShownTo(Audience.VISITOR)).isEqualTo(seqOfMessage);
        assertThat(transcript().reading().seq())
                .isEqualTo(script.facts().getLast().seq());
    }

    @Test
    void keepsAMessageThatWasAppendedTwiceOnce() {
        script.started(ConversationKind.PEOPLE);
        script.says("once");
        script.append(script.facts().getLast().fact());

        assertThat(shown()).hasSize(1);
    }

    @Test
    void keepsConversationsApart() {
        var other = new ConversationScript(new ConversationKey("other", "c1"));
        script.started(ConversationKind.PEOPLE).says("mine");
        other.started(ConversationKind.PEOPLE).says("theirs");
        record(other.facts());

        assertThat(shown()).extracting(TranscriptEntry::content).containsExactly("mine");
    }

    @Test
    void namesThePlaceOfEveryEntry() {
        script.started(ConversationKind.PEOPLE);
        MessageId last = MessageId.random();
        for (int i = 0; i < 101; i++) {
            last = script.says("m" + i);
        }
        var recording = new Recording(Transcript.unread(script.key()), Map.of(), Map.of());
        script.facts().forEach(recording::read);

        assertThat(recording.places()).hasSize(101).containsEntry(last, new Place(1, 0));
    }

    @Test
    void countsWhatTheOwnerHasNotRead() {
        script.started(ConversationKind.PEOPLE);
        var question = script.says("mine");
        script.answered(question, 0, 0, "one");
        var agents = script.append(posted("agnes", SenderType.AGENT, "two"));
        var gone = posted("agnes", SenderType.AGENT, "three");
        script.append(gone);
        assertThat(unread()).isEqualTo(3);

        script.append(new MessageDeleted(gone.messageId(), "agnes"));
        assertThat(unread()).isEqualTo(2);
        // The new answer takes the old one's place.
        script.answered(question, 1, 0, "one, better");
        assertThat(unread()).isEqualTo(2);
        script.append(new MessagesRead("agnes", agents.seq()));
        assertThat(unread()).isEqualTo(2);
        script.append(new MessagesRead(ConversationScript.OWNER, agents.seq()));
        assertThat(unread()).isEqualTo(1);
        script.append(new MessagesRead(ConversationScript.OWNER, agents.seq() - 1));
        assertThat(unread()).isEqualTo(1);
        script.append(new MessagesRead(ConversationScript.OWNER, Long.MAX_VALUE));
        assertThat(unread()).isZero();
        script.append(posted("agnes", SenderType.AGENT, "four"));
        assertThat(unread()).isEqualTo(1);
    }

    @Test
    void countsToNineHundredAndNinetyNine() {
        script.started(ConversationKind.PEOPLE);
        for (int i = 0; i < 1_200; i++) {
            script.append(posted("agnes", SenderType.AGENT, "m" + i));
        }
        assertThat(unread()).isEqualTo(999);
        script.append(new MessagesRead(
                ConversationScript.OWNER,
                script.facts().get(script.facts().size() - 11).seq()));
        assertThat(unread()).isEqualTo(10);
    }

    @Test
    void knowsWhatWasSaidLast() {
        script.started(ConversationKind.PEOPLE);
        script.says("one");
        var two = script.says("two");
        assertThat(transcript().summary().lastContent()).isEqualTo("two");
        script.append(new MessageEdited(two, ConversationScript.OWNER, "two, rather"));
        assertThat(transcript().summary().lastContent()).isEqualTo("two, rather");
        script.append(new MessageDeleted(two, ConversationScript.OWNER));
        assertThat(transcript().summary().isLastToBeFound()).isTrue();
        script.append(new MessageEdited(two, ConversationScript.OWNER, "no"));
        assertThat(transcript().summary().lastContent()).isNull();
        assertThat(new ReadTranscript(transcripts).newestSaid(transcript()).block())
                .extracting(TranscriptEntry::content)
                .isEqualTo("one");
    }

    @Test
    void erasesFromTheLogWhatIsNewlyCleared() {
        var start = script.started(ConversationKind.PEOPLE).facts().getLast();
        script.says("one");
        var cleared = script.append(new HistoryCleared(ConversationScript.OWNER, true, 0));
        var late = script.says("late");
        var straggler = script.facts().getLast();
        script.append(new HistoryCleared(ConversationScript.OWNER, true, 0));
        var again = script.started(ConversationKind.PEOPLE).facts().getLast();
        script.says("two");
        var half = script.append(new HistoryCleared(ConversationScript.OWNER, false, 0));
        record(script.facts());

        assertThat(late).isNotNull();
        assertThat(erasures.opened())
                .containsExactly(
                        new Erasure(script.key(), 0, cleared.seq(), start.seq(), cleared.seq(), true),
                        new Erasure(script.key(), 0, straggler.seq(), straggler.seq(), straggler.seq() + 1, true),
                        new Erasure(script.key(), 0, half.seq(), again.seq(), half.seq(), false));
    }

    @Test
    void erasesNothingThatIsReadAgain() {
        script.started(ConversationKind.PEOPLE);
        script.append(new HistoryCleared(ConversationScript.OWNER, true, 0));
        new RecordTranscript(transcripts, new InMemoryListings(), removals, erasures)
                .record(script.facts(), _ -> false)
                .block();

        assertThat(erasures.opened()).isEmpty();
    }

    @Test
    void removesAFewBucketsAtATimeAndLooksASecondTime() {
        script.started(ConversationKind.PEOPLE);
        for (int i = 0; i < 2_500; i++) {
            script.says("m" + i);
        }
        script.append(new HistoryCleared(ConversationScript.OWNER, true, 0));
        record(script.facts().subList(0, 2_501));
        // Read, but not kept yet: what is shown stays.
        removals.open(List.of(new Removal(script.key(), 1, 0, 0, 25, false, Instant.EPOCH)))
                .block();
        sweep(Instant.EPOCH);
        assertThat(transcripts.kept(script.key())).isEqualTo(2_525);

        record(script.facts());
        var now = Instant.now();
        sweep(now);
        assertThat(transcripts.kept(script.key())).isZero();
        assertThat(removals.due(Instant.MAX).collectList().block())
                .hasSize(2)
                .allMatch(Removal::again)
                .allMatch(removal -> removal.due().equals(now.plusSeconds(60)));
        sweep(now.plusSeconds(60));
        assertThat(removals.due(Instant.MAX).collectList().block()).isEmpty();
    }

    private void sweep(Instant now) {
        new RemoveCleared(transcripts, removals, Clock.fixed(now, ZoneOffset.UTC))
                .sweep()
                .block();
    }

    private int unread() {
        return transcript().summary().unread().count();
    }

    private static MessagePosted posted(String sender, SenderType type, String content) {
        return new MessagePosted(MessageId.random(), new Sender(sender, type, null), content, Map.of(), null, null);
    }

    private void record(List<LoggedFact> facts) {
        new RecordTranscript(transcripts, new InMemoryListings(), removals, erasures)
                .record(facts, _ -> true)
                .block();
    }

    private List<TranscriptEntry> shown() {
        record(script.facts());
        var page = new ReadTranscript(transcripts)
                .read(script.key(), ConversationScript.OWNER, false, TranscriptCursor.newest(), 200)
                .block();
        return Objects.requireNonNull(page).entries();
    }

    private Transcript transcript() {
        record(script.facts());
        return Objects.requireNonNull(transcripts.find(script.key()).block());
    }
}
