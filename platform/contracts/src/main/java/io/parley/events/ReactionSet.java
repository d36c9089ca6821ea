package io.parley.events;

import org.jspecify.annotations.Nullable;

/** Somebody's one reaction to a message from here on: {@code up}, {@code down}, an emoji, or null for none. */
public record ReactionSet(
        MessageId messageId, String userId, @Nullable String reaction) implements ConversationEvent {}
