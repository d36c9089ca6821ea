package io.parley.platform.log;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Reads every partition of a topic on one thread of this replica, beside no group: for what each replica must know
 * whole, as live signals, the catalogue, and the log's facts for open sockets.
 */
public final class TopicReader implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(TopicReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LIMIT = Duration.ofSeconds(20);
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
    private volatile boolean running;
    private volatile boolean caughtUp;

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
        running = true;
        thread = Thread.ofPlatform().name("read-" + topic).daemon().start(() -> run(opened));
    }

    private void run(KafkaConsumer<String, byte[]> opened) {
        try (opened) {
            var ends = begin(opened);
            while (running) {
                for (var record : opened.poll(POLL)) {
                    handle(record);
                }
                if (!caughtUp) {
                    caughtUp =
                            ends.entrySet().stream().allMatch(end -> opened.position(end.getKey()) >= end.getValue());
                }
            }
        } catch (WakeupException e) {
            log.debug("The reader of {} stops", topic);
        } catch (RuntimeException e) {
            running = false;
            log.error("The reader of {} ended; this replica is not ready any more", topic, e);
            caughtUp = false;
        }
    }

    /** Tries until the broker answers: a reader that gave up would leave this replica never ready. */
    private Map<TopicPartition, Long> begin(KafkaConsumer<String, byte[]> opened) {
        while (running) {
            try {
                return seek(opened);
            } catch (TimeoutException e) {
                log.warn("The reader of {} waits for the broker: {}", topic, e.toString());
            }
        }
        throw new WakeupException();
    }

    private Map<TopicPartition, Long> seek(KafkaConsumer<String, byte[]> opened) {
        List<TopicPartition> partitions = opened.partitionsFor(topic, LIMIT).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        opened.assign(partitions);
        var ends = opened.endOffsets(partitions, LIMIT);
        if (back == null) {
            opened.seekToBeginning(partitions);
            return ends;
        }
        var since = new HashMap<TopicPartition, Long>();
        partitions.forEach(
                partition -> since.put(partition, Instant.now().minus(back).toEpochMilli()));
        opened.offsetsForTimes(since, LIMIT).forEach((partition, found) -> {
            // Nothing that young: from where the partition ended a moment ago, so that nothing falls between.
            opened.seek(partition, found == null ? ends.getOrDefault(partition, 0L) : found.offset());
        });
        return ends;
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
