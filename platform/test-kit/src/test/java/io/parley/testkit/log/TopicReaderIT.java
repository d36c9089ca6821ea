package io.parley.testkit.log;

import static io.parley.testkit.log.Facts.inPartition;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.ConversationFact;
import io.parley.events.MessagesRead;
import io.parley.events.live.LiveSignal;
import io.parley.events.live.SessionEnded;
import io.parley.events.log.FactCodec;
import io.parley.events.log.Topics;
import io.parley.platform.log.LogBarrier;
import io.parley.platform.log.TopicReader;
import io.parley.platform.log.TopicReaders;
import io.parley.testkit.TestLog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A replica's own reading of a whole topic. */
class TopicReaderIT {

    private static LogService service;
    private static TestLog log;

    private final List<LiveSignal> read = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() {
        service = LogService.withoutView("reader");
        log = new TestLog();
    }

    @AfterAll
    static void stop() {
        log.close();
        service.close();
    }

    @Test
    void readsEveryPartitionFromTheTopicsBeginning() {
        publish("before");
        var reader = reader(null);
        assertThat(reader.isCaughtUp()).isFalse();
        try (var _ = running(reader)) {
            awaitRead("before", 3);
            Awaitility.await().until(reader::isCaughtUp);

            publish("after");
            awaitRead("after", 3);
        }
        assertThat(reader.isRunning()).isFalse();
    }

    @Test
    void beginsSomeTimeBack() {
        publish("old");
        Awaitility.await().pollDelay(Duration.ofMillis(1500)).until(() -> true);
        publish("young");
        try (var _ = running(reader(Duration.ofSeconds(1)))) {
            awaitRead("young", 3);
            publish("live");
            awaitRead("live", 3);
        }
        assertThat(read).doesNotContain(new SessionEnded("old"));
    }

    @Test
    void missesNothingWhereNothingYoungIsThere() {
        publish("older");
        Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        try (var _ = running(reader(Duration.ofMillis(100)))) {
            publish("next");
            awaitRead("next", 3);
        }
        assertThat(read).doesNotContain(new SessionEnded("older"));
    }

    @Test
    void goesOnAfterARecordItsHandlerCannotBear() {
        var reader = service.get(TopicReaders.class).reader(Topics.LIVE, Duration.ofMillis(1), record -> {
            var signal = FactCodec.decodeSignal(record.value());
            if (new SessionEnded("bad").equals(signal)) {
                throw new IllegalStateException("SECRET");
            }
            read.add(signal);
        });
        try (var _ = running(reader)) {
            Awaitility.await().until(reader::isCaughtUp);
            publish("bad");
            publish("good");
            awaitRead("good", 3);
            assertThat(reader.isCaughtUp()).isTrue();
        }
    }

    @Test
    void canBeStartedAgain() {
        var reader = reader(Duration.ofMillis(1));
        try (var _ = running(reader)) {
            Awaitility.await().until(reader::isCaughtUp);
        }
        read.clear();
        try (var _ = running(reader)) {
            publish("again");
            awaitRead("again", 3);
        }
    }

    @Test
    void letsAReadWaitForEverythingThatWasAppendedBefore() {
        var facts = new CopyOnWriteArrayList<ConversationFact>();
        var reader = service.get(TopicReaders.class)
                .reader(
                        Topics.CONVERSATIONS,
                        Duration.ofMillis(1),
                        record -> facts.add(FactCodec.decodeFact(record.value())));
        try (var _ = running(reader)) {
            Awaitility.await().until(reader::isCaughtUp);
            for (int i = 0; i < 50; i++) {
                var key = inPartition("reader-barrier", i % 3);
                var fact = new MessagesRead("ann", i);
                log.append(key, fact);

                service.get(LogBarrier.class).await(key, reader).block(Duration.ofSeconds(5));
                assertThat(facts).contains(fact);
            }
        }
    }

    private TopicReader reader(Duration back) {
        return service.get(TopicReaders.class).reader(Topics.LIVE, back, record -> {
            read.add(FactCodec.decodeSignal(record.value()));
        });
    }

    private static AutoCloseableReader running(TopicReader reader) {
        reader.start();
        return reader::stop;
    }

    private void publish(String by) {
        for (int partition = 0; partition < 3; partition++) {
            log.publish(inPartition("reader", partition), new SessionEnded(by));
        }
    }

    private void awaitRead(String by, int times) {
        Awaitility.await()
                .untilAsserted(() -> assertThat(read.stream().filter(new SessionEnded(by)::equals))
                        .hasSize(times));
    }

    private interface AutoCloseableReader extends AutoCloseable {
        @Override
        void close();
    }
}
