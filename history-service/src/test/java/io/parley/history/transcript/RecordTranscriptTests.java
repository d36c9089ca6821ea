package io.parley.history.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.Audience;
import io.parley.events.ConversationKind;
import io.parley.events.EscalationRaised;
import io.parley.events.HumanRequested;
import io.parley.events.MessageId;
import io.parley.events.MessageRejected;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RecordTranscriptTests {

    private static final Sender ANN = new Sender(ConversationScript.OWNER, SenderType.USER, null);

    private final InMemoryTranscripts transcripts = new InMemoryTranscripts();
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
        assertThat(transcript().escalated()).isTrue();
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
        new RecordTranscript(transcripts).record(other.facts()).block();

        assertThat(shown()).extracting(TranscriptEntry::content).containsExactly("mine");
    }

    @Test
    void isOpenToItsOwnerAndToAgentsWhereTheyAreAsked() {
        var key = new ConversationKey("default", "c");
        var started = new ConversationScript(key);

        for (var kind : ConversationKind.values()) {
            var plain = Transcript.unread(key)
                    .start(
                            new io.parley.events.ConversationStarted("ann", kind, null),
                            started.append(new MessageRejected(0, "")).at());
            assertThat(plain.isOpenTo("ann", false)).isTrue();
            assertThat(plain.isOpenTo("bob", false)).isFalse();
            assertThat(plain.isOpenTo("bob", true)).isEqualTo(kind == ConversationKind.PEOPLE);
            assertThat(plain.escalate().isOpenTo("bob", true)).isTrue();
            assertThat(plain.escalate().isOpenTo("bob", false)).isFalse();
        }
        assertThat(Transcript.unread(key).escalate().isOpenTo("bob", true)).isFalse();
    }

    @Test
    void namesThePlaceOfEveryEntry() {
        script.started(ConversationKind.PEOPLE);
        MessageId last = MessageId.random();
        for (int i = 0; i < 101; i++) {
            last = script.says("m" + i);
        }
        var recording = new Recording(Transcript.unread(script.key()), Map.of());
        script.facts().forEach(recording::read);

        assertThat(recording.places()).hasSize(101).containsEntry(last, new Place(1, 0));
    }

    private List<TranscriptEntry> shown() {
        new RecordTranscript(transcripts).record(script.facts()).block();
        var page = new ReadTranscript(transcripts)
                .read(script.key(), ConversationScript.OWNER, false, TranscriptCursor.newest(), 200)
                .block();
        return Objects.requireNonNull(page).entries();
    }

    private Transcript transcript() {
        new RecordTranscript(transcripts).record(script.facts()).block();
        return Objects.requireNonNull(transcripts.find(script.key()).block());
    }
}
