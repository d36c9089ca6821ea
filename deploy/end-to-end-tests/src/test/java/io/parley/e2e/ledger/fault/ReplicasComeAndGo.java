package io.parley.e2e.ledger.fault;

import io.parley.e2e.ledger.client.Pause;
import io.parley.e2e.ledger.suite.LedgerSuite;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** Two replicas of three services; every now and then the second one of the next service is removed, or added again. */
public record ReplicasComeAndGo(Duration every, int changes) implements Fault {
    private static final List<String> SERVICES = List.of("chat-session", "ai-completion", "history");

    @Override
    public String name() {
        return "%d times a second replica comes or goes, one each %d s".formatted(changes, every.toSeconds());
    }

    @Override
    public void strike(LedgerSuite suite, RandomGenerator random) {
        try {
            SERVICES.forEach(suite::addSecond);
            for (int i = 0; i < changes; i++) {
                // Some come back elsewhere, so that both replicas have sockets.
                suite.network().cut(_ -> random.nextBoolean());
                Pause.of(every);
                change(suite, SERVICES.get(i % SERVICES.size()));
            }
        } finally {
            SERVICES.forEach(suite::removeSecond);
        }
        suite.awaitWhole();
    }

    private static void change(LedgerSuite suite, String service) {
        if (suite.hasSecond(service)) {
            suite.removeSecond(service);
        } else {
            suite.addSecond(service);
        }
    }
}
