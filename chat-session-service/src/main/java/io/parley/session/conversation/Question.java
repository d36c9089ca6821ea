package io.parley.session.conversation;

import io.parley.events.AnswerEvent;
import io.parley.events.AnswerRequested;
import io.parley.events.Floor;
import io.parley.events.MessageId;

/**
 * The newest message of a conversation's owner, as far as answering it goes.
 *
 * @param generation of the newest answer that was asked for; -1 where the assistant was not asked
 * @param open whether that answer has not ended yet
 */
public record Question(MessageId id, int generation, boolean open) {

    static Question posted(MessageId id, boolean asked) {
        return new Question(id, asked ? 0 : -1, asked);
    }

    /** Another answer is asked for: a second request of one generation, or one while an answer is written, is none. */
    Question askedAgain(AnswerRequested requested, Floor floor) {
        boolean counts = requested.messageId().equals(id)
                && requested.generation() == generation + 1
                && !open
                && floor == Floor.ASSISTANT;
        return counts ? new Question(id, requested.generation(), true) : this;
    }

    /** The newest answer that was asked for. */
    MessageId answer() {
        return id.answer(generation);
    }

    Question ended(AnswerEvent end) {
        return end.inReplyTo().equals(id) && end.generation() == generation
                ? new Question(id, generation, false)
                : this;
    }
}
