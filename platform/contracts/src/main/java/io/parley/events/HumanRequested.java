package io.parley.events;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A participant asked on a socket for a person; the escalation service answers with {@link EscalationRaised}.
 *
 * @param metadata as sent; at most 4 KiB and depth 4
 */
public record HumanRequested(Sender requestedBy, @Nullable String reason, Map<String, Object> metadata)
        implements ConversationEvent {

    public HumanRequested {
        metadata = metadata == null ? Map.of() : metadata;
    }
}
