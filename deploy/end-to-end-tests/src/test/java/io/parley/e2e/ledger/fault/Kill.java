package io.parley.e2e.ledger.fault;

import io.parley.e2e.ledger.client.Pause;
import io.parley.e2e.ledger.suite.LedgerSuite;
import java.util.random.RandomGenerator;

/** {@code kill -9}; the launcher starts it again. */
public record Kill(String process) implements Fault {
    private static final long LOOKS_EVERY_MILLIS = 10;
    private static final long NOTICED_AFTER_MILLIS = 1_500;

    @Override
    public String name() {
        return "kill -9 " + process;
    }

    @Override
    public void strike(LedgerSuite suite, RandomGenerator random) {
        now(suite);
        // What is dead must be seen to be dead, or the suite counts as whole before it has noticed.
        Pause.ofMillis(NOTICED_AFTER_MILLIS);
        suite.awaitWhole();
    }

    /** Returns when it is gone. */
    public void now(LedgerSuite suite) {
        var victim = suite.process(process);
        victim.destroyForcibly();
        while (victim.isAlive()) {
            Pause.ofMillis(LOOKS_EVERY_MILLIS);
        }
    }
}
