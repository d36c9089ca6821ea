package io.parley.escalation.floor;

import io.parley.events.Sender;
import java.util.Map;

/**
 * Somebody asks for a person.
 *
 * @param metadata at most 4 KiB and depth 4
 */
public record EscalationRequest(String reason, Map<String, Object> metadata, Sender requestedBy) {

    /** The reason where none is given. */
    public static final String REQUESTED = "requested";

    /** The reason where nobody asked, and an agent wrote. */
    public static final String AGENT_WROTE = "agent_wrote";
}
