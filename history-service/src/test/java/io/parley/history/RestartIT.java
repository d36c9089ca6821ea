package io.parley.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.events.ConversationFact;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.MessageRejected;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import io.parley.testkit.Backends;
import io.parley.testkit.Callers;
import io.parley.testkit.TestLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Query;

/** What is left when the service stops and starts again, with a database and a group of its own. */
class RestartIT {

    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Sender ANN = new Sender("ann", SenderType.USER, null);

    private final ConversationKey key =
            new ConversationKey(Callers.TENANT, UUID.randomUUID().toString());

    @Test
    void losesAndDoublesNothing() {
        try (var log = new TestLog()) {
            log.append(key, new ConversationStarted("ann", ConversationKind.PEOPLE, null));
            say(log, 0, 120);
            var garbage = "{\"type\":\"message-posted\"}".getBytes(StandardCharsets.UTF_8);
            var rejected = log.appendRaw(key, garbage);
            log.appendRaw(key, null);

            try (var first = start()) {
                assertThat(contents(first)).isEqualTo(texts(120));
                log.await(key, MessageRejected.class::isInstance, LIMIT);
            }
            say(log, 120, 250);
            try (var second = start()) {
                assertThat(contents(second)).isEqualTo(texts(250));
                // As if the service had died before it raised any position: everything is read again.
                forgetPositions(second);
            }
            var letters = lettersOf(log);
            var rejections = rejections(log);
            try (var third = start()) {
                assertThat(contents(third)).isEqualTo(texts(250));
            }

            // The service that the other tests share reads this log too, and has its own word about it.
            assertThat(lettersOf(log)).hasSameSizeAs(letters);
            assertThat(rejections(log)).isEqualTo(rejections);
            var reason = "messageId of MessagePosted is missing";
            assertThat(rejections).isNotEmpty().containsOnly(new MessageRejected(rejected.offset(), reason));
            assertThat(letters).isNotEmpty().allSatisfy(letter -> {
                assertThat(letter.value()).isEqualTo(garbage);
                assertThat(header(letter, "partition")).isEqualTo(Integer.toString(rejected.partition()));
                assertThat(header(letter, "offset")).isEqualTo(Long.toString(rejected.offset()));
                assertThat(header(letter, "reason")).isEqualTo(reason);
            });
        }
    }

    private List<ConversationFact> rejections(TestLog log) {
        return log.facts(key).stream()
                .map(LoggedFact::fact)
                .filter(MessageRejected.class::isInstance)
                .toList();
    }

    private List<ConsumerRecord<String, byte[]>> lettersOf(TestLog log) {
        return log.deadLetters().stream()
                .filter(letter -> letter.key().startsWith(key + "/"))
                .toList();
    }

    private static String header(ConsumerRecord<String, byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(HistoryApplication.class)
                .initializers(new Backends())
                .run(
                        "--server.port=0",
                        "--spring.mongodb.database=parley_history_restart",
                        "--parley.log.service=history-restart");
    }

    private static void forgetPositions(ConfigurableApplicationContext context) {
        context.getBean(ReactiveMongoTemplate.class)
                .remove(new Query(), "positions")
                .block(LIMIT);
    }

    private void say(TestLog log, int from, int to) {
        IntStream.range(from, to)
                .forEach(i ->
                        log.append(key, new MessagePosted(MessageId.random(), ANN, "m" + i, Map.of(), null, null)));
    }

    private static List<String> texts(int count) {
        return IntStream.range(0, count).mapToObj(i -> "m" + i).toList();
    }

    /** Two pages; a service that has just started may ask to be asked again. */
    private List<String> contents(ConfigurableApplicationContext context) {
        var client =
                new HistoryClient(Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port")));
        var path = "/chat/" + key.conversation() + "/history";
        await().atMost(LIMIT)
                .until(() -> client.get(path, Callers.bearer("ann"))
                                .returnResult(Void.class)
                                .getStatus()
                                .value()
                        != 503);
        var newest = client.history(key.conversation(), "ann", "?limit=200");
        var before = newest.path("messages").get(0).path("seq").asLong();
        var older = client.contents(key.conversation(), "ann", "?limit=200&before=" + before);
        return Stream.concat(older.stream(), HistoryClient.contents(newest).stream())
                .toList();
    }
}
