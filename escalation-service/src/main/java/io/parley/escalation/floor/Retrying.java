package io.parley.escalation.floor;

import reactor.util.retry.Retry;

/** Looking again where somebody else changed the same floor in between. */
final class Retrying {

    private static final int TRIES = 30;

    private Retrying() {}

    /** Gives up with {@link Overtaken} after so many changes of others. */
    static Retry overtaken() {
        return Retry.max(TRIES).filter(Overtaken.class::isInstance).onRetryExhaustedThrow((_, last) -> last.failure());
    }
}
