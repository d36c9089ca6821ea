package io.parley.platform.log;

import io.parley.events.log.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Collectors;
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

    private record Request(Set<Integer> partitions, MonoSink<Map<Integer, Long>> sink) {}

    private final BlockingQueue<Request> waiting = new ArrayBlockingQueue<>(QUEUE);
    private final Set<Integer> all;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Thread thread;

    EndOffsets(LogProperties properties, LogTopology topology) {
        this.all = IntStream.range(0, topology.partitions()).boxed().collect(Collectors.toUnmodifiableSet());
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
        consumer.assign(all.stream().map(EndOffsets::partition).toList());
        this.thread = Thread.ofPlatform().name("log-ends").daemon().start(this::run);
    }

    /** The offset the next record of a partition will get, asked after this call. */
    Mono<Long> end(int partition) {
        return ends(Set.of(partition)).map(ends -> ends.getOrDefault(partition, 0L));
    }

    /** The same of every partition, as one question. */
    Mono<Map<Integer, Long>> all() {
        return ends(all);
    }

    private Mono<Map<Integer, Long>> ends(Set<Integer> partitions) {
        return Mono.<Map<Integer, Long>>create(sink -> {
                    if (!waiting.offer(new Request(partitions, sink))) {
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
            var asked = new HashSet<Integer>();
            requests.forEach(request -> asked.addAll(request.partitions()));
            var ends = new HashMap<Integer, Long>();
            consumer.endOffsets(asked.stream().map(EndOffsets::partition).toList(), LIMIT)
                    .forEach((partition, end) -> ends.put(partition.partition(), end));
            requests.forEach(request -> request.sink().success(ends));
        } catch (org.apache.kafka.common.errors.InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            log.warn("The ends of the log cannot be asked: {}", e.toString());
            requests.forEach(request -> request.sink().error(e));
        }
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition(Topics.CONVERSATIONS, number);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
