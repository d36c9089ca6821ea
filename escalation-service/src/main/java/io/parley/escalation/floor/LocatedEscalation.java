package io.parley.escalation.floor;

import io.parley.events.log.ConversationKey;

/** An escalation and the conversation it is about. */
public record LocatedEscalation(ConversationKey key, Escalation escalation) {}
