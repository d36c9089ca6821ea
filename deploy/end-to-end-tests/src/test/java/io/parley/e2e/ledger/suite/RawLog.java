package io.parley.e2e.ledger.suite;

import io.parley.events.log.ConversationKey;
import io.parley.events.log.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The log as whoever has the broker's address can spoil it, and the number of records that were set aside. */
public final class RawLog implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final int partitions;

    public RawLog(String servers) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "acks", "all"), new StringSerializer(), new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers, "enable.auto.commit", false),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        partitions = consumer.partitionsFor(Topics.CONVERSATIONS, LIMIT).size();
    }

    /** Any bytes at the conversation's place of the log; gives their place. */
    public long append(ConversationKey conversation, byte[] value) {
        var record = new ProducerRecord<>(
                Topics.CONVERSATIONS,
                conversation.partition(partitions),
                conversation.recordKey(UUID.randomUUID()),
                value);
        try {
            return producer.send(record)
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .offset();
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    public long deadLetters() {
        var partition = new TopicPartition(Topics.CONVERSATIONS_DEAD_LETTERS, 0);
        return consumer.endOffsets(List.of(partition), LIMIT).getOrDefault(partition, 0L);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
        consumer.close();
    }
}
