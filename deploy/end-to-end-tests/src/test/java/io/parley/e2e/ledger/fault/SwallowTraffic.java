package io.parley.e2e.ledger.fault;

import io.parley.e2e.ledger.client.Pause;
import io.parley.e2e.ledger.suite.LedgerSuite;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Bytes are taken and go nowhere, and nobody is told: what a network does when a device leaves it. */
public record SwallowTraffic(Duration length) implements Fault {
    @Override
    public String name() {
        return "network silent for %d s".formatted(length.toSeconds());
    }

    @Override
    public void strike(LedgerSuite suite, RandomGenerator random) {
        suite.network().swallow(true);
        Pause.of(length);
        suite.network().swallow(false);
    }
}
