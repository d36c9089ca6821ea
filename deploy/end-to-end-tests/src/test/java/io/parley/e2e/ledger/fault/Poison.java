package io.parley.e2e.ledger.fault;

import io.parley.e2e.ledger.client.Pause;
import io.parley.e2e.ledger.suite.LedgerSuite;
import io.parley.e2e.ledger.suite.RawLog;
import io.parley.events.log.ConversationKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/** Records that can never be read, among those of the conversations, in every partition. */
public record Poison(int records) implements Fault {
    public static final List<String> NONSENSE = List.of(
            "not json",
            "",
            "{\"type\":\"message-posted\"}",
            "{\"type\":7}",
            "[]",
            "{\"type\":\"answer-completed\",\"answer_id\":\"no uuid\"}",
            "\u0000\u0001\u0002");
    private static final long PAUSE_MILLIS = 100;

    @Override
    public String name() {
        return records + " poison records";
    }

    @Override
    public void strike(LedgerSuite suite, RandomGenerator random) {
        try (var log = new RawLog(suite.kafka())) {
            for (int i = 0; i < records; i++) {
                var nobodys = new ConversationKey("default", "poisoned-" + i);
                log.append(
                        nobodys, NONSENSE.get(random.nextInt(NONSENSE.size())).getBytes(StandardCharsets.UTF_8));
                Pause.ofMillis(random.nextLong(2 * PAUSE_MILLIS));
            }
        }
    }
}
