package io.parley.session.delivery.kafka;

import io.parley.events.log.ConversationKey;
import io.parley.events.log.FactCodec;
import io.parley.events.log.LoggedFact;
import io.parley.events.log.Topics;
import io.parley.events.log.UnreadableRecord;
import io.parley.platform.log.LogProperties;
import io.parley.session.delivery.LogScan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/**
 * Scans a partition from a cursor on: at most 50,000 records or two seconds (design section 3), on a few threads of its
 * own. A partition holds many conversations; records of others are passed over by their key, undecoded.
 */
final class KafkaLogScan implements LogScan, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KafkaLogScan.class);

    private static final int THREADS = 2;
    private static final int WAITING = 256;
    private static final long RECORDS = 50_000;
    private static final Duration LIMIT = Duration.ofSeconds(2);

    /** Of the context, at most so many. */
    private static final long CONTEXT_RECORDS = 10_000;

    private record Request(
            ConversationKey key, int partition, long after, long upTo, MonoSink<List<LoggedFact>> sink) {}

    private final BlockingQueue<Request> waiting = new ArrayBlockingQueue<>(WAITING);
    private final List<Thread> threads = new ArrayList<>();
    private final Map<String, Object> settings;

    KafkaLogScan(LogProperties properties) {
        this.settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                properties.bootstrapServers(),
                ConsumerConfig.CLIENT_ID_CONFIG,
                properties.member() + "-scan",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                5_000,
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                2 << 20,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest");
        for (int i = 0; i < THREADS; i++) {
            threads.add(Thread.ofPlatform().name("log-scan-" + i).daemon().start(this::run));
        }
    }

    @Override
    public Mono<List<LoggedFact>> since(ConversationKey key, int partition, long after, long upTo) {
        return Mono.<List<LoggedFact>>create(sink -> {
                    if (!waiting.offer(new Request(key, partition, after, upTo, sink))) {
                        sink.success();
                    }
                })
                .publishOn(Schedulers.parallel());
    }

    private void run() {
        @Nullable KafkaConsumer<String, byte[]> consumer = null;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                var request = waiting.take();
                // Opened for the first request: most replicas never scan.
                consumer = consumer == null ? open() : consumer;
                answer(consumer, request);
            }
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (consumer != null) {
                Thread.interrupted();
                consumer.close();
            }
        }
    }

    private KafkaConsumer<String, byte[]> open() {
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private static void answer(KafkaConsumer<String, byte[]> consumer, Request request) {
        try {
            request.sink().success(scan(consumer, request));
        } catch (InterruptException e) {
            request.sink().success();
            throw e;
        } catch (RuntimeException e) {
            log.warn("Partition {} cannot be scanned: {}", request.partition(), e.toString());
            request.sink().success();
        }
    }

    /** Null where it takes too long. */
    private static @Nullable List<LoggedFact> scan(KafkaConsumer<String, byte[]> consumer, Request request) {
        if (request.upTo() - request.after() > RECORDS) {
            // Of a compacted partition fewer may be left; then the history is the better answer all the same.
            return null;
        }
        long deadline = System.nanoTime() + LIMIT.toNanos();
        var partition = new TopicPartition(Topics.CONVERSATIONS, request.partition());
        consumer.assign(List.of(partition));
        consumer.seek(partition, contextOf(consumer, partition, request.after()));
        var facts = new ArrayList<LoggedFact>();
        while (consumer.position(partition, LIMIT) <= request.upTo()) {
            var left = Duration.ofNanos(deadline - System.nanoTime());
            if (left.isNegative()) {
                return null;
            }
            for (var record : consumer.poll(left).records(partition)) {
                read(record, request.key(), facts);
            }
        }
        return facts;
    }

    /** A place before the cursor from which on repeats are recognized. */
    private static long contextOf(KafkaConsumer<String, byte[]> consumer, TopicPartition partition, long after) {
        consumer.seek(partition, after);
        var first = consumer.poll(LIMIT).records(partition).stream().findFirst();
        if (first.isEmpty()) {
            return after;
        }
        long since = first.get().timestamp() - CONTEXT.toMillis();
        var found = consumer.offsetsForTimes(Map.of(partition, since), LIMIT).get(partition);
        long offset = found == null ? after : Math.min(after, found.offset());
        return Math.max(offset, after - CONTEXT_RECORDS);
    }

    private static void read(ConsumerRecord<String, byte[]> record, ConversationKey key, List<LoggedFact> facts) {
        if (record.value() == null || !key.hasRecord(record.key())) {
            return;
        }
        try {
            var fact = FactCodec.decodeFact(record.value());
            if (fact != null) {
                facts.add(new LoggedFact(
                        key, record.partition(), record.offset(), Instant.ofEpochMilli(record.timestamp()), fact));
            }
        } catch (UnreadableRecord e) {
            log.debug("Record {} of partition {} cannot be read", record.offset(), record.partition());
        }
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
