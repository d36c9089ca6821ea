package io.parley.history.transcript;

import io.parley.events.AnswerCompleted;
import io.parley.events.AnswerFailed;
import io.parley.events.ConversationFact;
import io.parley.events.MessageDeleted;
import io.parley.events.MessageEdited;
import io.parley.events.MessageId;
import io.parley.events.ReactionSet;
import java.util.HashSet;
import java.util.Set;

/**
 * Earlier messages of a conversation that a batch has to do with.
 *
 * @param answered messages that the batch brings answers to
 * @param changed entries that it edits, deletes, reacts to or could not answer
 */
public record Mentions(Set<MessageId> answered, Set<MessageId> changed) {

    static Mentions none() {
        return new Mentions(new HashSet<>(), new HashSet<>());
    }

    void add(ConversationFact fact) {
        switch (fact) {
            case AnswerCompleted answer -> answered.add(answer.inReplyTo());
            case AnswerFailed failed -> {
                answered.add(failed.inReplyTo());
                changed.add(failed.inReplyTo());
            }
            case MessageEdited edited -> changed.add(edited.messageId());
            case MessageDeleted deleted -> changed.add(deleted.messageId());
            case ReactionSet set -> changed.add(set.messageId());
            default -> {}
        }
    }
}
