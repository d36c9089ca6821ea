package io.parley.escalation.floor;

import io.parley.events.Floor;
import java.util.Locale;

/** How far an escalation has come. */
public enum EscalationStatus {
    QUEUED(Floor.QUEUE),
    ASSIGNED(Floor.AGENT),
    RESOLVED(Floor.ASSISTANT),
    RETURNED_TO_BOT(Floor.ASSISTANT),
    CANCELLED(Floor.ASSISTANT);

    private final Floor floor;

    EscalationStatus(Floor floor) {
        this.floor = floor;
    }

    /** Who holds the floor while the newest escalation is in this status. */
    public Floor floor() {
        return floor;
    }

    public boolean isOpen() {
        return floor != Floor.ASSISTANT;
    }

    /** The word on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
