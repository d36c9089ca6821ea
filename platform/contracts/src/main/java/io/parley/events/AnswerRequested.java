package io.parley.events;

/**
 * Somebody asked for another answer to a message. Two requests of one generation are one request.
 *
 * @param generation of the answer asked for: the last finished one plus 1
 */
public record AnswerRequested(MessageId messageId, int generation, String requestedBy, String chatbotId)
        implements ConversationEvent {}
