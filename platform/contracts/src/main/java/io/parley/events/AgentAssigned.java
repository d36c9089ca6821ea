package io.parley.events;

import java.util.UUID;

/** An agent took a waiting conversation, or was given it by another. */
public record AgentAssigned(UUID escalationId, long fence, String reason, Sender agent) implements FloorEvent {}
