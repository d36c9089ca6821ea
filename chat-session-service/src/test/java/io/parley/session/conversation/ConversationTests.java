package io.parley.session.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.AnswerCompleted;
import io.parley.events.AnswerFailed;
import io.parley.events.AnswerRequested;
import io.parley.events.ConversationFact;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.EscalationRaised;
import io.parley.events.FailureCode;
import io.parley.events.FinishReason;
import io.parley.events.HistoryCleared;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConversationTests {

    private static final ConversationKey KEY = new ConversationKey("t", "c");
    private static final Sender OWNER = new Sender("ann", SenderType.USER, null);
    private static final Sender AGENT = new Sender("bob", SenderType.AGENT, null);

    private Conversation conversation = Conversation.unread(KEY);
    private long seq = 10;

    @Test
    void answersUntilTheNewestThatWasAskedForHasEnded() {
        start();
        var first = say(OWNER, "leta");
        var second = say(OWNER, "leta");
        assertThat(conversation.isAnswering()).isTrue();
        say(OWNER, null);
        say(AGENT, null);
        assertThat(conversation.isAnswering()).as("whatever is said meanwhile").isTrue();

        read(completed(first, 0));
        assertThat(conversation.isAnswering()).isTrue();
        read(new AnswerFailed(second.answer(0), second, 0, 1, 0, "leta", FailureCode.TIMEOUT));
        assertThat(conversation.isAnswering()).isFalse();
    }

    @Test
    void answersAgainWhenItIsAskedAgain() {
        start();
        var question = say(OWNER, "leta");
        read(completed(question, 0));
        read(new AnswerRequested(question, 2, "ann", "leta"));
        assertThat(conversation.isAnswering()).as("not the next generation").isFalse();
        read(new AnswerRequested(question, 1, "ann", "leta"));
        read(new AnswerRequested(question, 1, "ann", "leta"));
        assertThat(conversation.isAnswering()).isTrue();
        assertThat(conversation.question()).isEqualTo(new Question(question, 1, true));

        read(completed(question, 0));
        assertThat(conversation.isAnswering()).isTrue();
        read(completed(question, 1));
        assertThat(conversation.isAnswering()).isFalse();
    }

    @Test
    void asksNobodyWhileAPersonHasTheFloor() {
        start();
        read(new EscalationRaised(UUID.randomUUID(), 1, "help", OWNER, Map.of()));
        var question = say(OWNER, "leta");

        assertThat(conversation.isAnswering()).isFalse();
        assertThat(conversation.question()).isEqualTo(new Question(question, -1, false));
    }

    @Test
    void forgetsAQuestionOfARoomThatThereIsNoKeyFor() {
        for (var kind : ConversationKind.values()) {
            conversation = Conversation.unread(KEY);
            read(new ConversationStarted("ann", kind, "leta"));
            var earlier = say(OWNER, "leta");
            var question = say(OWNER, "leta");
            read(new AnswerFailed(earlier.answer(0), earlier, 0, 1, 0, "leta", FailureCode.NO_API_KEY));
            assertThat(conversation.question()).as("the newest").isNotNull();
            read(new AnswerFailed(question.answer(0), question, 0, 1, 0, "leta", FailureCode.NO_API_KEY));

            assertThat(conversation.isAnswering()).isFalse();
            assertThat(conversation.question() == null)
                    .as("%s: it cannot be asked again", kind)
                    .isEqualTo(kind == ConversationKind.AI_ROOM);
        }
    }

    @Test
    void forgetsWhatWasErased() {
        start();
        say(OWNER, "leta");
        long cleared = read(new HistoryCleared("ann", false, 0));
        assertThat(conversation.exists()).isTrue();
        assertThat(conversation.chatbotId()).isEqualTo("leta");
        assertThat(conversation.question()).isNull();
        assertThat(conversation.isAnswering()).isFalse();
        assertThat(conversation.clearedSeq()).isEqualTo(cleared);

        say(OWNER, "leta");
        long erased = read(new HistoryCleared("ann", true, 0));
        assertThat(conversation.exists()).isFalse();
        assertThat(conversation.chatbotId()).isNull();
        assertThat(conversation.clearedSeq()).isEqualTo(erased);
        say(OWNER, "leta");
        assertThat(conversation.isAnswering()).as("it is of before").isFalse();

        assertThat(conversation.mayBeStartedBy("ann")).isTrue();
        assertThat(conversation.mayBeStartedBy("eve"))
                .as("its id stays its owner's")
                .isFalse();
        read(new ConversationStarted("ann", ConversationKind.PEOPLE, null));
        assertThat(conversation.access().isOwnedBy("ann")).isTrue();
        assertThat(conversation.mayBeStartedBy("ann")).isFalse();
        assertThat(conversation.clearedSeq()).isEqualTo(erased);
    }

    private void start() {
        read(new ConversationStarted("ann", ConversationKind.PEOPLE, "leta"));
    }

    private MessageId say(Sender sender, @Nullable String chatbot) {
        var id = MessageId.random();
        read(new MessagePosted(id, sender, "words", Map.of(), null, chatbot));
        return id;
    }

    private static AnswerCompleted completed(MessageId question, int generation) {
        return new AnswerCompleted(
                question.answer(generation),
                question,
                generation,
                1,
                0,
                "leta",
                "words",
                FinishReason.STOP,
                List.of(),
                null,
                null);
    }

    private long read(ConversationFact fact) {
        var logged = new LoggedFact(
                KEY, 0, ++seq, Instant.parse("2026-11-20T10:30:00Z").plusSeconds(seq), fact);
        conversation = conversation.read(logged).next();
        return seq;
    }
}
