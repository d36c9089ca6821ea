package io.parley.completion.answering;

import io.parley.completion.prompt.RecentTurns;
import io.parley.completion.prompt.Turn;
import io.parley.events.AnswerCompleted;
import io.parley.events.AnswerEvent;
import io.parley.events.AnswerFailed;
import io.parley.events.AnswerRequested;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.FailureCode;
import io.parley.events.Floor;
import io.parley.events.FloorEvent;
import io.parley.events.HistoryCleared;
import io.parley.events.HumanRequested;
import io.parley.events.MessageDeleted;
import io.parley.events.MessageEdited;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.NoteAdded;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.ConversationReading;
import io.parley.events.log.LoggedFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What this service has read of a conversation: enough to answer the next question, and no more.
 *
 * @param owner user id of whose conversation it is; null until its start is read
 * @param kind how it came to be; null until its start is read
 * @param pending answers that were asked for and have no end yet, in log order: the first one is being written
 * @param failures how many answers failed in a row, since the last one that did not and the last change of the floor
 */
public record ConversationContext(
        ConversationKey key,
        ConversationReading reading,
        @Nullable String owner,
        @Nullable ConversationKind kind,
        RecentTurns turns,
        List<Pending> pending,
        int failures) {

    /** What counts as a failure: not that a person answered instead, or that nobody waits for an answer any more. */
    private static final Set<FailureCode> NO_FAILURES = EnumSet.of(FailureCode.HANDED_OVER, FailureCode.TOO_OLD);

    /**
     * What reading one fact came to.
     *
     * @param asked the job the fact asks for
     * @param ended the answers that the fact ends
     */
    record Step(ConversationContext next, @Nullable AnswerJob asked, List<MessageId> ended) {}

    public static ConversationContext none(ConversationKey key) {
        return new ConversationContext(key, ConversationReading.NONE, null, null, RecentTurns.NONE, List.of(), 0);
    }

    /**
     * Reads the next fact.
     *
     * @param rules what the chatbot's rules make of the fact, where it is a question
     * @param isOpen whether an answer that the fact asks for is to be given: the fact is met for the first time, or
     *     its job is still there
     */
    Step read(LoggedFact logged, QuestionRules rules, Predicate<MessageId> isOpen) {
        var step = reading.read(logged);
        var at = new ConversationContext(key, step.next(), owner, kind, turns, pending, failures);
        if (!step.isAdmitted()) {
            return at.only();
        }
        return switch (logged.fact()) {
            case ConversationStarted started -> at.started(started).only();
            case MessagePosted posted -> at.posted(logged, posted, rules, isOpen);
            case MessageEdited edited ->
                at.with(turns.edited(edited.messageId(), edited.content())).only();
            case MessageDeleted deleted ->
                at.with(turns.deleted(deleted.messageId())).only();
            case AnswerRequested requested -> at.requested(logged, requested, isOpen);
            case AnswerEvent end -> at.ended(end);
            case HumanRequested asked -> at.personCalled(asked, logged.at()).only();
            case HistoryCleared cleared -> cleared.whole() ? at.erased() : at.cleared();
            case NoteAdded _ -> at.only();
            case FloorEvent _ -> at.withFailures(0).only();
            default -> at.only();
        };
    }

    Contexts.Standing standing() {
        return new Contexts.Standing(reading.seq(), reading.fence(), pending);
    }

    /** Whether a person was called to answer in place of this answer. */
    boolean hasCalledPerson(MessageId answer) {
        return standing().find(answer).map(Pending::personCalledAt).isPresent();
    }

    /** Roughly how much memory it takes, in UTF-16 units. */
    int weight() {
        return 1_000 + turns.length() + 100 * reading.seen().size();
    }

    private Step only() {
        return new Step(this, null, List.of());
    }

    private Step posted(LoggedFact logged, MessagePosted posted, QuestionRules rules, Predicate<MessageId> isOpen) {
        var next = isSpoken(posted.sender()) ? with(turns.posted(turn(posted), pending.size())) : this;
        var chatbot = posted.chatbotId();
        if (chatbot == null || reading.floor() != Floor.ASSISTANT) {
            return next.only();
        }
        return (rules.interrupts() ? next.interrupted() : next)
                .asked(logged, posted.messageId(), 0, chatbot, rules.callsPerson(), isOpen);
    }

    private Step requested(LoggedFact logged, AnswerRequested requested, Predicate<MessageId> isOpen) {
        var question = requested.messageId();
        return turns.isAnswered(question, requested.generation())
                ? only()
                : asked(logged, question, requested.generation(), requested.chatbotId(), null, isOpen);
    }

    private Step asked(
            LoggedFact logged,
            MessageId question,
            int generation,
            String chatbot,
            @Nullable String callsPerson,
            Predicate<MessageId> isOpen) {
        var answer = question.answer(generation);
        if (reading.floor() != Floor.ASSISTANT
                || standing().find(answer).isPresent()
                || reading.find(answer).isPresent()
                || !isOpen.test(answer)) {
            return only();
        }
        var more = new ArrayList<>(pending);
        more.add(Pending.asked(answer));
        var job = new AnswerJob(
                key, answer, question, logged.seq(), generation, chatbot, 1, reading.fence(), logged.at(), callsPerson);
        return new Step(with(List.copyOf(more)), job, List.of());
    }

    /** A newer question ends all that is still to be answered: what is written, and what waits. */
    private ConversationContext interrupted() {
        return with(pending.stream().map(Pending::supersede).toList());
    }

    private Step ended(AnswerEvent end) {
        var left = with(pending.stream()
                .filter(one -> !one.answer().equals(end.answerId()))
                .toList());
        var told =
                switch (end) {
                    case AnswerCompleted whole ->
                        left.with(turns.answered(whole.inReplyTo(), whole.generation(), whole.text()))
                                .withFailures(0);
                    case AnswerFailed failed when isVoid(failed) -> left.with(turns.without(failed.inReplyTo()));
                    case AnswerFailed failed ->
                        left.withFailures(NO_FAILURES.contains(failed.code()) ? failures : failures + 1);
                };
        return new Step(told, null, List.of(end.answerId()));
    }

    private ConversationContext personCalled(HumanRequested asked, Instant at) {
        return with(pending.stream()
                .map(one -> PersonCall.isFor(one.answer(), asked) ? one.personCalled(at) : one)
                .toList());
    }

    /** In a room of the assistant's own there is no question where there is no key to answer it with. */
    private boolean isVoid(AnswerFailed failed) {
        return kind == ConversationKind.AI_ROOM && failed.voidsQuestion();
    }

    /** The conversation itself is gone, with what was said and what was to be answered. */
    private Step erased() {
        return forgotten(null, null);
    }

    /** What was said is gone, and an answer to it would stand alone: what is to be answered goes with it. */
    private Step cleared() {
        return forgotten(owner, kind);
    }

    private Step forgotten(@Nullable String ownerAfter, @Nullable ConversationKind kindAfter) {
        var nothing = new ConversationContext(key, reading, ownerAfter, kindAfter, RecentTurns.NONE, List.of(), 0);
        return new Step(nothing, null, pending.stream().map(Pending::answer).toList());
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

    private ConversationContext with(RecentTurns newTurns) {
        return new ConversationContext(key, reading, owner, kind, newTurns, pending, failures);
    }

    private ConversationContext with(List<Pending> newPending) {
        return new ConversationContext(key, reading, owner, kind, turns, newPending, failures);
    }

    private ConversationContext withFailures(int newFailures) {
        return new ConversationContext(key, reading, owner, kind, turns, pending, newFailures);
    }

    private ConversationContext started(ConversationStarted start) {
        return new ConversationContext(key, reading, start.owner(), start.kind(), turns, pending, failures);
    }
}
