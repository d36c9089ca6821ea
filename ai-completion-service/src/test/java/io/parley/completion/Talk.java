package io.parley.completion;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.AnswerCompleted;
import io.parley.events.AnswerEvent;
import io.parley.events.AnswerFailed;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.live.AnswerChunk;
import io.parley.events.live.AnswerStarted;
import io.parley.events.log.ConversationKey;
import io.parley.testkit.TestLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A conversation as chat-session writes it into the log, and what the assistant makes of it. */
final class Talk {

    static final Duration PATIENCE = Duration.ofSeconds(15);

    final ConversationKey key;
    private final TestLog log;

    Talk(TestLog log) {
        this(log, "ann");
    }

    Talk(TestLog log, String owner) {
        this(log, "default", owner);
    }

    Talk(TestLog log, String tenant, String owner) {
        this.key = new ConversationKey(tenant, "c-" + UUID.randomUUID());
        this.log = log;
        log.append(key, new ConversationStarted(owner, ConversationKind.SESSION, "leta"));
    }

    MessageId asks(String text) {
        return says(text, "leta");
    }

    MessageId says(String text, @Nullable String chatbot) {
        var posted = posted(text, chatbot);
        log.append(key, posted);
        return posted.messageId();
    }

    static MessagePosted posted(String text, @Nullable String chatbot) {
        return new MessagePosted(
                MessageId.random(), new Sender("ann", SenderType.USER, "Ann"), text, Map.of(), null, chatbot);
    }

    AnswerCompleted awaitsAnswer(MessageId question) {
        return (AnswerCompleted) awaitsEnd(question, AnswerCompleted.class);
    }

    AnswerFailed awaitsFailure(MessageId question) {
        return (AnswerFailed) awaitsEnd(question, AnswerFailed.class);
    }

    private AnswerEvent awaitsEnd(MessageId question, Class<? extends AnswerEvent> kind) {
        var end = (AnswerEvent) log.await(
                        key,
                        fact -> fact instanceof AnswerEvent found
                                && found.inReplyTo().equals(question),
                        PATIENCE)
                .fact();
        assertThat(end).isInstanceOf(kind);
        return end;
    }

    List<AnswerEvent> ends(MessageId question) {
        return log.facts(key).stream()
                .map(logged -> logged.fact())
                .filter(fact ->
                        fact instanceof AnswerEvent end && end.inReplyTo().equals(question))
                .map(AnswerEvent.class::cast)
                .toList();
    }

    List<AnswerChunk> chunks(MessageId question, int attempt) {
        return log.signals(key).stream()
                .filter(signal -> signal instanceof AnswerChunk chunk
                        && chunk.answerId().equals(question.answer(0))
                        && chunk.attempt() == attempt)
                .map(AnswerChunk.class::cast)
                .toList();
    }

    String streamed(MessageId question, int attempt) {
        return chunks(question, attempt).stream().map(AnswerChunk::text).collect(Collectors.joining());
    }

    AnswerStarted awaitsStart(MessageId question, int attempt) {
        return (AnswerStarted) log.awaitSignal(
                key,
                signal -> signal instanceof AnswerStarted started
                        && started.inReplyTo().equals(question)
                        && started.attempt() == attempt,
                PATIENCE);
    }

    void awaitsChunk(MessageId question) {
        log.awaitSignal(
                key,
                signal ->
                        signal instanceof AnswerChunk chunk && chunk.answerId().equals(question.answer(0)),
                PATIENCE);
    }
}
