package io.parley.events;

/** The author of a message took it back: its text is shown to nobody any more. */
public record MessageDeleted(MessageId messageId, String deletedBy) implements ConversationEvent {}
