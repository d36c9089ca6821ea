package io.parley.escalation.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.AnswerCompleted;
import io.parley.events.ConversationFact;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.FinishReason;
import io.parley.events.HistoryCleared;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.MessagesRead;
import io.parley.events.NoteAdded;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConversationTests {

    private static final ConversationKey KEY = new ConversationKey("default", "c1");
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final Sender ANN = new Sender("ann", SenderType.USER, "Ann");
    private static final Sender AGNES = new Sender("agnes", SenderType.AGENT, null);

    private Conversation conversation = Conversation.unread(KEY);
    private long seq;

    @Test
    void knowsWhoWroteLastAndWhatNoAgentHasSeen() {
        read(new ConversationStarted("ann", ConversationKind.SESSION, "leta"));
        assertThat(conversation.talk()).isEqualTo(Talk.NONE);
        assertThat(conversation.startedAt()).isZero();

        read(said(ANN));
        read(said(new Sender("ann", SenderType.USER, null)));
        assertThat(conversation.talk()).isEqualTo(new Talk("Ann", NOON.plusSeconds(2), SenderType.USER, 2));

        read(answer());
        assertThat(conversation.talk()).isEqualTo(new Talk("Ann", NOON.plusSeconds(3), SenderType.ASSISTANT, 2));

        read(said(AGNES));
        assertThat(conversation.talk()).isEqualTo(new Talk("Ann", NOON.plusSeconds(4), SenderType.AGENT, 0));
    }

    @Test
    void countsAsSeenWhatAnAgentHasReadToItsEnd() {
        read(new ConversationStarted("ann", ConversationKind.SESSION, "leta"));
        read(said(ANN));
        read(said(ANN));

        read(new MessagesRead("ann", 2));
        read(new MessagesRead("agnes", 1));
        assertThat(conversation.talk().unread()).isEqualTo(2);
        read(new MessagesRead("agnes", 2));
        assertThat(conversation.talk().unread()).isZero();
    }

    @Test
    void passesOverWhatDoesNotCount() {
        var once = said(ANN);
        read(once);
        read(new ConversationStarted("ann", ConversationKind.SESSION, "leta"));
        read(once);

        assertThat(conversation.talk()).isEqualTo(Talk.NONE);
    }

    @Test
    void forgetsTheTalkAndCountsNotesOnWhenItIsErased() {
        read(new ConversationStarted("ann", ConversationKind.SESSION, "leta"));
        read(said(ANN));
        read(note());
        read(note());
        read(new HistoryCleared("ann", true, 0));

        assertThat(conversation.access().exists()).isFalse();
        assertThat(conversation.startedAt()).isEqualTo(-1);
        assertThat(conversation.talk()).isEqualTo(Talk.NONE);
        assertThat(conversation.notes()).isEqualTo(2);

        read(note());
        read(new ConversationStarted("ann", ConversationKind.SESSION, "leta"));
        read(note());
        assertThat(conversation.startedAt()).isEqualTo(6);
        assertThat(conversation.notes()).isEqualTo(3);
    }

    @Test
    void keepsWhoeverItIsWhenOnlyTheHistoryIsCleared() {
        read(new ConversationStarted("ann", ConversationKind.AI_ROOM, "leta"));
        read(said(ANN));
        read(new HistoryCleared("ann", false, 0));

        assertThat(conversation.access().isOwnedBy("ann")).isTrue();
        assertThat(conversation.startedAt()).isZero();
        assertThat(conversation.talk()).isEqualTo(Talk.NONE);
    }

    private void read(ConversationFact fact) {
        conversation = conversation
                .read(new LoggedFact(KEY, 0, seq, NOON.plusSeconds(seq), fact))
                .next();
        seq++;
    }

    private static MessagePosted said(Sender sender) {
        return new MessagePosted(MessageId.random(), sender, "Hello.", Map.of(), null, null);
    }

    private static NoteAdded note() {
        return new NoteAdded(new UUID(1, 1), 1, UUID.randomUUID(), AGNES, "word");
    }

    private static AnswerCompleted answer() {
        return new AnswerCompleted(
                MessageId.random(),
                MessageId.random(),
                0,
                1,
                0,
                "leta",
                "Hi.",
                FinishReason.STOP,
                List.of(),
                null,
                null);
    }
}
