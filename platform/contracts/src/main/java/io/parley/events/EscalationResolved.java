package io.parley.events;

import java.util.UUID;

/** An agent settled the matter; the assistant has the floor again. */
public record EscalationResolved(UUID escalationId, long fence, String reason, Sender resolvedBy)
        implements FloorEvent {}
