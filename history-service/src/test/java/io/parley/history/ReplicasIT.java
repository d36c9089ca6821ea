package io.parley.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import io.parley.history.transcript.Transcripts;
import io.parley.platform.log.ConversationLog;
import io.parley.platform.log.LogBarrier;
import io.parley.platform.log.LogPlace;
import io.parley.testkit.Backends;
import io.parley.testkit.Callers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Two replicas with one database, each of which reads a part of the log: whoever is asked shows what was acknowledged
 * before. With {@code -Dparley.test.pairs=10000} it takes long and prints figures that mean something.
 */
class ReplicasIT {

    private static final String SERVICE = "history-replicas";
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration TEST_LIMIT = Duration.ofMinutes(10);
    private static final int PAIRS = Integer.getInteger("parley.test.pairs", 400);
    private static final int USERS = PAIRS / 10;
    private static final int AT_ONCE = 4;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static List<ConfigurableApplicationContext> replicas;
    private static ConversationLog log;

    @BeforeAll
    static void start() {
        replicas = List.of(replica(0), replica(1));
        log = replicas.getFirst().getBean(ConversationLog.class);
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", Backends.bootstrapServers()))) {
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(admin.describeConsumerGroups(List.of("parley-" + SERVICE))
                                    .all()
                                    .get()
                                    .values()
                                    .iterator()
                                    .next()
                                    .members())
                            .hasSize(2)
                            .allMatch(member ->
                                    !member.assignment().topicPartitions().isEmpty()));
        }
        await().atMost(LIMIT)
                .until(() -> Flux.fromIterable(replicas)
                        .flatMap(replica -> replica.getBean(LogBarrier.class).awaitAll())
                        .then(Mono.just(true))
                        .onErrorReturn(false)
                        .block(LIMIT));
    }

    @AfterAll
    static void stop() {
        replicas.reversed().forEach(ConfigurableApplicationContext::close);
    }

    @Test
    void showWhatWasSaidAMomentAgo() {
        var key = key();
        begin(key, "ann").block(LIMIT);
        pairs(
                "history",
                i -> say(key, "m" + i),
                (i, said, replica) -> get(replica, history(key) + "?limit=1&after=" + (said.seq() - 1), "ann")
                        .map(page -> HistoryClient.contents(page).contains("m" + i)));
    }

    @Test
    void letInWhoeverBeganAConversationAMomentAgo() {
        var keys = new ArrayList<ConversationKey>();
        for (int i = 0; i < PAIRS; i++) {
            keys.add(key());
        }
        pairs(
                "access",
                i -> begin(keys.get(i), "user-" + i),
                (i, _, replica) ->
                        get(replica, history(keys.get(i)), "user-" + i).map(_ -> true));
    }

    @Test
    void listWhatWasBegunAndSaidAMomentAgo() {
        var keys = new ArrayList<ConversationKey>();
        for (int i = 0; i < PAIRS; i++) {
            keys.add(key());
        }
        var users = "lister-" + UUID.randomUUID() + "-";
        pairs(
                "list",
                i -> begin(keys.get(i), users + i % USERS).then(say(keys.get(i), "m" + i)),
                (i, _, replica) -> get(
                                replica,
                                "/chat/user/" + users + i % USERS + "/conversations?limit=200",
                                users + i % USERS)
                        .map(page -> page.path("conversations")
                                .valueStream()
                                .anyMatch(shown -> shown.path("conversation_id")
                                                .asString()
                                                .equals(keys.get(i).conversation())
                                        && shown.path("last_message").asString().equals("m" + i))));
    }

    @Test
    void waitForThePartitionOrForAll() {
        for (boolean all : new boolean[] {false, true}) {
            var keys = new ArrayList<ConversationKey>();
            for (int i = 0; i < PAIRS; i++) {
                keys.add(key());
            }
            pairs(
                    all ? "barrier of all partitions" : "barrier of one partition",
                    i -> begin(keys.get(i), "ann"),
                    (i, begun, replica) -> {
                        var barrier = replica.getBean(LogBarrier.class);
                        return (all ? barrier.awaitAll() : barrier.await(keys.get(i)))
                                .then(replica.getBean(Transcripts.class).find(keys.get(i)))
                                .map(found -> found.reading().seq() >= begun.seq());
                    });
        }
    }

    private interface Write {
        Mono<LogPlace> of(int pair);
    }

    private interface Read {
        Mono<Boolean> of(int pair, LogPlace written, ConfigurableApplicationContext replica);
    }

    /** Counts reads that do not show what was written before; prints how long they took, the request included. */
    private static void pairs(String name, Write write, Read read) {
        var waits = new ConcurrentLinkedQueue<Long>();
        var stale = Flux.range(0, PAIRS)
                .flatMap(
                        i -> write.of(i).flatMap(written -> {
                            long asked = System.nanoTime();
                            return read.of(i, written, replicas.get(i % 2))
                                    .map(shown -> shown ? "" : "does not show it")
                                    .onErrorResume(failure -> Mono.just(failure.toString()))
                                    .defaultIfEmpty("is empty")
                                    .doOnNext(_ -> waits.add(System.nanoTime() - asked))
                                    .filter(wrong -> !wrong.isEmpty())
                                    .map(wrong ->
                                            "read %d of replica %d after %s: %s".formatted(i, i % 2, written, wrong));
                        }),
                        AT_ONCE)
                .collectList()
                .block(TEST_LIMIT);
        var sorted = waits.stream().sorted().toList();
        System.out.printf(
                "%s: %d write-then-read pairs over two replicas, %d stale; until the answer: median %.1f ms, p99 %.1f ms%n",
                name,
                sorted.size(),
                Objects.requireNonNull(stale).size(),
                sorted.get(sorted.size() / 2) / 1e6,
                sorted.get(sorted.size() * 99 / 100) / 1e6);
        assertThat(sorted).hasSize(PAIRS);
        assertThat(stale).isEmpty();
    }

    private static Mono<LogPlace> begin(ConversationKey key, String owner) {
        return log.append(key, new ConversationStarted(owner, ConversationKind.PEOPLE, null));
    }

    private static Mono<LogPlace> say(ConversationKey key, String content) {
        return log.append(
                key,
                new MessagePosted(
                        MessageId.random(), new Sender("ann", SenderType.USER, null), content, Map.of(), null, null));
    }

    private static ConversationKey key() {
        return new ConversationKey(Callers.TENANT, UUID.randomUUID().toString());
    }

    private static String history(ConversationKey key) {
        return "/chat/" + key.conversation() + "/history";
    }

    private static Mono<JsonNode> get(ConfigurableApplicationContext replica, String path, String user) {
        return WebClient.create("http://127.0.0.1:" + replica.getEnvironment().getRequiredProperty("local.server.port"))
                .get()
                .uri(path)
                .header("Authorization", Callers.bearer(user))
                .retrieve()
                .bodyToMono(byte[].class)
                .map(body -> JSON.readTree(Objects.requireNonNull(body)));
    }

    private static ConfigurableApplicationContext replica(int number) {
        return new SpringApplicationBuilder(HistoryApplication.class)
                .initializers(new Backends())
                .run(
                        "--server.port=0",
                        "--spring.mongodb.database=parley_history_replicas",
                        "--parley.log.service=" + SERVICE,
                        "--parley.log.replica=" + number);
    }
}
