package io.parley.history.conversations;

import com.fasterxml.jackson.annotation.JsonValue;
import io.parley.events.Floor;
import java.time.Instant;

/** How a conversation stands, for a list. Whoever waits for a person, or has one, waits however long it takes. */
public enum ConversationStatus {
    OPEN("open"),
    QUEUED("queued"),
    ASSIGNED("assigned"),
    CLOSED("closed");

    private final String wire;

    ConversationStatus(String wire) {
        this.wire = wire;
    }

    @JsonValue
    public String wire() {
        return wire;
    }

    /** @param closedBefore what nobody has said anything in since then is closed */
    static ConversationStatus of(Floor floor, Instant lastAt, Instant closedBefore) {
        return switch (floor) {
            case QUEUE -> QUEUED;
            case AGENT -> ASSIGNED;
            case ASSISTANT -> lastAt.isBefore(closedBefore) ? CLOSED : OPEN;
        };
    }
}
