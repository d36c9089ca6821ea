package io.parley.e2e.ledger.fault;

import io.parley.e2e.ledger.client.Pause;
import io.parley.e2e.ledger.suite.LedgerSuite;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.random.RandomGenerator;

/** Gone for a while: killed, and killed again whenever the launcher has started it. */
public record KeepDead(String process, Duration length) implements Fault {
    private static final long LOOKS_EVERY_MILLIS = 20;
    private static final long NOTICED_AFTER_MILLIS = 1_500;

    @Override
    public String name() {
        return "%s gone for %d s".formatted(process, length.toSeconds());
    }

    @Override
    public void strike(LedgerSuite suite, RandomGenerator random) {
        long end = System.nanoTime() + length.toNanos();
        while (System.nanoTime() < end) {
            try {
                suite.process(process).destroyForcibly();
            } catch (UncheckedIOException | NoSuchElementException dead) {
                // no process, or the pid file of none
            }
            Pause.ofMillis(LOOKS_EVERY_MILLIS);
        }
        Pause.ofMillis(NOTICED_AFTER_MILLIS);
        suite.awaitWhole();
    }
}
