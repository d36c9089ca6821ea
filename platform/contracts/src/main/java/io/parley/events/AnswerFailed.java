package io.parley.events;

/**
 * There will be no answer under this id. It is an error to show, never a message of the assistant.
 *
 * <p>One that ends because a person took over ({@link FailureCode#HANDED_OVER}) carries the fence of the floor fact
 * that ended it, so that it stands after it.
 */
public record AnswerFailed(
        MessageId answerId,
        MessageId inReplyTo,
        int generation,
        int attempt,
        long fence,
        String chatbotId,
        FailureCode code)
        implements AnswerEvent {}
