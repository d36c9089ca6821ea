package io.parley.events;

/** Somebody has read everything up to a place of the conversation. */
public record MessagesRead(String userId, long readSeq) implements ConversationEvent {}
