package io.parley.events;

import org.jspecify.annotations.Nullable;

/**
 * A conversation exists from here on and belongs to its owner. The first one of a conversation counts.
 *
 * @param owner user id of who may read and write it
 * @param chatbotId who answers its owner; null where people only talk
 */
public record ConversationStarted(
        String owner, ConversationKind kind, @Nullable String chatbotId) implements ConversationEvent {}
