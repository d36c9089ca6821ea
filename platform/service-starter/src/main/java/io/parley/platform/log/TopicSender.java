package io.parley.platform.log;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/**
 * A producer behind one thread and a bounded queue. {@code KafkaProducer.send} can block for its metadata or for
 * room in its buffer, and no event loop may wait for that; a full queue is an answer ("busy") instead.
 */
final class TopicSender implements AutoCloseable {

    private static final int QUEUE = 4096;

    /** From the queue's entrance to the answer; the producer's own limits begin only when it is given the record. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private record Entry(ProducerRecord<String, byte[]> record, MonoSink<RecordMetadata> sink, long since) {

        boolean isOverdue() {
            return System.nanoTime() - since > LIMIT.toNanos();
        }
    }

    private final KafkaProducer<String, byte[]> producer;
    private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Thread thread;
    private volatile boolean open = true;

    TopicSender(String name, Map<String, Object> settings) {
        this.producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        this.thread = Thread.ofPlatform().name(name).daemon().start(this::run);
    }

    /** Sends once for each subscription; fails with {@link AppendFailed}. */
    Mono<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
        return Mono.<RecordMetadata>create(sink -> {
                    if (!open || !queue.offer(new Entry(record, sink, System.nanoTime()))) {
                        sink.error(new AppendFailed("too much is waiting to be sent", true, null));
                    }
                })
                // The producer answers on its network thread, which must go on with the network.
                .publishOn(Schedulers.parallel())
                .timeout(LIMIT, Mono.error(() -> new AppendFailed("the log did not acknowledge in time", false, null)));
    }

    private void run() {
        try {
            while (open || !queue.isEmpty()) {
                send(queue.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (var left : queue) {
            left.sink().error(new AppendFailed("the process is stopping", true, null));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback has the outcome
    private void send(Entry entry) {
        if (entry.isOverdue()) {
            // Whoever asked has been told that it failed; sending it now would only hold up the others.
            return;
        }
        try {
            producer.send(entry.record(), (metadata, failure) -> {
                if (failure == null) {
                    entry.sink().success(metadata);
                } else {
                    entry.sink().error(new AppendFailed("the log did not acknowledge", false, failure));
                }
            });
        } catch (RuntimeException e) {
            entry.sink().error(new AppendFailed("the log cannot be reached", false, e));
        }
    }

    @Override
    public void close() {
        open = false;
        thread.interrupt();
        producer.close(CLOSE_LIMIT);
    }
}
