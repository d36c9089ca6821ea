package io.parley.events;

/**
 * A record at this conversation's place of the log can never be read; it was set aside in the dead-letter topic.
 *
 * @param rejectedSeq offset of the record in the conversation's partition
 * @param reason what was wrong with it, in words without content
 */
public record MessageRejected(long rejectedSeq, String reason) implements ConversationEvent {}
