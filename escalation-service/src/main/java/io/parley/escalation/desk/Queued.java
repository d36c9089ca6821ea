package io.parley.escalation.desk;

import io.parley.escalation.floor.LocatedEscalation;

/** An escalation in the queue. */
public record Queued(LocatedEscalation located, long position) {}
