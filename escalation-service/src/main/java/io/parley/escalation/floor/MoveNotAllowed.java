package io.parley.escalation.floor;

import org.jspecify.annotations.Nullable;

/** A move that an escalation does not allow from where it is; callers are told as {@link MoveRefused}. */
class MoveNotAllowed extends RuntimeException {

    private final transient @Nullable Escalation current;

    MoveNotAllowed(@Nullable Escalation current) {
        super(current == null ? "there is none" : "it is " + current.status().wire(), null, false, false);
        this.current = current;
    }

    @Nullable Escalation current() {
        return current;
    }
}
