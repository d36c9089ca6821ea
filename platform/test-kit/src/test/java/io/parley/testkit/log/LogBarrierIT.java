package io.parley.testkit.log;

import static io.parley.testkit.log.Facts.inPartition;
import static io.parley.testkit.log.Facts.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.log.ConversationKey;
import io.parley.platform.log.ConversationLog;
import io.parley.platform.log.ConversationView;
import io.parley.platform.log.LogBarrier;
import io.parley.platform.log.ViewBatch;
import io.parley.platform.problem.Problem;
import io.parley.testkit.TestLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Two replicas of one service with one database: what was acknowledged is read, whoever is asked. */
class LogBarrierIT {

    private static final String NAME = "barrier";
    private static final int PAIRS = 500;

    /** The database both replicas share. */
    private static final Set<MessageId> stored = ConcurrentHashMap.newKeySet();

    private static final Set<Integer> readByFirst = ConcurrentHashMap.newKeySet();
    private static final Set<Integer> readBySecond = ConcurrentHashMap.newKeySet();

    private static LogService first;
    private static LogService second;

    @BeforeAll
    static void start() {
        first = LogService.start(NAME, 0, storing(readByFirst));
        second = LogService.start(NAME, 1, storing(readBySecond));
        // The second first: once it reads, what the first reads is its share.
        awaitShare(readBySecond);
        readByFirst.clear();
        awaitShare(readByFirst);
    }

    private static void awaitShare(Set<Integer> read) {
        try (var log = new TestLog()) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(200))
                    .untilAsserted(() -> {
                        for (int partition = 0; partition < 3; partition++) {
                            var room = inPartition(NAME, partition);
                            log.append(room, said(room, "start"));
                        }
                        assertThat(read).isNotEmpty();
                    });
        }
    }

    @AfterAll
    static void stop() {
        second.close();
        first.close();
    }

    @Test
    void showsAnAcknowledgedWriteOnOwnerAndOther() {
        var writer = first.get(ConversationLog.class);
        var waits = new ArrayList<Long>();

        var stale = Flux.range(0, PAIRS)
                .flatMap(
                        i -> {
                            var room = new ConversationKey(NAME, "pair-" + i);
                            var fact = said(room, "hello " + i);
                            return writer.append(room, fact)
                                    .thenMany(Flux.just(first, second)
                                            .concatMap(replica -> isShown(replica, room, fact, waits)));
                        },
                        8)
                .filter(shown -> !shown)
                .count()
                .block(Duration.ofSeconds(60));

        assertThat(stale).isZero();
        assertThat(waits).hasSize(2 * PAIRS);
        waits.sort(null);
        System.out.printf(
                "barrier: %d reads, median %.1f ms, p99 %.1f ms%n",
                waits.size(), waits.get(waits.size() / 2) / 1e6, waits.get(waits.size() * 99 / 100) / 1e6);
    }

    @Test
    void waitsForEveryPartitionWhereAReadRestsOnAll() {
        var facts = new ArrayList<MessagePosted>();
        for (int partition = 0; partition < 3; partition++) {
            var room = inPartition(NAME, partition);
            var fact = said(room, "all " + partition);
            facts.add(fact);
            first.get(ConversationLog.class).append(room, fact).block(Duration.ofSeconds(10));
        }

        for (var replica : List.of(first, second)) {
            replica.get(LogBarrier.class).awaitAll().block(Duration.ofSeconds(5));
            assertThat(stored)
                    .containsAll(facts.stream().map(MessagePosted::messageId).toList());
        }
    }

    @Test
    void saysThatTheViewIsBehindAfterTwoSeconds() {
        var release = new CountDownLatch(1);
        ConversationView stuck = batch -> {
            if (batch.facts().stream()
                    .anyMatch(fact -> fact.conversation().tenant().equals("stuck"))) {
                await(release);
            }
        };
        try (var service = LogService.start("barrier-stuck", stuck)) {
            var room = new ConversationKey("stuck", "room");
            service.get(ConversationLog.class).append(room, said(room, "1")).block(Duration.ofSeconds(10));

            StepVerifier.create(service.get(LogBarrier.class).await(room))
                    .expectErrorSatisfies(failure -> assertThat(failure)
                            .isInstanceOfSatisfying(Problem.class, problem -> {
                                assertThat(problem.code()).isEqualTo("view_behind");
                                assertThat(problem.status().value()).isEqualTo(503);
                            }))
                    .verify(Duration.ofSeconds(4));

            release.countDown();
            StepVerifier.create(service.get(LogBarrier.class).await(room))
                    .expectComplete()
                    .verify(Duration.ofSeconds(4));
        }
    }

    @Test
    void goesOnElsewhereThanOnTheListenersThread() {
        var room = new ConversationKey(NAME, "thread");
        var names = Flux.just(first, second)
                .concatMap(replica -> first.get(ConversationLog.class)
                        .append(room, said(room, "x"))
                        .then(replica.get(LogBarrier.class).await(room))
                        .then(Mono.fromSupplier(() -> Thread.currentThread().getName())))
                .collectList()
                .block(Duration.ofSeconds(10));

        assertThat(names).allMatch(name -> !name.startsWith("view"));
    }

    private static Mono<Boolean> isShown(
            LogService replica, ConversationKey room, MessagePosted fact, List<Long> waits) {
        return Mono.defer(() -> {
            long asked = System.nanoTime();
            return replica.get(LogBarrier.class).await(room).then(Mono.fromSupplier(() -> {
                synchronized (waits) {
                    waits.add(System.nanoTime() - asked);
                }
                return stored.contains(fact.messageId());
            }));
        });
    }

    private static ConversationView storing(Set<Integer> read) {
        return (ViewBatch batch) -> batch.facts().forEach(logged -> {
            read.add(logged.partition());
            if (logged.fact() instanceof MessagePosted posted) {
                stored.add(posted.messageId());
            }
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
