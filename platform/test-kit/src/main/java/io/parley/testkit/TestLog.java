package io.parley.testkit;

import io.parley.events.Chatbot;
import io.parley.events.ConversationFact;
import io.parley.events.live.LiveSignal;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.FactCodec;
import io.parley.events.log.LoggedFact;
import io.parley.events.log.Topics;
import io.parley.events.log.UnreadableRecord;
import io.parley.events.log.WireJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * The log as a test sees it: appends what other services would, and reads everything back. It uses Kafka's own
 * clients, not the code under test.
 */
public final class TestLog implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(50);

    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final int logPartitions;
    private final List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();

    /** On the broker of {@link Backends}. */
    public TestLog() {
        this(Backends.bootstrapServers());
    }

    public TestLog(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", false),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        logPartitions = consumer.partitionsFor(Topics.CONVERSATIONS, LIMIT).size();
        partitions =
                List.of(Topics.CONVERSATIONS, Topics.LIVE, Topics.CHATBOTS, Topics.CONVERSATIONS_DEAD_LETTERS).stream()
                        .flatMap(topic -> consumer.partitionsFor(topic, LIMIT).stream())
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    public LoggedFact append(ConversationKey conversation, ConversationFact fact) {
        var placed = appendRaw(conversation, FactCodec.encode(fact));
        return new LoggedFact(
                conversation, placed.partition(), placed.offset(), Instant.ofEpochMilli(placed.timestamp()), fact);
    }

    /** Any bytes at the conversation's place of the log; null is a tombstone. */
    public RecordMetadata appendRaw(ConversationKey conversation, byte @Nullable [] value) {
        return send(Topics.CONVERSATIONS, conversation, conversation.recordKey(UUID.randomUUID()), value);
    }

    public void publish(ConversationKey conversation, LiveSignal signal) {
        send(Topics.LIVE, conversation, conversation.toString(), FactCodec.encode(signal));
    }

    public void publish(Chatbot chatbot) {
        send(new ProducerRecord<>(
                Topics.CHATBOTS, 0, chatbot.key(), WireJson.mapper().writeValueAsBytes(chatbot)));
    }

    /** As the catalogue's owner says that a chatbot is gone. */
    public void withdraw(Chatbot chatbot) {
        send(new ProducerRecord<>(Topics.CHATBOTS, 0, chatbot.key(), null));
    }

    /** Waits for a fact of the conversation, one that is in the log already included. */
    public LoggedFact await(ConversationKey conversation, Predicate<ConversationFact> wanted, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            var found = facts(conversation).stream()
                    .filter(logged -> wanted.test(logged.fact()))
                    .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("no such fact of %s within %s; there are %s"
                        .formatted(conversation, atMost, typesOf(conversation)));
            }
            pollOnce();
        }
    }

    /** Waits for a fact of a type. */
    public <T extends ConversationFact> T await(ConversationKey conversation, Class<T> type, Duration atMost) {
        return type.cast(await(conversation, type::isInstance, atMost).fact());
    }

    /** Waits for a signal of the conversation, one that was published already included. */
    public LiveSignal awaitSignal(ConversationKey conversation, Predicate<LiveSignal> wanted, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            var found = signals(conversation).stream().filter(wanted).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("no such signal of %s within %s".formatted(conversation, atMost));
            }
            pollOnce();
        }
    }

    /** Every fact of the conversation in the log at this moment, in order; what cannot be read is left out. */
    public List<LoggedFact> facts(ConversationKey conversation) {
        var facts = new ArrayList<LoggedFact>();
        for (var record : read(Topics.CONVERSATIONS)) {
            if (record.value() != null && record.key().startsWith(conversation + "/")) {
                try {
                    var fact = FactCodec.decodeFact(record.value());
                    if (fact != null) {
                        facts.add(new LoggedFact(
                                conversation,
                                record.partition(),
                                record.offset(),
                                Instant.ofEpochMilli(record.timestamp()),
                                fact));
                    }
                } catch (UnreadableRecord e) {
                    // appended by a test of unreadable records
                }
            }
        }
        return facts;
    }

    /** Every signal of the conversation at this moment, in order. */
    public List<LiveSignal> signals(ConversationKey conversation) {
        var signals = new ArrayList<LiveSignal>();
        for (var record : read(Topics.LIVE)) {
            if (conversation.toString().equals(record.key())) {
                var signal = FactCodec.decodeSignal(record.value());
                if (signal != null) {
                    signals.add(signal);
                }
            }
        }
        return signals;
    }

    /** The catalogue's chatbots at this moment, each as often as it was published. */
    public List<Chatbot> chatbots() {
        return read(Topics.CHATBOTS).stream()
                .filter(record -> record.value() != null)
                .map(record -> WireJson.mapper().readValue(record.value(), Chatbot.class))
                .toList();
    }

    /** The records set aside at this moment. */
    public List<ConsumerRecord<String, byte[]>> deadLetters() {
        return read(Topics.CONVERSATIONS_DEAD_LETTERS);
    }

    /** The number of the log's partitions on this broker. */
    public int partitions() {
        return logPartitions;
    }

    @Override
    public synchronized void close() {
        producer.close(Duration.ofSeconds(2));
        consumer.close();
    }

    private List<String> typesOf(ConversationKey conversation) {
        return facts(conversation).stream()
                .map(logged -> logged.fact().getClass().getSimpleName())
                .toList();
    }

    private synchronized List<ConsumerRecord<String, byte[]>> read(String topic) {
        var ends = consumer.endOffsets(partitions, LIMIT);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey(), LIMIT) < end.getValue())) {
            pollOnce();
        }
        return records.stream().filter(record -> record.topic().equals(topic)).toList();
    }

    private synchronized void pollOnce() {
        consumer.poll(POLL).forEach(records::add);
    }

    private RecordMetadata send(String topic, ConversationKey conversation, String key, byte @Nullable [] value) {
        return send(new ProducerRecord<>(topic, conversation.partition(logPartitions), key, value));
    }

    private RecordMetadata send(ProducerRecord<String, byte @Nullable []> record) {
        try {
            return producer.send(record).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("the record was not acknowledged", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("stopped while appending", e);
        }
    }
}
