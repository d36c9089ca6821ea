package io.parley.escalation.floor;

import io.parley.events.log.ConversationKey;

/** A change of a conversation's floor, named by the fence it raised. */
public record FloorChange(ConversationKey key, long fence) {}
