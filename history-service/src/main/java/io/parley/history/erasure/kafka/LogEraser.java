package io.parley.history.erasure.kafka;

import io.parley.events.ConversationFact;
import io.parley.events.ConversationStarted;
import io.parley.events.FloorEvent;
import io.parley.events.HistoryCleared;
import io.parley.events.NoteAdded;
import io.parley.events.log.FactCodec;
import io.parley.events.log.Topics;
import io.parley.events.log.UnreadableRecord;
import io.parley.history.erasure.Erasure;
import io.parley.history.erasure.Erasures;
import io.parley.platform.log.ConversationLog;
import io.parley.platform.log.LogProperties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Flux;

/**
 * Erases from the log, on one thread of its own: reads the part in question and appends a tombstone for each record of
 * the conversation; compaction does the rest. It goes on where it was cut off, and tries until it is done.
 */
final class LogEraser implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(LogEraser.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LIMIT = Duration.ofSeconds(12);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    /** Far below a lease. */
    private static final Duration NOTE_EVERY = Duration.ofSeconds(2);

    private static final int RECORDS_AT_ONCE = 500;
    private static final int TOMBSTONES_AT_ONCE = 64;
    private static final int FETCH_BYTES = 2 * 1024 * 1024;

    private final Erasures erasures;
    private final ConversationLog conversations;
    private final LogProperties properties;
    private volatile CountDownLatch stopping = new CountDownLatch(1);
    private @Nullable Thread thread;

    LogEraser(Erasures erasures, ConversationLog conversations, LogProperties properties) {
        this.erasures = erasures;
        this.conversations = conversations;
        this.properties = properties;
    }

    @Override
    public void start() {
        var stop = new CountDownLatch(1);
        stopping = stop;
        thread = Thread.ofPlatform().name("erase-log").daemon().start(() -> run(stop));
    }

    private void run(CountDownLatch stop) {
        try {
            do {
                eraseAll(stop);
            } while (!stop.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void eraseAll(CountDownLatch stop) {
        try {
            Erasure erasure;
            while (stop.getCount() > 0 && (erasure = erasures.claim().block(LIMIT)) != null) {
                erase(erasure, stop);
            }
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            // Its lease runs out, and it is taken up again from the place it has reached.
            log.warn("The log cannot be erased at the moment: {}", e.toString());
        }
    }

    private void erase(Erasure erasure, CountDownLatch stop) {
        var partition = new TopicPartition(Topics.CONVERSATIONS, erasure.partition());
        long noted = System.nanoTime();
        int erased = 0;
        try (var consumer = consumer()) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, erasure.next());
            while (consumer.position(partition, LIMIT) < erasure.until()) {
                if (stop.getCount() == 0) {
                    erasures.release(erasure.at(consumer.position(partition, LIMIT)))
                            .block(LIMIT);
                    return;
                }
                var keys = keys(erasure, consumer.poll(POLL));
                Flux.fromIterable(keys)
                        .flatMap(key -> conversations.erase(key, erasure.partition()), TOMBSTONES_AT_ONCE)
                        .blockLast(LIMIT);
                erased += keys.size();
                if (System.nanoTime() - noted > NOTE_EVERY.toNanos()) {
                    erasures.reached(erasure.at(consumer.position(partition, LIMIT)))
                            .block(LIMIT);
                    noted = System.nanoTime();
                }
            }
        }
        erasures.done(erasure).block(LIMIT);
        log.info("Erased {} records of partition {} before {}", erased, erasure.partition(), erasure.until());
    }

    /** Keys of the records to erase among some. */
    private static List<String> keys(Erasure erasure, Iterable<ConsumerRecord<String, byte[]>> records) {
        var keys = new ArrayList<String>();
        for (var record : records) {
            if (record.offset() < erasure.until()
                    && record.value() != null
                    && erasure.key().hasRecord(record.key())
                    && (erasure.whole() || isContent(record.value()))) {
                keys.add(record.key());
            }
        }
        return keys;
    }

    /** Where a conversation stays, its start stays with it, and what its fence is counted from. */
    private static boolean isContent(byte[] value) {
        try {
            @Nullable ConversationFact fact = FactCodec.decodeFact(value);
            return !(fact instanceof ConversationStarted)
                    && !(fact instanceof HistoryCleared)
                    && !(fact instanceof FloorEvent && !(fact instanceof NoteAdded));
        } catch (UnreadableRecord e) {
            return true;
        }
    }

    private KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.<String, Object>of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        properties.bootstrapServers(),
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        properties.member() + "-eraser",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        RECORDS_AT_ONCE,
                        ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                        FETCH_BYTES),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    @Override
    public void stop() {
        stopping.countDown();
        var erasing = thread;
        if (erasing != null) {
            try {
                erasing.join(STOP_LIMIT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
