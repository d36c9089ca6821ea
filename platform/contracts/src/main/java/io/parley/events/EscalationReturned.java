package io.parley.events;

import java.util.UUID;

/** An agent put a conversation back into the queue. */
public record EscalationReturned(UUID escalationId, long fence, String reason, Sender returnedBy)
        implements FloorEvent {}
