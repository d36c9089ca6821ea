package io.parley.platform.log;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Mono;

/**
 * Reads every partition of a topic on one thread of this replica, beside no group: for what each replica must know
 * whole, as live signals, the catalogue, and the log's facts for open sockets.
 */
public final class TopicReader implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(TopicReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    /** Gets each record in order of its partition, on the reader's thread; must not block. */
    public interface Handler {

        void on(ConsumerRecord<String, byte[]> record);
    }

    private final LogProperties properties;
    private final String topic;
    private final @Nullable Duration back;
    private final Handler handler;
    private @Nullable KafkaConsumer<String, byte[]> consumer;
    private @Nullable Thread thread;
    private volatile CountDownLatch stopping = new CountDownLatch(1);
    private volatile boolean running;
    private volatile boolean caughtUp;
    private final ViewProgress progress = new ViewProgress();

    /** @param back how far back in time to begin; null for the topic's beginning */
    TopicReader(LogProperties properties, String topic, @Nullable Duration back, Handler handler) {
        this.properties = properties;
        this.topic = topic;
        this.back = back;
        this.handler = handler;
    }

    /** Whether everything that was in the topic at the start has been handled. */
    public boolean isCaughtUp() {
        return caughtUp;
    }

    /** Completes once every record before a position of a partition has been handled; has no time limit of its own. */
    public Mono<Void> await(int partition, long position) {
        var awaited = progress.await(partition, position);
        return awaited == null
                ? Mono.error(() -> new IllegalStateException("partition " + partition + " is not read yet"))
                : awaited;
    }

    @Override
    public void start() {
        var opened = new KafkaConsumer<>(
                Map.<String, Object>of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        properties.bootstrapServers(),
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        properties.member() + "-" + topic,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        2_000,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer = opened;
        stopping = new CountDownLatch(1);
        running = true;
        thread = Thread.ofPlatform().name("read-" + topic).daemon().start(() -> run(opened));
    }

    private void run(KafkaConsumer<String, byte[]> opened) {
        try (opened) {
            @Nullable Map<TopicPartition, Long> ends = null;
            while (running) {
                try {
                    if (ends == null) {
                        ends = seek(opened);
                    }
                    read(opened, ends);
                } catch (WakeupException | InterruptException e) {
                    log.debug("The reader of {} stops", topic);
                    return;
                } catch (RuntimeException e) {
                    // A reader that gave up would leave this replica's sockets without a word, for ever.
                    caughtUp = false;
                    log.warn("The reader of {} tries again: {}", topic, e.toString());
                    pause();
                }
            }
        } finally {
            if (running) {
                running = false;
                caughtUp = false;
                log.error("The reader of {} ended; this replica is not ready any more", topic);
            }
        }
    }

    private void read(KafkaConsumer<String, byte[]> opened, Map<TopicPartition, Long> ends) {
        var handled = new HashMap<Integer, Long>();
        for (var record : opened.poll(POLL)) {
            handle(record);
            handled.put(record.partition(), record.offset() + 1);
        }
        progress.applied(handled);
        if (!caughtUp) {
            caughtUp = ends.entrySet().stream().allMatch(end -> opened.position(end.getKey(), LIMIT) >= end.getValue());
        }
    }

    private void pause() {
        try {
            if (stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                running = false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        }
    }

    private Map<TopicPartition, Long> seek(KafkaConsumer<String, byte[]> opened) {
        List<TopicPartition> partitions = opened.partitionsFor(topic, LIMIT).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new UnknownTopicOrPartitionException("there is no topic " + topic + " yet");
        }
        opened.assign(partitions);
        var ends = opened.endOffsets(partitions, LIMIT);
        if (back == null) {
            opened.seekToBeginning(partitions);
        } else {
            seekBack(opened, partitions, ends, back);
        }
        var next = new HashMap<Integer, Long>();
        partitions.forEach(partition -> next.put(partition.partition(), opened.position(partition, LIMIT)));
        progress.assigned(next, Map.of());
        return ends;
    }

    private static void seekBack(
            KafkaConsumer<String, byte[]> opened,
            List<TopicPartition> partitions,
            Map<TopicPartition, Long> ends,
            Duration back) {
        var since = new HashMap<TopicPartition, Long>();
        partitions.forEach(
                partition -> since.put(partition, Instant.now().minus(back).toEpochMilli()));
        opened.offsetsForTimes(since, LIMIT).forEach((partition, found) -> {
            // Nothing that young: from where the partition ended a moment ago, so that nothing falls between.
            opened.seek(partition, found == null ? ends.getOrDefault(partition, 0L) : found.offset());
        });
    }

    private void handle(ConsumerRecord<String, byte[]> record) {
        try {
            handler.on(record);
        } catch (RuntimeException e) {
            // One bad record never ends the stream. The exception's own words may quote content.
            log.warn(
                    "Record {} of {}-{} was passed over: {}",
                    record.offset(),
                    record.topic(),
                    record.partition(),
                    e.getClass().getName());
        }
    }

    @Override
    public void stop() {
        running = false;
        stopping.countDown();
        var opened = consumer;
        var reading = thread;
        if (opened != null && reading != null) {
            opened.wakeup();
            try {
                reading.join(STOP_LIMIT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
