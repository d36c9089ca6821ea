package io.parley.escalation.floor;

import reactor.util.retry.Retry;

/** Looking again where somebody else changed the same floor in between. */
final class Retrying {

    private static final int TRIES = 30;

    private Retrying() {}

    static Retry overtaken() {
        return Retry.max(TRIES).filter(Overtaken.class::isInstance);
    }

    /** Somebody else changed the floor in between: look again. */
    static final class Overtaken extends RuntimeException {
        Overtaken() {
            super("the floor was changed by somebody else", null, false, false);
        }
    }
}
