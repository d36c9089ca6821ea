package io.parley.escalation.floor;

/** An escalation cannot be moved like that from where it is. */
public class MoveNotAllowed extends RuntimeException {

    private final EscalationStatus status;

    MoveNotAllowed(EscalationStatus status, String move) {
        super("an escalation that is " + status.wire() + " cannot be " + move, null, false, false);
        this.status = status;
    }

    /** Where it is. */
    public EscalationStatus status() {
        return status;
    }
}
