package io.parley.events;

import java.util.Map;
import java.util.UUID;

/** A conversation waits for a person from here on; the assistant is silent. */
public record EscalationRaised(
        UUID escalationId, long fence, String reason, Sender requestedBy, Map<String, Object> metadata)
        implements FloorEvent {

    public EscalationRaised {
        metadata = metadata == null ? Map.of() : metadata;
    }
}
