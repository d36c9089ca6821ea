package io.parley.e2e.ledger.fault;

import io.parley.e2e.ledger.client.Pause;
import io.parley.e2e.ledger.suite.LedgerSuite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** SIGSTOP, and SIGCONT a while later: the process does not know that time has passed. */
public record Freeze(String process, Duration length) implements Fault {
    @Override
    public String name() {
        return "SIGSTOP %s for %d s".formatted(process, length.toSeconds());
    }

    @Override
    public void strike(LedgerSuite suite, RandomGenerator random) {
        long pid = suite.process(process).pid();
        signal("-STOP", pid);
        Pause.of(length);
        signal("-CONT", pid);
        suite.awaitWhole();
    }

    private static void signal(String signal, long pid) {
        try {
            new ProcessBuilder("kill", signal, Long.toString(pid)).start().waitFor();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
