package io.parley.e2e.ledger.fault;

import io.parley.e2e.ledger.client.Pause;
import io.parley.e2e.ledger.suite.LedgerSuite;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Everything between clients and gateway is late. */
public record DelayTraffic(Duration by, Duration length) implements Fault {
    @Override
    public String name() {
        return "%d ms late for %d s".formatted(by.toMillis(), length.toSeconds());
    }

    @Override
    public void strike(LedgerSuite suite, RandomGenerator random) {
        suite.network().delay(by);
        Pause.of(length);
        suite.network().delay(Duration.ZERO);
    }
}
