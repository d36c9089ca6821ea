package io.parley.events;

/**
 * How an answer of the assistant ended. The first one of an {@link #answerId()} in log order is the answer; a later
 * one, or one begun under a fence that is no longer the conversation's, is dropped by every reader.
 */
public sealed interface AnswerEvent extends ConversationFact permits AnswerCompleted, AnswerFailed {

    MessageId answerId();

    MessageId inReplyTo();

    /** 0 for the first answer to a message; one more for each time it was asked for again. */
    int generation();

    /** How often writing this answer was begun: rises when another replica takes it over. */
    int attempt();

    /** The conversation's fence when the answer was begun. */
    long fence();

    @Override
    default boolean isShownTo(Audience audience) {
        return true;
    }
}
