package io.parley.events;

/** The author of a message gave it other words. */
public record MessageEdited(MessageId messageId, String editedBy, String content) implements ConversationEvent {}
