package io.parley.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.local.FreePort;
import io.parley.local.kafka.EmbeddedKafka;
import io.parley.local.kafka.SuiteTopics;
import io.parley.platform.log.LogTopology;
import io.parley.platform.log.TopicReader;
import io.parley.platform.log.TopicReaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader on a broker that goes away, and on a topic that is not there yet. */
class TopicReaderOutageIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String TOPIC = "outage";

    private final List<String> read = new CopyOnWriteArrayList<>();

    @TempDir
    Path directory;

    private int port;
    private int controllerPort;
    private EmbeddedKafka kafka;
    private LogService service;

    @BeforeEach
    void start() throws Exception {
        port = FreePort.next();
        controllerPort = FreePort.next();
        kafka = EmbeddedKafka.start(directory, port, controllerPort);
        SuiteTopics.create(kafka.bootstrapServers(), Duration.ofSeconds(10));
        service = LogService.withoutView("outage", "parley.log.bootstrap-servers=" + kafka.bootstrapServers());
        assertThat(service.get(LogTopology.class).partitions()).isEqualTo(SuiteTopics.PARTITIONS);
    }

    @AfterEach
    void stop() {
        service.close();
        kafka.close();
    }

    @Test
    void waitsForATopicThatComesLater() throws Exception {
        var reader = reader();
        reader.start();
        Awaitility.await().pollDelay(Duration.ofSeconds(2)).until(reader::isRunning);
        assertThat(reader.isCaughtUp()).isFalse();

        create();
        send("first");

        awaitRead("first");
        Awaitility.await().atMost(LIMIT).until(reader::isCaughtUp);
        reader.stop();
    }

    @Test
    void readsOnAfterTheBrokerWasAway() throws Exception {
        create();
        send("before");
        var reader = reader();
        reader.start();
        awaitRead("before");

        kafka.close();
        Awaitility.await().pollDelay(Duration.ofSeconds(5)).atMost(LIMIT).until(() -> true);
        kafka = EmbeddedKafka.start(directory, port, controllerPort);
        send("after");

        awaitRead("after");
        assertThat(read).containsExactly("before", "after");
        assertThat(reader.isCaughtUp()).isTrue();
        reader.stop();
    }

    @Test
    void isNotCaughtUpAnyMoreOnceItsThreadHasDied() throws Exception {
        create();
        var reader = service.get(TopicReaders.class).reader(TOPIC, null, _ -> {
            throw new StackOverflowError("as one of memory");
        });
        reader.start();
        Awaitility.await().atMost(LIMIT).until(reader::isCaughtUp);

        send("deadly");

        Awaitility.await().dontCatchUncaughtExceptions().atMost(LIMIT).until(() -> !reader.isCaughtUp());
        assertThat(reader.isRunning()).isFalse();
    }

    private TopicReader reader() {
        return service.get(TopicReaders.class)
                .reader(TOPIC, null, record -> read.add(new String(record.value(), StandardCharsets.UTF_8)));
    }

    private void awaitRead(String word) {
        Awaitility.await().atMost(LIMIT).until(() -> read.contains(word));
    }

    private void create() throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 3, (short) 1))).all().get(10, TimeUnit.SECONDS);
        }
    }

    private void send(String word) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, word)).get(20, TimeUnit.SECONDS);
        }
    }
}
