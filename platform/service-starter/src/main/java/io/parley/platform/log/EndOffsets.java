package io.parley.platform.log;

import io.parley.events.log.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/**
 * Where the partitions of the log end. One request is on its way at a time; it serves everybody who asked before it
 * left. Who asks while it is on its way waits for the next one: an answer begun earlier may be older than the write
 * that has to be seen.
 */
final class EndOffsets implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EndOffsets.class);
    private static final int QUEUE = 10_000;
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private record Request(int partition, MonoSink<Long> sink) {}

    private final BlockingQueue<Request> waiting = new ArrayBlockingQueue<>(QUEUE);
    private final KafkaConsumer<String, byte[]> consumer;
    private final Thread thread;

    EndOffsets(LogProperties properties, LogTopology topology) {
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        properties.bootstrapServers(),
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        properties.member() + "-ends",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        // Nothing is ever polled; a consumer that does not have a partition assigned warns about its end.
        consumer.assign(IntStream.range(0, topology.partitions())
                .mapToObj(partition -> new TopicPartition(Topics.CONVERSATIONS, partition))
                .toList());
        this.thread = Thread.ofPlatform().name("log-ends").daemon().start(this::run);
    }

    /** The offset the next record of a partition will get, asked after this call. */
    Mono<Long> end(int partition) {
        return Mono.<Long>create(sink -> {
                    if (!waiting.offer(new Request(partition, sink))) {
                        sink.error(new AppendFailed("too many reads are waiting", true, null));
                    }
                })
                .publishOn(Schedulers.parallel());
    }

    private void run() {
        var batch = new ArrayList<Request>();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                batch.add(waiting.take());
                waiting.drainTo(batch);
                answer(batch);
                batch.clear();
            }
        } catch (InterruptedException | org.apache.kafka.common.errors.InterruptException e) {
            Thread.currentThread().interrupt();
        } finally {
            Thread.interrupted();
            consumer.close();
        }
    }

    private void answer(List<Request> requests) {
        try {
            Set<TopicPartition> partitions = new HashSet<>();
            requests.forEach(request -> partitions.add(new TopicPartition(Topics.CONVERSATIONS, request.partition())));
            var ends = consumer.endOffsets(partitions, LIMIT);
            for (var request : requests) {
                var end = ends.get(new TopicPartition(Topics.CONVERSATIONS, request.partition()));
                request.sink().success(end == null ? 0L : end);
            }
        } catch (org.apache.kafka.common.errors.InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            log.warn("The ends of the log cannot be asked: {}", e.toString());
            requests.forEach(request -> request.sink().error(e));
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
