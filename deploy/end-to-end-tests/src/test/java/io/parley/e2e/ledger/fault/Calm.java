package io.parley.e2e.ledger.fault;

import io.parley.e2e.ledger.client.Pause;
import io.parley.e2e.ledger.suite.LedgerSuite;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Nothing goes wrong: what the others are compared with. */
public record Calm(Duration length) implements Fault {
    @Override
    public String name() {
        return "nothing";
    }

    @Override
    public void strike(LedgerSuite suite, RandomGenerator random) {
        Pause.of(length);
    }
}
