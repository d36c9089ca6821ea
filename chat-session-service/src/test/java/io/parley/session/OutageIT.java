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
import io.parley.local.FreePort;
import io.parley.local.kafka.EmbeddedKafka;
import io.parley.local.kafka.SuiteTopics;
import io.parley.local.mongo.EmbeddedMongo;
import io.parley.testkit.Callers;
import io.parley.testkit.TestLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Sockets stay open while the broker or the database is away, hear what became of their frames, and go on. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@DirtiesContext
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutageIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Path DIRECTORY = newDirectory();
    private static final int KAFKA_PORT = FreePort.next();
    private static final int CONTROLLER_PORT = FreePort.next();
    private static final int MONGO_PORT = FreePort.next();

    private static EmbeddedKafka kafka;
    private static EmbeddedMongo mongo;

    @DynamicPropertySource
    static void start(DynamicPropertyRegistry properties) throws Exception {
        startKafka();
        SuiteTopics.create(kafka.bootstrapServers(), LIMIT);
        startMongo();
        properties.add("PARLEY_KAFKA", kafka::bootstrapServers);
        properties.add("PARLEY_MONGODB_URI", mongo::uri);
        properties.add("PARLEY_INTERNAL_KEY_FILE", () -> Callers.keyFile().toString());
        properties.add("management.server.port", () -> "0");
    }

    private static void startKafka() {
        kafka = EmbeddedKafka.start(DIRECTORY.resolve("kafka"), KAFKA_PORT, CONTROLLER_PORT);
    }

    private static void startMongo() {
        mongo = EmbeddedMongo.start(DIRECTORY.resolve("mongo.mv"), MONGO_PORT);
    }

    @LocalServerPort
    private int port;

    private WebTestClient http;
    private TestLog log;

    @BeforeAll
    void publishChatbot() {
        log = new TestLog(kafka.bootstrapServers());
        http = WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port)
                .responseTimeout(LIMIT)
                .build();
        log.publish(new Chatbot(Chatbot.EVERY_TENANT, "leta", "Leta AI", "Hello!", WhileAnswering.ENQUEUE));
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> session("warm-up"));
    }

    @AfterAll
    static void stop() {
        kafka.close();
        mongo.close();
    }

    @Test
    void goesOnAfterTheBrokerWasAway() {
        var user = "user-" + UUID.randomUUID();
        var session = session(user);
        var leaving = session(user + "-leaving");
        try (var socket = connect(user, session);
                var left = connect(user + "-leaving", leaving)) {
            left.next("session_info");
            socket.next("session_info");
            socket.says("Before");
            socket.next("message_received");

            kafka.close();
            long begun = System.nanoTime();
            var ended = end(user + "-leaving", leaving).toFuture();
            assertThat(left.closeCode()).as("its session is ended all the same").isEqualTo(1000);
            assertThat(left.types()).endsWith("session_closed");
            socket.send("{\"type\":\"typing\"}");
            socket.send("{\"type\":\"stop\"}");
            long said = System.nanoTime();
            socket.send("{\"message\":\"Nobody hears\",\"client_message_id\":\"c-1\"}");
            socket.send("{\"type\":\"ping\"}");
            socket.next("pong");
            assertThat(since(begun)).as("nothing holds up the next frame").isLessThan(Duration.ofSeconds(3));
            socket.next(
                    "error",
                    error -> error.path("client_message_id").asString("").equals("c-1")
                            && error.get("code").stringValue().equals("not_accepted"));
            assertThat(since(said)).as("told in time").isLessThan(Duration.ofSeconds(12));

            startKafka();
            Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
                socket.send("{\"message\":\"Nobody hears\",\"client_message_id\":\"c-1\"}");
                socket.next(
                        "message_received",
                        received ->
                                received.path("client_message_id").asString("").equals("c-1"));
            });
            assertAnswered(session, socket);
            try (var other = connect(user, session)) {
                other.next("session_info");
            }
            assertThat(ended).succeedsWithin(LIMIT).isEqualTo(204);
        }
    }

    @Test
    void goesOnAfterTheDatabaseWasAway() {
        var user = "user-" + UUID.randomUUID();
        var session = session(user);
        try (var socket = connect(user, session)) {
            socket.next("session_info");

            mongo.close();
            assertThat(Flux.range(0, 30)
                            .flatMap(_ -> statusOfSession(user), 30)
                            .collectList()
                            .block(LIMIT))
                    .as("whatever the driver says of a database that is away")
                    .containsOnly(503);
            socket.says("It needs no database");
            socket.next("message_received");
            socket.send("{\"message\":\"This does\",\"client_message_id\":\"c-1\"}");
            assertThat(socket.next("error").get("code").stringValue()).isEqualTo("not_accepted");
            assertNobodyWaitsForThoseInFront(socket);
            try (var other = connect(user, session)) {
                assertThat(other.closeCode()).isEqualTo(1012);
            }

            startMongo();
            Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
                socket.send("{\"message\":\"This does\",\"client_message_id\":\"c-1\"}");
                socket.next(
                        "message_received",
                        received ->
                                received.path("client_message_id").asString("").equals("c-1"));
            });
            assertAnswered(session, socket);
            Awaitility.await()
                    .atMost(LIMIT)
                    .untilAsserted(() -> assertThat(
                                    session(user).get("previous_messages").findValuesAsString("message"))
                            .containsExactly("It needs no database", "This does", "Here", "Here"));
        }
    }

    /** One after another, each would have to wait for the database as long as the first. */
    private static void assertNobodyWaitsForThoseInFront(SocketClient socket) {
        long begun = System.nanoTime();
        for (int i = 0; i < 12; i++) {
            socket.send("{\"message\":\"Nor this\",\"client_message_id\":\"queued-%d\"}".formatted(i));
        }
        for (int i = 0; i < 12; i++) {
            var name = "queued-" + i;
            socket.next(
                    "error",
                    error -> error.path("client_message_id").asString("").equals(name));
        }
        assertThat(since(begun)).isLessThan(Duration.ofSeconds(10));
    }

    private void assertAnswered(JsonNode session, SocketClient socket) {
        var key = new ConversationKey(
                Callers.TENANT, session.get("conversation_id").stringValue());
        log.await(key, fact -> fact instanceof MessagePosted posted && "c-1".equals(posted.clientMessageId()), LIMIT);
        for (var question : log.facts(key)) {
            if (!(question.fact() instanceof MessagePosted posted)) {
                continue;
            }
            var answer = posted.messageId().answer(0);
            log.publish(key, new AnswerStarted(answer, posted.messageId(), question.seq(), 1, 0, null));
            log.publish(key, new AnswerChunk(answer, 1, 0, "He"));
            socket.next(
                    "response_chunk",
                    chunk -> chunk.get("message_id").stringValue().equals(answer.toString()));
            log.append(
                    key,
                    new AnswerCompleted(
                            answer,
                            posted.messageId(),
                            0,
                            1,
                            0,
                            "leta",
                            "Here",
                            FinishReason.STOP,
                            List.of(),
                            null,
                            null));
            socket.next(
                    "response_complete",
                    complete -> complete.get("message_id").stringValue().equals(answer.toString()));
        }
    }

    private JsonNode session(String user) {
        return WireJson.mapper()
                .readTree(http.post()
                        .uri("/chatbot/leta/session")
                        .header("Authorization", Callers.bearer(user))
                        .exchange()
                        .expectStatus()
                        .is2xxSuccessful()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody());
    }

    private Mono<Integer> end(String user, JsonNode session) {
        return WebClient.create("http://127.0.0.1:" + port)
                .delete()
                .uri("/chatbot/session/" + session.get("session_id").stringValue())
                .header("Authorization", Callers.bearer(user))
                .exchangeToMono(response ->
                        response.releaseBody().thenReturn(response.statusCode().value()));
    }

    private Mono<Integer> statusOfSession(String user) {
        return WebClient.create("http://127.0.0.1:" + port)
                .post()
                .uri("/chatbot/leta/session")
                .header("Authorization", Callers.bearer(user))
                .exchangeToMono(response ->
                        response.releaseBody().thenReturn(response.statusCode().value()));
    }

    private SocketClient connect(String user, JsonNode session) {
        return new SocketClient(port, "/ws/chat/" + session.get("session_id").stringValue(), Callers.bearer(user));
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private static Path newDirectory() {
        try {
            return Files.createTempDirectory("parley-outage");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
