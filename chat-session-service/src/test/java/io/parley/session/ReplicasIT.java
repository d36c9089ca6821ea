package io.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.AnswerCompleted;
import io.parley.events.Chatbot;
import io.parley.events.FinishReason;
import io.parley.events.MessagePosted;
import io.parley.events.WhileAnswering;
import io.parley.events.live.AnswerChunk;
import io.parley.events.live.AnswerStarted;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.WireJson;
import io.parley.testkit.Backends;
import io.parley.testkit.Callers;
import io.parley.testkit.TestLog;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpStatusCode;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Two replicas: one session, one message for each id, and the same facts in the same order on both. */
class ReplicasIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final TestLog log = new TestLog();
    private static ConfigurableApplicationContext first;
    private static ConfigurableApplicationContext second;

    @BeforeAll
    static void start() {
        first = replica(0);
        second = replica(1);
        log.publish(new Chatbot(Chatbot.EVERY_TENANT, "leta", "Leta AI", "Hello!", WhileAnswering.ENQUEUE));
        for (int port : List.of(port(first), port(second))) {
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> tryForSession(port, "warm-up").is2xxSuccessful());
        }
    }

    @AfterAll
    static void stop() {
        second.close();
        first.close();
    }

    @Test
    void acceptAMessageOnceWhereverItIsSentAndShowTheSame() throws Exception {
        for (int round = 0; round < 15; round++) {
            var user = "user-" + UUID.randomUUID();
            var sessions = together(() -> session(port(first), user), () -> session(port(second), user));
            assertThat(sessions.get(0).get("session_id"))
                    .isEqualTo(sessions.get(1).get("session_id"));
            var session = sessions.getFirst();
            var key = new ConversationKey(
                    Callers.TENANT, session.get("conversation_id").stringValue());
            var path = "/ws/chat/" + session.get("session_id").stringValue();
            try (var one = new SocketClient(port(first), path, Callers.bearer(user));
                    var two = new SocketClient(port(second), path, Callers.bearer(user))) {
                one.next("session_info");
                two.next("session_info");

                var acknowledged = together(
                        () -> {
                            one.send("{\"message\":\"from one\",\"client_message_id\":\"same\"}");
                            return one.next("message_received");
                        },
                        () -> {
                            two.send("{\"message\":\"from two\",\"client_message_id\":\"same\"}");
                            return two.next("message_received");
                        });
                assertThat(acknowledged.get(0)).isEqualTo(acknowledged.get(1));
                answer(key);
                one.next("response_complete");
                two.next("response_complete");

                assertSameFacts(one, two);
                assertThat(one.types()).containsSubsequence("message_received", "response_start", "response_complete");
                assertThat(two.types()).containsSubsequence("message_received", "response_start", "response_complete");
                assertThat(one.types().stream().filter("message_received"::equals))
                        .hasSize(1);
            }
        }
    }

    private static void answer(ConversationKey key) {
        var question = log.await(key, MessagePosted.class::isInstance, LIMIT);
        var posted = (MessagePosted) question.fact();
        var answer = posted.messageId().answer(0);
        log.publish(key, new AnswerStarted(answer, posted.messageId(), question.seq(), 1, 0, null));
        log.publish(key, new AnswerChunk(answer, 1, 0, "He"));
        log.append(
                key,
                new AnswerCompleted(
                        answer, posted.messageId(), 0, 1, 0, "leta", "Here", FinishReason.STOP, List.of(), null, null));
    }

    /** Facts have one seq and one prev_seq, whichever replica shows them. */
    private static void assertSameFacts(SocketClient one, SocketClient two) {
        var places = new HashSet<List<Long>>();
        for (var socket : List.of(one, two)) {
            places.addAll(socket.all().stream()
                    .filter(frame -> frame.has("seq"))
                    .map(frame -> List.of(
                            frame.get("seq").longValue(), frame.get("prev_seq").longValue()))
                    .toList());
        }
        assertThat(places).as("the message and its answer").hasSize(2);
    }

    private interface Work {
        JsonNode call() throws Exception;
    }

    private static List<JsonNode> together(Work one, Work two) throws Exception {
        var done = new CopyOnWriteArrayList<JsonNode>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(one::call);
            var second = threads.submit(two::call);
            done.add(first.get());
            done.add(second.get());
        }
        return done;
    }

    private static ConfigurableApplicationContext replica(int number) {
        return new SpringApplicationBuilder(ChatSessionApplication.class)
                .initializers(new Backends())
                .run(
                        "--server.port=0",
                        "--PARLEY_REPLICA=" + number,
                        // A group of their own: other tests' service has partitions too.
                        "--parley.log.service=replicas-it",
                        "--spring.mongodb.database=replicas_it");
    }

    private static int port(ConfigurableApplicationContext replica) {
        return replica.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    private static HttpStatusCode tryForSession(int port, String user) {
        return http(port)
                .post()
                .uri("/chatbot/leta/session")
                .header("Authorization", Callers.bearer(user))
                .exchange()
                .returnResult(String.class)
                .getStatus();
    }

    private static JsonNode session(int port, String user) {
        return WireJson.mapper()
                .readTree(http(port)
                        .post()
                        .uri("/chatbot/leta/session")
                        .header("Authorization", Callers.bearer(user))
                        .exchange()
                        .expectStatus()
                        .is2xxSuccessful()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody());
    }

    private static WebTestClient http(int port) {
        return WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port)
                .responseTimeout(LIMIT)
                .build();
    }
}
