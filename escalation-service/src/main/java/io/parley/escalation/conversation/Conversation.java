package io.parley.escalation.conversation;

import io.parley.events.AnswerCompleted;
import io.parley.events.ConversationAccess;
import io.parley.events.ConversationFact;
import io.parley.events.ConversationStarted;
import io.parley.events.HistoryCleared;
import io.parley.events.MessagePosted;
import io.parley.events.MessagesRead;
import io.parley.events.NoteAdded;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.ConversationReading;
import io.parley.events.log.LoggedFact;

/**
 * What this service knows of a conversation from the log.
 *
 * @param reading how far it was read
 * @param startedAt place of its start; -1 where none was read, and after it was erased
 * @param notes how many notes were ever written about it, erased ones included
 */
public record Conversation(
        ConversationKey key,
        ConversationReading reading,
        ConversationAccess access,
        long startedAt,
        Talk talk,
        int notes) {

    /**
     * What reading one fact came to.
     *
     * @param isAdmitted whether the fact counts
     */
    public record Step(Conversation next, boolean isAdmitted) {}

    public static Conversation unread(ConversationKey key) {
        return new Conversation(key, ConversationReading.NONE, ConversationAccess.NONE, -1, Talk.NONE, 0);
    }

    /** The conversation after its next fact. */
    public Step read(LoggedFact logged) {
        var step = reading.read(logged);
        if (!step.isAdmitted()) {
            return new Step(new Conversation(key, step.next(), access, startedAt, talk, notes), false);
        }
        var fact = logged.fact();
        var next = new Conversation(
                key,
                step.next(),
                access.after(fact),
                start(fact, logged.seq()),
                talk(logged),
                fact instanceof NoteAdded ? notes + 1 : notes);
        return new Step(next, true);
    }

    private long start(ConversationFact fact, long seq) {
        return switch (fact) {
            case ConversationStarted _ -> seq;
            case HistoryCleared cleared when cleared.whole() -> -1;
            default -> startedAt;
        };
    }

    private Talk talk(LoggedFact logged) {
        return switch (logged.fact()) {
            case ConversationStarted _ -> Talk.NONE;
            case HistoryCleared _ -> Talk.NONE;
            case MessagePosted posted
            when access.isOwnedBy(posted.sender().id()) ->
                talk.byVisitor(posted.sender().name(), logged.at());
            case MessagePosted posted when posted.sender().type() == SenderType.AGENT -> talk.byAgent(logged.at());
            case AnswerCompleted _ -> talk.byAssistant(logged.at());
            case MessagesRead read
            when !access.isOwnedBy(read.userId()) -> talk.read(read.readSeq(), reading.visitorSeq());
            default -> talk;
        };
    }
}
