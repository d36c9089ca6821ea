package io.parley.history.rejection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.MessageRejected;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.Topics;
import io.parley.history.HistoryClient;
import io.parley.history.WholeService;
import io.parley.testkit.Backends;
import io.parley.testkit.Callers;
import io.parley.testkit.TestLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

@WholeService
class UnreadableRecordIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ConversationKey key =
            new ConversationKey(Callers.TENANT, UUID.randomUUID().toString());

    @LocalServerPort
    private int port;

    @Test
    void isSetAsideAndToldAndTheConversationGoesOn() {
        try (var log = new TestLog()) {
            log.append(key, new ConversationStarted("ann", ConversationKind.PEOPLE, null));
            var garbage = "no json".getBytes(StandardCharsets.UTF_8);
            var rejected = log.appendRaw(key, garbage);
            log.append(
                    key,
                    new MessagePosted(
                            MessageId.random(),
                            new Sender("ann", SenderType.USER, null),
                            "next",
                            Map.of(),
                            null,
                            null));

            assertThat(new HistoryClient(port).contents(key.conversation(), "ann", ""))
                    .containsExactly("next");
            assertThat(log.await(key, MessageRejected.class, LIMIT).rejectedSeq())
                    .isEqualTo(rejected.offset());
            assertThat(log.deadLetters())
                    .filteredOn(letter -> letter.key().startsWith(key + "/"))
                    .isNotEmpty()
                    .allSatisfy(letter -> assertThat(letter.value()).isEqualTo(garbage));
        }
    }

    @Test
    void isSetAsideWhereItsKeyNamesNoConversation() throws Exception {
        var name = "stray-" + UUID.randomUUID();
        try (var log = new TestLog();
                var producer = new KafkaProducer<>(
                        Map.<String, Object>of("bootstrap.servers", Backends.bootstrapServers()),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.CONVERSATIONS, 0, name, new byte[] {0, 1, 2}))
                    .get(10, TimeUnit.SECONDS);

            await().atMost(LIMIT).until(() -> log.deadLetters().stream().anyMatch(letter -> name.equals(letter.key())));
        }
    }
}
