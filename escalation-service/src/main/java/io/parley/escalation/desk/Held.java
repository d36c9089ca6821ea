package io.parley.escalation.desk;

import io.parley.escalation.conversation.Conversation;
import io.parley.escalation.floor.Escalation;

/** A conversation that an agent has. */
public record Held(Conversation conversation, Escalation escalation) {}
