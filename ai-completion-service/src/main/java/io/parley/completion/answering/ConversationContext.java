package io.parley.completion.answering;

import io.parley.completion.prompt.RecentTurns;
import io.parley.completion.prompt.Turn;
import io.parley.events.AnswerCompleted;
import io.parley.events.AnswerEvent;
import io.parley.events.AnswerRequested;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.Floor;
import io.parley.events.HistoryCleared;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.ConversationReading;
import io.parley.events.log.LoggedFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What this service has read of a conversation: enough to answer the next question, and no more.
 *
 * @param owner user id of whose conversation it is; null until its start is read
 * @param kind how it came to be; null until its start is read
 * @param pending answers that were asked for and have no end yet, in log order: the first one is being written
 */
public record ConversationContext(
        ConversationKey key,
        ConversationReading reading,
        @Nullable String owner,
        @Nullable ConversationKind kind,
        RecentTurns turns,
        List<MessageId> pending) {

    /**
     * What reading one fact came to.
     *
     * @param asked the job the fact asks for
     * @param ended the answer whose end the fact is
     */
    record Step(
            ConversationContext next,
            @Nullable AnswerJob asked,
            @Nullable MessageId ended) {}

    public static ConversationContext none(ConversationKey key) {
        return new ConversationContext(key, ConversationReading.NONE, null, null, RecentTurns.NONE, List.of());
    }

    /**
     * Reads the next fact.
     *
     * @param isOpen whether an answer that the fact asks for is to be given: the fact is met for the first time, or
     *     its job is still there
     */
    Step read(LoggedFact logged, Predicate<MessageId> isOpen) {
        var step = reading.read(logged);
        var at = new ConversationContext(key, step.next(), owner, kind, turns, pending);
        if (!step.isAdmitted()) {
            return new Step(at, null, null);
        }
        return switch (logged.fact()) {
            case ConversationStarted started -> new Step(at.started(started), null, null);
            case MessagePosted posted -> at.posted(logged, posted, isOpen);
            case AnswerRequested requested ->
                at.asked(logged, requested.messageId(), requested.generation(), requested.chatbotId(), isOpen);
            case AnswerEvent end -> at.ended(end);
            case HistoryCleared _ -> new Step(at.with(RecentTurns.NONE, pending), null, null);
            default -> new Step(at, null, null);
        };
    }

    Contexts.Standing standing() {
        return new Contexts.Standing(reading.seq(), reading.fence(), pending);
    }

    private Step posted(LoggedFact logged, MessagePosted posted, Predicate<MessageId> isOpen) {
        var next = isSpoken(posted.sender()) ? with(turns.posted(turn(posted), pending.size()), pending) : this;
        var chatbot = posted.chatbotId();
        return chatbot == null
                ? new Step(next, null, null)
                : next.asked(logged, posted.messageId(), 0, chatbot, isOpen);
    }

    private Step asked(
            LoggedFact logged, MessageId question, int generation, String chatbot, Predicate<MessageId> isOpen) {
        var answer = question.answer(generation);
        if (reading.floor() != Floor.ASSISTANT
                || pending.contains(answer)
                || reading.find(answer).isPresent()
                || !isOpen.test(answer)) {
            return new Step(this, null, null);
        }
        var more = new ArrayList<>(pending);
        more.add(answer);
        var job = new AnswerJob(
                key, answer, question, logged.seq(), generation, chatbot, 1, reading.fence(), logged.at());
        return new Step(with(turns, List.copyOf(more)), job, null);
    }

    private Step ended(AnswerEvent end) {
        var left = pending.stream().filter(id -> !id.equals(end.answerId())).toList();
        var told = end instanceof AnswerCompleted completed
                ? turns.answered(completed.inReplyTo(), completed.generation(), completed.text())
                : turns;
        return new Step(with(told, left), null, end.answerId());
    }

    private static boolean isSpoken(Sender sender) {
        return sender.type() == SenderType.USER || sender.type() == SenderType.AGENT;
    }

    private static Turn turn(MessagePosted posted) {
        var agent = posted.sender().type() == SenderType.AGENT
                ? Objects.requireNonNullElse(posted.sender().name(), "Agent")
                : null;
        return new Turn(posted.messageId(), posted.content(), agent, null);
    }

    private ConversationContext with(RecentTurns newTurns, List<MessageId> newPending) {
        return new ConversationContext(key, reading, owner, kind, newTurns, newPending);
    }

    private ConversationContext started(ConversationStarted start) {
        return new ConversationContext(key, reading, start.owner(), start.kind(), turns, pending);
    }
}
