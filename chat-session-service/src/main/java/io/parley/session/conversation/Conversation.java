package io.parley.session.conversation;

import io.parley.events.AnswerEvent;
import io.parley.events.AnswerFailed;
import io.parley.events.AnswerRequested;
import io.parley.events.ConversationAccess;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.Floor;
import io.parley.events.HistoryCleared;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.ConversationReading;
import io.parley.events.log.LoggedFact;
import io.parley.events.log.Seen;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as this service reads it from the log: the view keeps it, and a feed reads on from there.
 *
 * @param access whose it is, and who may reach it
 * @param chatbotId who answers its owner; null where people only talk
 * @param question the newest message of its owner; null before the first
 * @param awaited the newest answer that was asked for, while it has not ended; answers end in the order they were asked
 *     for, so until then one is being written
 * @param clearedSeq what stands before this place of the log was erased; -1 where nothing was
 * @param formerOwner who erased it, and so owned it: its id is nobody else's; null where it was not
 * @param reading how far it was read
 */
public record Conversation(
        ConversationKey key,
        ConversationAccess access,
        @Nullable String chatbotId,
        @Nullable Question question,
        @Nullable MessageId awaited,
        long clearedSeq,
        @Nullable String formerOwner,
        ConversationReading reading) {

    /** A conversation of which nothing was read yet. */
    public static Conversation unread(ConversationKey key) {
        return new Conversation(key, ConversationAccess.NONE, null, null, null, -1, null, ConversationReading.NONE);
    }

    /**
     * What reading one fact came to.
     *
     * @param first where it repeats a message or an answer, the place that counts
     */
    public record Step(
            Conversation next,
            ConversationReading.Verdict verdict,
            @Nullable Seen first) {

        public boolean isAdmitted() {
            return verdict == ConversationReading.Verdict.ADMITTED;
        }
    }

    /** Whether it has been started and not been erased since. */
    public boolean exists() {
        return access.exists();
    }

    /**
     * Whether its id is unused, and somebody may begin a conversation there: of an erased one its owner alone. Sessions
     * and clients may still name it, and would find a stranger's words.
     */
    public boolean mayBeStartedBy(String userId) {
        return !exists() && (formerOwner == null || formerOwner.equals(userId));
    }

    /** Whether an answer is being written, or waits to be. */
    public boolean isAnswering() {
        return awaited != null;
    }

    /** Reads the next fact of the conversation. */
    public Step read(LoggedFact logged) {
        var step = reading.read(logged);
        var next = step.isAdmitted() ? admit(logged, step.next()) : at(step.next());
        return new Step(next, step.verdict(), step.first());
    }

    private Conversation at(ConversationReading next) {
        return new Conversation(key, access, chatbotId, question, awaited, clearedSeq, formerOwner, next);
    }

    private Conversation admit(LoggedFact logged, ConversationReading next) {
        var accessAfter = access.after(logged.fact());
        return switch (logged.fact()) {
            case ConversationStarted started ->
                new Conversation(key, accessAfter, started.chatbotId(), null, null, clearedSeq, null, next);
            case HistoryCleared cleared ->
                cleared.whole()
                        ? new Conversation(key, accessAfter, null, null, null, logged.seq(), cleared.clearedBy(), next)
                        : new Conversation(key, access, chatbotId, null, null, logged.seq(), formerOwner, next);
            case MessagePosted posted
            when access.isOwnedBy(posted.sender().id()) -> {
                boolean asked = posted.chatbotId() != null && reading.floor() == Floor.ASSISTANT;
                var asking = Question.posted(posted.messageId(), asked);
                yield asking(asking, asked ? asking.answer() : awaited, next);
            }
            case AnswerRequested requested
            when question != null -> {
                var again = question.askedAgain(requested, reading.floor());
                yield asking(again, again.equals(question) ? awaited : again.answer(), next);
            }
            case AnswerEvent end ->
                asking(
                        question == null || isVoidedBy(end, question) ? null : question.ended(end),
                        end.answerId().equals(awaited) ? null : awaited,
                        next);
            default -> new Conversation(key, accessAfter, chatbotId, question, awaited, clearedSeq, formerOwner, next);
        };
    }

    /** A question of an assistant's room that there was no key for is taken for never asked. */
    private boolean isVoidedBy(AnswerEvent end, Question asked) {
        return access.kind() == ConversationKind.AI_ROOM
                && end.inReplyTo().equals(asked.id())
                && end instanceof AnswerFailed failed
                && failed.voidsQuestion();
    }

    private Conversation asking(
            @Nullable Question newQuestion, @Nullable MessageId newAwaited, ConversationReading next) {
        return new Conversation(key, access, chatbotId, newQuestion, newAwaited, clearedSeq, formerOwner, next);
    }
}
