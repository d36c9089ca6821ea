package io.parley.e2e.ledger.fault;

import io.parley.e2e.ledger.client.Pause;
import io.parley.e2e.ledger.suite.LedgerSuite;
import java.util.random.RandomGenerator;

/** Connections are cut, a random half at a time. */
public record CutConnections(int times, long pauseMillis) implements Fault {
    @Override
    public String name() {
        return "cut half of the connections %d times".formatted(times);
    }

    @Override
    public void strike(LedgerSuite suite, RandomGenerator random) {
        for (int i = 0; i < times; i++) {
            suite.network().cut(_ -> random.nextBoolean());
            Pause.ofMillis(random.nextLong(2 * pauseMillis));
        }
    }
}
