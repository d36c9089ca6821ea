package io.parley.escalation.floor;

import io.parley.events.log.ConversationKey;
import org.jspecify.annotations.Nullable;

/** An escalation cannot be moved like that from where it is, or not by this caller. */
public class MoveRefused extends RuntimeException {

    private final transient @Nullable LocatedEscalation current;

    MoveRefused(ConversationKey key, @Nullable Escalation current) {
        super("not from where it is", null, false, false);
        this.current = current == null ? null : new LocatedEscalation(key, current);
    }

    /** The escalation as it is; null where the conversation has none. */
    public @Nullable LocatedEscalation current() {
        return current;
    }
}
