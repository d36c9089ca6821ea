package io.parley.local.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.log.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTests {
    private static final TopicPartition FIRST = new TopicPartition(Topics.CONVERSATIONS, 0);

    @TempDir
    Path directory;

    @Test
    void keepsTopicsAndRecordsOverARestart() throws Exception {
        String topicId;
        try (var kafka = EmbeddedKafka.start(directory, 0, 0)) {
            SuiteTopics.create(kafka.bootstrapServers(), Duration.ofSeconds(10));
            topicId = topicId(kafka);
            append(kafka, "one", "two");
        }

        try (var kafka = EmbeddedKafka.start(directory, 0, 0)) {
            SuiteTopics.create(kafka.bootstrapServers(), Duration.ofSeconds(10));

            assertThat(topicId(kafka)).isEqualTo(topicId);
            assertThat(read(kafka, 2)).containsExactly("one", "two");
        }
    }

    @Test
    void createsTheTopicsWithTheirPartitions() throws Exception {
        try (var kafka = EmbeddedKafka.start(directory, 0, 0)) {
            SuiteTopics.create(kafka.bootstrapServers(), Duration.ofSeconds(10));

            try (var admin = admin(kafka)) {
                var topics = admin.describeTopics(List.of(Topics.CONVERSATIONS, Topics.LIVE, Topics.CHATBOTS))
                        .allTopicNames()
                        .get(5, TimeUnit.SECONDS);
                assertThat(topics.get(Topics.CONVERSATIONS).partitions()).hasSize(12);
                assertThat(topics.get(Topics.LIVE).partitions()).hasSize(12);
                assertThat(topics.get(Topics.CHATBOTS).partitions()).hasSize(1);
            }
        }
    }

    private static void append(EmbeddedKafka kafka, String... values) throws Exception {
        var settings = Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (var value : values) {
                producer.send(new ProducerRecord<>(FIRST.topic(), 0, value, value))
                        .get(5, TimeUnit.SECONDS);
            }
        }
    }

    private static List<String> read(EmbeddedKafka kafka, int count) {
        var settings = Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers());
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(FIRST));
            consumer.seekToBeginning(List.of(FIRST));
            var values = new ArrayList<String>();
            for (int poll = 0; poll < 20 && values.size() < count; poll++) {
                consumer.poll(Duration.ofMillis(500)).forEach(item -> values.add(item.value()));
            }
            return values;
        }
    }

    private static String topicId(EmbeddedKafka kafka) throws Exception {
        try (var admin = admin(kafka)) {
            return admin.describeTopics(List.of(Topics.CONVERSATIONS))
                    .allTopicNames()
                    .get(5, TimeUnit.SECONDS)
                    .get(Topics.CONVERSATIONS)
                    .topicId()
                    .toString();
        }
    }

    private static Admin admin(EmbeddedKafka kafka) {
        return Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()));
    }
}
