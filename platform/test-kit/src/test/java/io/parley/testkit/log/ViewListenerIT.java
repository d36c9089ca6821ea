package io.parley.testkit.log;

import static io.parley.testkit.log.Facts.inPartition;
import static io.parley.testkit.log.Facts.said;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.events.MessagePosted;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import io.parley.local.FreePort;
import io.parley.local.mongo.EmbeddedMongo;
import io.parley.platform.log.ConversationView;
import io.parley.platform.log.LogBarrier;
import io.parley.platform.log.LogTopology;
import io.parley.testkit.TestLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import reactor.core.publisher.Mono;

/** A service's view, over restarts, failures, poison and lost databases. Each test is a service and a tenant of its own. */
class ViewListenerIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Where a test waits for one thing after the other. */
    private static final Duration OFTEN = Duration.ofMillis(10);

    private static final TestLog log = new TestLog();

    private final String name = "view-" + UUID.randomUUID().toString().substring(0, 8);
    private final RecordingView view = new RecordingView(name);
    private final List<ConversationKey> rooms = IntStream.range(0, 3)
            .mapToObj(partition -> inPartition(name, partition))
            .toList();

    @TempDir
    Path directory;

    @AfterAll
    static void close() {
        log.close();
    }

    @Test
    void goesOnExactlyWhereItStopped() {
        try (var service = LogService.start(name, view)) {
            say("1", "2", "3");
            awaitSaid(view, "1", "2", "3");
            assertThat(service.get(ReactiveMongoTemplate.class)
                            .getMongoDatabase()
                            .block()
                            .getName())
                    .as("the service's own database")
                    .isEqualTo("test_" + name);
        }
        say("4", "5");

        var again = new RecordingView(name);
        try (var _ = LogService.start(name, again)) {
            say("6");
            awaitSaid(again, "4", "5", "6");
        }
        assertThat(again.applied()).allMatch(RecordingView.Applied::isNew);
    }

    @Test
    void triesAgainUntilTheBatchIsAppliedAndSkipsNothing() {
        // A ClassCastException is one of those that spring-kafka would rather not try again.
        view.failingWith(
                new IllegalStateException("the database is away"),
                new ClassCastException("a document of another form"),
                new IllegalStateException("still away"));
        try (var _ = LogService.start(name, view)) {
            say("1", "2", "3", "4", "5", "6", "7", "8");

            awaitSaid(view, "1", "2", "3", "4", "5", "6", "7", "8");
        }
        assertThat(view.attempts()).isGreaterThan(3);
    }

    @Test
    void passesOverPoisonAndTombstones() {
        var room = rooms.getFirst();
        try (var _ = LogService.start(name, view)) {
            log.append(room, said(room, "1"));
            log.appendRaw(room, "no json".getBytes(StandardCharsets.UTF_8));
            log.appendRaw(room, null);
            log.appendRaw(room, "{\"type\":\"message-posted\"}".getBytes(StandardCharsets.UTF_8));
            log.appendRaw(room, "{\"type\":\"of-a-later-version\"}".getBytes(StandardCharsets.UTF_8));
            log.append(room, said(room, "2"));

            awaitSaid(room, view, "1", "2");
            assertThat(view.skipped()).hasSize(2);
            assertThat(view.attempts()).as("poison is not tried again").isLessThanOrEqualTo(2);
        }

        var again = new RecordingView(name);
        try (var _ = LogService.start(name, again)) {
            log.append(room, said(room, "3"));
            awaitSaid(room, again, "3");
            assertThat(again.skipped()).isEmpty();
        }
    }

    @Test
    void rebuildsALostViewWithoutCausingAnythingAgain() {
        try (var service = LogService.start(name, view)) {
            say("1", "2");
            awaitSaid(view, "1", "2");
            service.get(ReactiveMongoTemplate.class).dropCollection("positions").block(LIMIT);
        }

        var rebuilt = new RecordingView(name);
        try (var _ = LogService.start(name, rebuilt)) {
            say("3");
            awaitSaid(rebuilt, "1", "2", "3");
        }
        assertThat(rebuilt.applied())
                .allSatisfy(applied -> assertThat(applied.isNew())
                        .isEqualTo(((MessagePosted) applied.fact().fact())
                                .content()
                                .equals("3")));
    }

    @Test
    void notesWhatCausedNothingNowAndThenAndWhatCausedSomethingAtOnce() {
        var room = rooms.getFirst();
        var told = new AtomicInteger();
        ConversationView quiet = batch -> {
            for (var fact : batch.facts()) {
                if (fact.conversation().equals(room)
                        && fact.fact() instanceof MessagePosted posted
                        && posted.content().equals("tell")
                        && batch.isNew(fact)) {
                    told.incrementAndGet();
                }
            }
        };
        try (var service = LogService.start(name, quiet)) {
            assertThat(IntStream.range(0, 20)
                            .mapToObj(i -> log.append(room, said(room, "quiet " + i)))
                            .filter(fact -> {
                                positionsReach(service, fact);
                                return position(service, "effects", fact) <= fact.seq();
                            }))
                    .as("batches that were not noted at once")
                    .isNotEmpty();

            var tell = log.append(room, said(room, "tell"));
            positionsReach(service, tell);
            assertThat(position(service, "effects", tell)).isEqualTo(tell.seq() + 1);
            positionsReach(service, log.append(room, said(room, "third")));
            service.get(ReactiveMongoTemplate.class).dropCollection("positions").block(LIMIT);
        }

        try (var service = LogService.start(name, quiet)) {
            positionsReach(service, log.append(room, said(room, "fourth")));
        }
        assertThat(told).hasValue(1);
    }

    private static void positionsReach(LogService service, LoggedFact fact) {
        Awaitility.await()
                .atMost(LIMIT)
                .pollInterval(OFTEN)
                .until(() -> position(service, "positions", fact) > fact.seq());
    }

    private static long position(LogService service, String collection, LoggedFact fact) {
        var id = service.get(LogTopology.class).epoch() + "/" + fact.partition();
        var found = service.get(ReactiveMongoTemplate.class)
                .findById(id, Document.class, collection)
                .block(LIMIT);
        return found == null ? 0 : found.getLong("next");
    }

    @Test
    void doesNotStartOnAViewOfAnotherLog() {
        change(database -> database.save(new Document("_id", "another-log/0").append("next", 5L), "positions"));

        assertThatThrownBy(() -> LogService.start(name, view))
                .rootCause()
                .hasMessageContaining("another-log")
                .hasMessageContaining("rebuild the views");
        assertThat(view.applied()).isEmpty();
    }

    @Test
    void doesNotStartBeyondTheEndOfTheLog() {
        try (var service = LogService.start(name, view)) {
            var epoch = service.get(LogTopology.class).epoch();
            service.get(ReactiveMongoTemplate.class)
                    .save(new Document("_id", epoch + "/1").append("next", 1_000_000L), "positions")
                    .block(LIMIT);
        }

        assertThatThrownBy(() -> LogService.start(name, view))
                .rootCause()
                .hasMessageContaining("partition 1")
                .hasMessageContaining("1000000");
    }

    @Test
    void sharesThePartitionsAmongReplicas() {
        var other = new RecordingView(name);
        try (var _ = LogService.start(name, 0, view);
                var _ = LogService.start(name, 1, other)) {
            awaitBoth(view, other);

            assertThat(Stream.of(view, other).flatMap(one -> one.facts().stream()))
                    .as("every fact is applied by one replica")
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void waitsForADatabaseThatIsAwayWhenPartitionsAreAssigned() {
        var file = directory.resolve("mongo.mv");
        int port = FreePort.next();
        var mongo = EmbeddedMongo.start(file, port);
        var setting = "spring.mongodb.uri=" + mongo.uri() + "/?serverSelectionTimeoutMS=500";
        var other = new RecordingView(name);
        try (var _ = LogService.start(name, 0, view, setting)) {
            List<ConversationKey> moving;
            try (var leaving = LogService.start(name, 1, other, setting)) {
                var newest = awaitBoth(view, other);
                // What it read first and then handed over while both were joining does not come from it.
                moving = rooms.stream()
                        .filter(room -> other.said(room).contains(newest))
                        .toList();
                assertThat(moving).isNotEmpty();
                // Applied is not yet noted: a position noted later would take the forgotten one's place.
                leaving.get(LogBarrier.class).awaitAll().block(LIMIT);
                // As after a rebuilding that has only begun: the group's offsets are ahead of the view.
                moving.forEach(room -> forget(leaving, room.partition(3)));
                mongo.close();
            }
            // The session of the replica that left ends after six seconds; then its partitions come here.
            Awaitility.await().pollDelay(Duration.ofSeconds(8)).until(() -> true);
            mongo = EmbeddedMongo.start(file, port);
            say("last");

            Awaitility.await()
                    .atMost(LIMIT)
                    .untilAsserted(() -> assertThat(rooms)
                            .allSatisfy(room -> assertThat(view.said(room)).endsWith("last")));
            assertThat(moving)
                    .allSatisfy(room -> assertThat(view.said(room))
                            .as("read again from the view's own position")
                            .containsAll(other.said(room)));
            assertThat(Stream.of(view, other)
                            .flatMap(one -> one.applied().stream())
                            .filter(RecordingView.Applied::isNew))
                    .extracting(RecordingView.Applied::fact)
                    .as("facts that may cause something")
                    .doesNotHaveDuplicates();
        } finally {
            mongo.close();
        }
    }

    @Test
    void isNotReadyOnceItsPlaceWasTaken() {
        var health = LogService.start(name, 0, view);
        try (health) {
            Awaitility.await()
                    .atMost(LIMIT)
                    .untilAsserted(() -> assertThat(status(health)).isEqualTo(Status.UP));
            try (var usurper = LogService.start(name, 0, new RecordingView(name))) {
                Awaitility.await()
                        .atMost(LIMIT)
                        .untilAsserted(() -> assertThat(status(usurper)).isEqualTo(Status.UP));
                say("1");
                Awaitility.await()
                        .atMost(LIMIT)
                        .untilAsserted(() -> assertThat(status(health)).isNotEqualTo(Status.UP));
            }
        }
    }

    @Test
    void isReadyWhenItHasReadWhatWasThere() {
        say("1", "2");
        view.failingWith(IntStream.range(0, 4)
                .mapToObj(i -> new IllegalStateException("away"))
                .toArray(RuntimeException[]::new));
        try (var service = LogService.start(name, view)) {
            assertThat(status(service)).isNotEqualTo(Status.UP);

            Awaitility.await()
                    .atMost(LIMIT)
                    .untilAsserted(() -> assertThat(status(service)).isEqualTo(Status.UP));

            awaitSaid(view, "1", "2");
            service.get(LogBarrier.class).awaitAll().block(LIMIT);
        }
    }

    private static Status status(LogService service) {
        return service.context()
                .getBean("conversationLogHealthIndicator", HealthIndicator.class)
                .health()
                .getStatus();
    }

    /** Says things in all rooms until both replicas have partitions of their own; returns what was said last. */
    private String awaitBoth(RecordingView one, RecordingView two) {
        var said = new ArrayList<String>();
        Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(300)).untilAsserted(() -> {
            said.add("word-" + said.size());
            say(said.getLast());
            assertThat(one.facts()).isNotEmpty();
            assertThat(two.facts()).isNotEmpty();
        });
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(rooms)
                        .allSatisfy(room -> assertThat(Stream.of(one, two).flatMap(view -> view.said(room).stream()))
                                .containsExactlyInAnyOrderElementsOf(said)));
        return said.getLast();
    }

    private void say(String... words) {
        for (var word : words) {
            rooms.forEach(room -> log.append(room, said(room, word)));
        }
    }

    private void awaitSaid(RecordingView by, String... words) {
        rooms.forEach(room -> awaitSaid(room, by, words));
    }

    private static void awaitSaid(ConversationKey room, RecordingView by, String... words) {
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(by.said(room)).containsExactly(words));
    }

    private static void forget(LogService service, int partition) {
        service.get(ReactiveMongoTemplate.class)
                .save(
                        new Document("_id", service.get(LogTopology.class).epoch() + "/" + partition)
                                .append("next", 0L),
                        "positions")
                .block(LIMIT);
    }

    private void change(Function<ReactiveMongoTemplate, Mono<?>> change) {
        try (var service = LogService.withoutView(name)) {
            change.apply(service.get(ReactiveMongoTemplate.class)).block(LIMIT);
        }
    }
}
