package io.parley.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.events.ConversationKind;
import io.parley.events.MessageRejected;
import io.parley.events.log.LoggedFact;
import io.parley.local.FreePort;
import io.parley.local.kafka.EmbeddedKafka;
import io.parley.local.kafka.SuiteTopics;
import io.parley.local.mongo.EmbeddedMongo;
import io.parley.testkit.Backends;
import io.parley.testkit.Callers;
import io.parley.testkit.TestLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A service with a log and a database of its own, so that what stands in the dead-letter topic is its word alone.
 * {@code -Dparley.test.outage=60} keeps the database away for a minute.
 */
class OutageIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("parley.test.outage", 8));

    @Test
    void setsAsideWhatIsPoisonAndNothingElse(@TempDir Path directory) throws Exception {
        var kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0, 0);
        var file = directory.resolve("mongo").resolve("data.h2");
        int port = FreePort.next();
        var mongo = EmbeddedMongo.start(file, port);
        SuiteTopics.create(kafka.bootstrapServers(), LIMIT);
        try (var log = new TestLog(kafka.bootstrapServers())) {
            try (var service = start(kafka, mongo)) {
                var client = new HistoryClient(
                        Integer.parseInt(service.getEnvironment().getRequiredProperty("local.server.port")));
                var talk = Talk.begin(log, "ann", ConversationKind.PEOPLE);
                say(talk, 0, 20);
                var poison = log.appendRaw(talk.key(), "no fact".getBytes(StandardCharsets.UTF_8));
                say(talk, 20, 40);
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(contents(client, talk)).isEqualTo(texts(40)));
                log.await(talk.key(), MessageRejected.class::isInstance, LIMIT);

                mongo.close();
                say(talk, 40, 60);
                assertThat(client.get("/chat/" + talk.id() + "/history", Callers.bearer("ann"))
                                .returnResult(Void.class)
                                .getStatus()
                                .is5xxServerError())
                        .isTrue();
                // What comes back is the time itself: nothing can be waited for.
                await().pollDelay(OUTAGE).atMost(OUTAGE.plus(LIMIT)).until(() -> true);
                assertThat(log.deadLetters()).hasSize(1);
                mongo = EmbeddedMongo.start(file, port);
                say(talk, 60, 80);

                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(contents(client, talk)).isEqualTo(texts(80)));
                assertThat(rejections(log, talk)).isEqualTo(List.of(poison.offset()));

                mongo.close();
                var second = log.appendRaw(talk.key(), "no fact either".getBytes(StandardCharsets.UTF_8));
                say(talk, 80, 100);
                await().pollDelay(Duration.ofSeconds(3)).atMost(LIMIT).until(() -> true);
                mongo = EmbeddedMongo.start(file, port);

                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(contents(client, talk)).isEqualTo(texts(100)));
                await().atMost(LIMIT)
                        .untilAsserted(() ->
                                assertThat(rejections(log, talk)).isEqualTo(List.of(poison.offset(), second.offset())));
                assertThat(log.deadLetters())
                        .extracting(letter -> new String(letter.value(), StandardCharsets.UTF_8))
                        .containsExactly("no fact", "no fact either");
            }
        } finally {
            mongo.close();
            kafka.close();
        }
    }

    private static ConfigurableApplicationContext start(EmbeddedKafka kafka, EmbeddedMongo mongo) {
        return new SpringApplicationBuilder(HistoryApplication.class)
                .initializers(new Backends())
                .run(
                        "--server.port=0",
                        "--spring.mongodb.uri=" + mongo.uri() + "/",
                        "--parley.log.bootstrap-servers=" + kafka.bootstrapServers());
    }

    private static List<Long> rejections(TestLog log, Talk talk) {
        return log.facts(talk.key()).stream()
                .map(LoggedFact::fact)
                .filter(MessageRejected.class::isInstance)
                .map(fact -> ((MessageRejected) fact).rejectedSeq())
                .toList();
    }

    private static List<String> contents(HistoryClient client, Talk talk) {
        return client.contents(talk.id(), "ann", "?limit=200");
    }

    private static void say(Talk talk, int from, int to) {
        texts(to).subList(from, to).forEach(talk::says);
    }

    private static List<String> texts(int count) {
        return IntStream.range(0, count).mapToObj(i -> "m" + i).toList();
    }
}
