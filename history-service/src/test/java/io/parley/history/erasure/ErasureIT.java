package io.parley.history.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.events.AgentAssigned;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.HistoryCleared;
import io.parley.events.MessageEdited;
import io.parley.events.MessageRejected;
import io.parley.events.NoteAdded;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.Topics;
import io.parley.history.HistoryClient;
import io.parley.history.Talk;
import io.parley.history.WholeService;
import io.parley.testkit.Backends;
import io.parley.testkit.Callers;
import io.parley.testkit.TestLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;

/** What is left of a conversation that was cleared: nothing here, and a tombstone for each record in the log. */
@WholeService
class ErasureIT {

    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Sender AGNES = new Sender("agnes", SenderType.AGENT, null);

    @LocalServerPort
    private int port;

    @Autowired
    private ReactiveMongoTemplate mongo;

    @Autowired
    private Erasures erasures;

    private TestLog log;
    private HistoryClient client;

    @BeforeEach
    void open() {
        log = new TestLog();
        client = new HistoryClient(port);
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void leavesNothingOfAConversationThatIsGone() {
        var secret = "secret-" + UUID.randomUUID();
        var talk = Talk.begin(log, "ann", ConversationKind.PEOPLE);
        var neighbour = neighbourOf(talk);
        for (int i = 0; i < 250; i++) {
            talk.says(secret + " " + i);
            neighbour.says("stays " + i);
        }
        var edited = talk.says("x");
        talk.append(new MessageEdited(Talk.idOf(edited), "ann", secret));
        log.appendRaw(talk.key(), secret.getBytes(StandardCharsets.UTF_8));
        log.await(talk.key(), MessageRejected.class::isInstance, LIMIT);
        var cleared = talk.append(new HistoryCleared("ann", true, 0));
        var late = talk.says(secret + " late");
        talk.append(new ConversationStarted("bob", ConversationKind.PEOPLE, null));
        talk.says("bob", SenderType.USER, "new");

        client.get("/chat/" + talk.id() + "/history", Callers.bearer("ann"))
                .expectStatus()
                .isNotFound();
        assertThat(client.contents(talk.id(), "bob", "")).containsExactly("new");
        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(documentsWith(secret)).isEmpty();
            var tombstones = tombstones(talk.key());
            var erased = records(talk.key()).stream()
                    .filter(record -> record.value() != null)
                    .filter(record -> record.offset() < cleared.seq() || record.offset() == late.seq())
                    .map(ConsumerRecord::key)
                    .toList();
            // The start, all that was said, the edit, the poison and word of it, and what came late.
            assertThat(erased).hasSize(1 + 251 + 1 + 2 + 1);
            assertThat(tombstones).containsExactlyInAnyOrderElementsOf(erased);
        });
        assertThat(tombstones(neighbour.key())).isEmpty();
        assertThat(client.contents(talk.id(), "bob", "")).containsExactly("new");
        assertThat(client.contents(neighbour.id(), "ann", "?limit=200")).hasSize(200);
        assertThat(documentsWith(talk.id()))
                .as("places and buckets of the new life, the conversation, and bob's list")
                .allMatch(document -> !document.contains("ann"));
    }

    @Test
    void keepsTheStartAndTheFloorOfAConversationThatStays() {
        var talk = Talk.begin(log, "ann", ConversationKind.AI_ROOM);
        var floor = talk.append(new AgentAssigned(UUID.randomUUID(), 1, "claimed", AGNES));
        talk.append(new NoteAdded(UUID.randomUUID(), 1, UUID.randomUUID(), AGNES, "note"));
        var said = talk.says("said");
        talk.answers(said, 0, "answer");
        talk.append(new HistoryCleared("ann", false, 1));
        talk.says("after");

        assertThat(client.contents(talk.id(), "ann", "")).containsExactly("after");
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(tombstones(talk.key())).hasSize(3));
        assertThat(facts(talk)).doesNotContain(said.seq()).contains(floor.seq());
        client.get("/chat/" + talk.id() + "/history", Callers.bearer("agnes", "agent"))
                .expectStatus()
                .isOk();
    }

    @Test
    void erasesAnAnswerToWhatWasClearedAndKeepsTheClearings() {
        var talk = Talk.begin(log, "ann", ConversationKind.AI_ROOM);
        var question = talk.says("said");
        var first = talk.append(new HistoryCleared("ann", false, 1));
        var late = talk.answers(question, 0, "too late");
        talk.says("more");
        var second = talk.append(new HistoryCleared("ann", false, 2));

        assertThat(client.contents(talk.id(), "ann", "")).isEmpty();
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(tombstones(talk.key())).hasSize(3));
        assertThat(facts(talk)).contains(first.seq(), second.seq()).doesNotContain(question.seq(), late.seq());
    }

    @Test
    void goesOnWhereAnErasureWasCutOff() {
        var talk = Talk.begin(log, "ann", ConversationKind.PEOPLE);
        var seqs = new ArrayList<Long>();
        for (int i = 0; i < 20; i++) {
            seqs.add(talk.says("m" + i).seq());
        }
        var end = talk.says("end").seq();
        var left = new Erasure(talk.key(), talk.key().partition(log.partitions()), end, seqs.get(12), end, true);

        erasures.open(List.of(left, left)).block(LIMIT);

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(tombstones(talk.key())).hasSize(8));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(documentsWith(talk.id())).noneMatch(json -> json.contains("until")));
        assertThat(facts(talk))
                .containsAll(seqs.subList(0, 12))
                .contains(end)
                .doesNotContainAnyElementsOf(seqs.subList(12, 20));
    }

    @Test
    void leasesAnErasureToOneReplica() {
        var key = new ConversationKey("nowhere", UUID.randomUUID().toString());
        // The service takes up what it finds: whoever claims next finds it leased.
        erasures.open(List.of(new Erasure(key, 0, 1, 0, 0, true))).block(LIMIT);

        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(documentsWith(key.conversation())).isEmpty());
        assertThat(erasures.claim().block(LIMIT)).isNull();
    }

    /** Places of the facts that are not erased. */
    private List<Long> facts(Talk talk) {
        var gone = Set.copyOf(tombstones(talk.key()));
        return records(talk.key()).stream()
                .filter(record -> record.value() != null && !gone.contains(record.key()))
                .map(ConsumerRecord::offset)
                .toList();
    }

    private Talk neighbourOf(Talk talk) {
        while (true) {
            var neighbour =
                    new ConversationKey(Callers.TENANT, UUID.randomUUID().toString());
            if (neighbour.partition(log.partitions()) == talk.key().partition(log.partitions())) {
                var other = new Talk(log, neighbour, "ann");
                other.append(new ConversationStarted("ann", ConversationKind.PEOPLE, null));
                return other;
            }
        }
    }

    /** Keys of the tombstones of a conversation, each once however often it was appended. */
    private List<String> tombstones(ConversationKey key) {
        var keys = new HashSet<String>();
        records(key).stream().filter(record -> record.value() == null).forEach(record -> keys.add(record.key()));
        return List.copyOf(keys);
    }

    private List<ConsumerRecord<String, byte[]>> records(ConversationKey key) {
        var found = new ArrayList<ConsumerRecord<String, byte[]>>();
        var partition = new TopicPartition(Topics.CONVERSATIONS, key.partition(log.partitions()));
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", Backends.bootstrapServers(), "enable.auto.commit", false),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (record.key() != null && record.key().startsWith(key + "/")) {
                        found.add(record);
                    }
                });
            }
        }
        return found;
    }

    /** Every document of the service's database in which a text stands, as JSON. */
    private List<String> documentsWith(String text) {
        return Objects.requireNonNull(mongo.getCollectionNames()
                .flatMap(collection -> mongo.findAll(org.bson.Document.class, collection))
                .map(org.bson.Document::toJson)
                .filter(json -> json.contains(text))
                .collectList()
                .block(LIMIT));
    }
}
