package io.parley.events;

import java.util.UUID;

/** The visitor no longer wants a person; the assistant has the floor again. */
public record EscalationCancelled(UUID escalationId, long fence, String reason, Sender cancelledBy)
        implements FloorEvent {}
