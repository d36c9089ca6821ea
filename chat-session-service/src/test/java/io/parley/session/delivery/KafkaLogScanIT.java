package io.parley.session.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.MessagesRead;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import io.parley.testkit.Backends;
import io.parley.testkit.Callers;
import io.parley.testkit.TestLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfiguration;

@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "parley.acceptance.rate-messages=1000")
@ContextConfiguration(initializers = Backends.class)
class KafkaLogScanIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Autowired
    private LogScan scan;

    @Test
    void findsAConversationsFactsAmongThoseOfItsNeighbours() {
        try (var log = new TestLog()) {
            var key = new ConversationKey(Callers.TENANT, "scanned");
            var neighbour = neighbour(key, log.partitions());
            var written = new ArrayList<LoggedFact>();
            for (int i = 0; i < 200; i++) {
                log.append(neighbour, new MessagesRead("ben", i));
                written.add(log.append(key, new MessagesRead("ann", i)));
            }
            int partition = key.partition(log.partitions());
            log.appendRaw(key, "no fact".getBytes(StandardCharsets.UTF_8));
            log.appendRaw(key, null);
            var last = log.append(key, new MessagesRead("ann", 200));

            long after = written.get(99).seq();
            var found = scan.since(key, partition, after, last.seq()).block(LIMIT);

            assertThat(found.stream().filter(fact -> fact.seq() > after).map(LoggedFact::fact))
                    .hasSize(101)
                    .startsWith(new MessagesRead("ann", 100))
                    .endsWith(new MessagesRead("ann", 200));
            assertThat(found).as("with those before, to know repeats").contains(written.getFirst());
        }
    }

    @Test
    void givesUpWhereTooMuchLiesBetween() {
        var key = new ConversationKey(Callers.TENANT, "scanned");

        assertThat(scan.since(key, 0, 0, 50_001).blockOptional(LIMIT)).isEmpty();
        assertThat(scan.since(key, 0, 1_000_000, 1_000_001).blockOptional(LIMIT))
                .isEmpty();
    }

    private static ConversationKey neighbour(ConversationKey of, int partitions) {
        for (int i = 0; ; i++) {
            var candidate = new ConversationKey(of.tenant(), "scanned" + i);
            if (candidate.partition(partitions) == of.partition(partitions)) {
                return candidate;
            }
        }
    }
}
