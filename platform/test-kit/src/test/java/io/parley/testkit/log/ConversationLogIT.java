package io.parley.testkit.log;

import static io.parley.testkit.log.Facts.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.live.AnswerChunk;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import io.parley.events.log.Topics;
import io.parley.local.kafka.EmbeddedKafka;
import io.parley.local.kafka.SuiteTopics;
import io.parley.platform.log.AppendFailed;
import io.parley.platform.log.ConversationLog;
import io.parley.platform.log.LiveTopic;
import io.parley.testkit.Backends;
import io.parley.testkit.TestLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Appending and publishing, with the broker there and away. */
class ConversationLogIT {

    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final ConversationKey ROOM = new ConversationKey("append", "room-1");

    @Test
    void tellsWhereTheFactStands() {
        try (var service = LogService.withoutView("append");
                var log = new TestLog()) {
            var append = service.get(ConversationLog.class).append(ROOM, said(ROOM, "hello"));

            var first = append.block(LIMIT);
            var second = append.block(LIMIT);

            assertThat(log.facts(ROOM))
                    .extracting(LoggedFact::fact)
                    .containsExactly(said(ROOM, "hello"), said(ROOM, "hello"));
            assertThat(log.facts(ROOM)).extracting(LoggedFact::seq).containsExactly(first.seq(), second.seq());
            assertThat(first.partition()).isEqualTo(ROOM.partition(log.partitions()));
        }
    }

    @Test
    void erasesARecordByItsKey() {
        var room = new ConversationKey("append", "erased");
        try (var service = LogService.withoutView("append-erase");
                var log = new TestLog();
                var consumer = new KafkaConsumer<>(
                        Map.<String, Object>of("bootstrap.servers", Backends.bootstrapServers()),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            var place = service.get(ConversationLog.class)
                    .append(room, said(room, "secret"))
                    .block(LIMIT);
            var partition = new TopicPartition(Topics.CONVERSATIONS, place.partition());
            consumer.assign(List.of(partition));
            consumer.seek(partition, place.seq());
            var secret = consumer.poll(LIMIT).records(partition).getFirst();

            var tombstone = service.get(ConversationLog.class)
                    .erase(secret.key(), place.partition())
                    .block(LIMIT);

            consumer.seek(partition, tombstone.seq());
            var record = consumer.poll(LIMIT).records(partition).getFirst();
            assertThat(record.key()).isEqualTo(secret.key());
            assertThat(record.value()).isNull();
            assertThat(log.facts(room)).hasSize(1);
        }
    }

    @Test
    void keepsTheOrderOfSignals() {
        var chunks = IntStream.range(0, 500)
                .mapToObj(i -> new AnswerChunk(MessageId.of(ROOM, "ann", "1").answer(0), 1, i, "x"))
                .toList();
        var room = new ConversationKey("append", "signals");
        try (var service = LogService.withoutView("append-live");
                var log = new TestLog()) {
            Flux.fromIterable(chunks)
                    .flatMapSequential(chunk -> service.get(LiveTopic.class).publish(room, chunk), 256)
                    .blockLast(LIMIT);

            assertThat(log.signals(room)).containsExactlyElementsOf(chunks);
        }
    }

    @Test
    void failsInTenSecondsWhereTheBrokerIsAway(@TempDir Path directory) throws Exception {
        var kafka = EmbeddedKafka.start(directory, 0, 0);
        SuiteTopics.create(kafka.bootstrapServers(), Duration.ofSeconds(10));
        try (var service =
                LogService.withoutView("append-away", "parley.log.bootstrap-servers=" + kafka.bootstrapServers())) {
            var log = service.get(ConversationLog.class);
            var live = service.get(LiveTopic.class);
            log.append(ROOM, said(ROOM, "there")).block(LIMIT);
            kafka.close();

            long begun = System.nanoTime();
            var few = Flux.range(0, 20).flatMap(i -> failureOf(log.append(ROOM, said(ROOM, "away " + i))), 20);
            // The live topic was never written to: each send waits for its partitions, one after the other.
            var signals = Flux.range(0, 10).flatMap(i -> failureOf(live.publish(ROOM, signal())), 10);
            // What cannot be sent fills the producer's memory; what comes then waits in the queue, until that is full.
            var fact = large();
            var large = Flux.range(0, 400).flatMap(i -> failureOf(log.append(ROOM, fact)), 400);
            var small = Flux.range(0, 6_000).flatMap(i -> failureOf(log.append(ROOM, said(ROOM, "small"))), 6_000);
            var failures = Flux.merge(few, signals, large, small.delaySubscription(Duration.ofSeconds(1)))
                    .collectList()
                    .block(Duration.ofSeconds(60));
            var taken = Duration.ofNanos(System.nanoTime() - begun);

            assertThat(failures).hasSize(6_430).anyMatch(AppendFailed::isBusy).anyMatch(failure -> !failure.isBusy());
            assertThat(taken).isLessThan(Duration.ofSeconds(14));
        }
    }

    private static AnswerChunk signal() {
        return new AnswerChunk(MessageId.random(), 1, 0, "x");
    }

    /** 180 KB that do not compress. */
    private static MessagePosted large() {
        var random = new Random(1);
        var text = new StringBuilder();
        random.ints(60_000, 0x4e00, 0x9e00).forEach(text::appendCodePoint);
        return said(ROOM, text.toString());
    }

    private static Mono<AppendFailed> failureOf(Mono<?> append) {
        return append.flatMap(_ -> Mono.<AppendFailed>error(new AssertionError("it was acknowledged")))
                .switchIfEmpty(Mono.error(() -> new AssertionError("it was acknowledged")))
                .onErrorResume(AppendFailed.class, Mono::just);
    }
}
