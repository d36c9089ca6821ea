package io.parley.e2e.ledger.client;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for something that must come about. */
public final class Wait {
    private static final long LOOKS_EVERY_MILLIS = 10;

    private Wait() {}

    /** Whether it came about in time. */
    public static boolean until(Duration atMost, BooleanSupplier condition) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Pause.ofMillis(LOOKS_EVERY_MILLIS);
        }
        return true;
    }
}
