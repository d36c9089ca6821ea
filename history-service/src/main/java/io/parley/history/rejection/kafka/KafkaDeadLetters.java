package io.parley.history.rejection.kafka;

import io.parley.events.log.Topics;
import io.parley.history.rejection.DeadLetters;
import io.parley.history.rejection.RejectedRecord;
import io.parley.platform.log.LogProperties;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The dead-letter topic. A letter is the record's own bytes; its headers say where it stood and what is wrong with
 * it.
 */
final class KafkaDeadLetters implements DeadLetters, AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(12);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    /** A record of a mebibyte and these headers would be more than the broker takes; the end is cut off, and said. */
    private static final int LONGEST = 1_000_000;

    private final KafkaProducer<String, byte[]> producer;

    KafkaDeadLetters(LogProperties properties) {
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        properties.bootstrapServers(),
                        ProducerConfig.CLIENT_ID_CONFIG,
                        properties.member() + "-dead-letters",
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        4L * 1024 * 1024,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        2_000,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        4_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        10_000,
                        ProducerConfig.LINGER_MS_CONFIG,
                        0),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    @Override
    public Mono<Void> write(RejectedRecord record) {
        return Mono.<Void>create(sink -> {
                    @SuppressWarnings({"FutureReturnValueIgnored", "unused"}) // the callback has the outcome
                    var ignored = producer.send(letter(record), (_, failure) -> {
                        if (failure == null) {
                            sink.success();
                        } else {
                            sink.error(failure);
                        }
                    });
                })
                // send can block for its metadata
                .subscribeOn(Schedulers.boundedElastic())
                .timeout(LIMIT);
    }

    private static ProducerRecord<String, byte[]> letter(RejectedRecord record) {
        var value = record.value();
        boolean tooLong = value.length > LONGEST;
        var letter = new ProducerRecord<>(
                Topics.CONVERSATIONS_DEAD_LETTERS, record.key(), tooLong ? Arrays.copyOf(value, LONGEST) : value);
        header(letter, "partition", Integer.toString(record.partition()));
        header(letter, "offset", Long.toString(record.offset()));
        header(letter, "reason", record.reason());
        if (tooLong) {
            header(letter, "cut-from", Integer.toString(value.length));
        }
        return letter;
    }

    private static void header(ProducerRecord<String, byte[]> letter, String name, String value) {
        letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        producer.close(CLOSE_LIMIT);
    }
}
