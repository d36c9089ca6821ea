package io.parley.e2e.ledger.client;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waiting where time itself is what is waited for: think times, back-off, the length of a fault. */
public final class Pause {
    private Pause() {}

    public static void of(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }

    public static void ofMillis(long millis) {
        of(Duration.ofMillis(millis));
    }
}
