package io.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.Chatbot;
import io.parley.events.WhileAnswering;
import io.parley.events.live.SessionEnded;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.WireJson;
import io.parley.session.session.ChatSessions;
import io.parley.testkit.Backends;
import io.parley.testkit.Callers;
import io.parley.testkit.TestLog;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** What other replicas leave behind in a session: signals that come late, and counts of sockets that are gone. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = Backends.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionLeftoversIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @LocalServerPort
    private int port;

    @Autowired
    private ChatSessions sessions;

    @Autowired
    private ReactiveMongoTemplate mongo;

    private final TestLog log = new TestLog();
    private WebTestClient http;

    @BeforeAll
    void waitForTheService() {
        http = WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port)
                .responseTimeout(LIMIT)
                .build();
        log.publish(new Chatbot(Chatbot.EVERY_TENANT, "leta", "Leta AI", "Hello!", WhileAnswering.ENQUEUE));
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> session("user-" + UUID.randomUUID()));
    }

    @Test
    void aLateSignalLeavesARevivedSocketOpen() {
        var user = "user-" + UUID.randomUUID();
        var session = session(user);
        end(user, session);
        try (var socket = connect(user, session)) {
            socket.next("session_info");
            var key = key(session);

            log.publish(key, new SessionEnded(id(session)));
            log.publish(key, new SessionEnded("another"));
            socket.says("Still here");
            socket.next("message_received");
            socket.assertOpen();
            assertThat(socket.types()).doesNotContain("session_closed");

            // Ended on another replica, which says so.
            sessions.find(id(session))
                    .flatMap(found -> sessions.end(found, Instant.now()))
                    .block(LIMIT);
            log.publish(key, new SessionEnded(id(session)));
            socket.next("session_closed");
            assertThat(socket.closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void countsNoSocketsOfAReplicaThatGivesNoSignOfLife() {
        var user = "user-" + UUID.randomUUID();
        var session = session(user);
        sessions.countSockets(id(session), "crashed", 2).block(LIMIT);
        try (var socket = connect(user, session)) {
            socket.next("session_info");
            assertThat(sessions.findOpen(id(session), "0").block(LIMIT).socketsElsewhere())
                    .isEqualTo(2);
            end(user, session);
            socket.says("It has others open");
            socket.next("message_received");
            socket.assertOpen();

            age(session, "crashed", Duration.ofMinutes(4));
            assertThat(sessions.findOpen(id(session), "0").block(LIMIT).socketsElsewhere())
                    .isZero();
            end(user, session);
            assertThat(socket.closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void aReplicaThatLooksAfterItsSocketsGivesASignOfLife() {
        var user = "user-" + UUID.randomUUID();
        var session = session(user);
        sessions.countSockets(id(session), "0", 1).block(LIMIT);
        age(session, "0", Duration.ofHours(1));
        assertThat(sessions.findOpen(id(session), "other").block(LIMIT).socketsElsewhere())
                .isZero();

        sessions.touch(java.util.List.of(id(session)), Instant.now()).block(LIMIT);
        assertThat(sessions.findOpen(id(session), "other").block(LIMIT).socketsElsewhere())
                .isEqualTo(1);
    }

    private void age(JsonNode session, String replica, Duration by) {
        mongo.updateFirst(
                        Query.query(Criteria.where("_id").is(id(session))),
                        new Update()
                                .set(
                                        "sockets.r" + replica + ".at",
                                        Date.from(Instant.now().minus(by))),
                        "open_sessions")
                .block(LIMIT);
    }

    private static String id(JsonNode session) {
        return session.get("session_id").stringValue();
    }

    private static ConversationKey key(JsonNode session) {
        return new ConversationKey(
                Callers.TENANT, session.get("conversation_id").stringValue());
    }

    private SocketClient connect(String user, JsonNode session) {
        return new SocketClient(port, "/ws/chat/" + id(session), Callers.bearer(user));
    }

    private void end(String user, JsonNode session) {
        http.delete()
                .uri("/chatbot/session/{id}", id(session))
                .header("Authorization", Callers.bearer(user))
                .exchange()
                .expectStatus()
                .isNoContent();
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
}
