package io.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.Chatbot;
import io.parley.events.MessageId;
import io.parley.events.WhileAnswering;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.WireJson;
import io.parley.platform.identity.Caller;
import io.parley.session.delivery.LiveConversations;
import io.parley.session.revision.ReviseMessage;
import io.parley.testkit.Backends;
import io.parley.testkit.Callers;
import io.parley.testkit.TestLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** What was acknowledged on one replica holds on the other at once: what is there, whose it is, and what is gone. */
class PeopleReplicasIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final TestLog log = new TestLog();
    private static ConfigurableApplicationContext first;
    private static ConfigurableApplicationContext second;

    @BeforeAll
    static void start() {
        first = replica(0);
        second = replica(1);
        log.publish(new Chatbot(Chatbot.EVERY_TENANT, "leta", "Leta AI", "Hello!", WhileAnswering.ENQUEUE));
        for (var replica : List.of(first, second)) {
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> post(replica, user(), conversation(), "warm-up").status == 201);
        }
    }

    @AfterAll
    static void stop() {
        second.close();
        first.close();
    }

    @Test
    void knowAConversationOfTheOtherAtOnceAndForgetItAtOnce() {
        for (int round = 0; round < 15; round++) {
            var here = round % 2 == 0 ? first : second;
            var there = round % 2 == 0 ? second : first;
            var owner = user();
            var conversation = conversation();

            // Both have looked, so that both have what they saw in memory.
            assertThat(delete(here, owner, conversation).status).isEqualTo(404);
            assertThat(delete(there, owner, conversation).status).isEqualTo(404);
            assertThat(post(here, owner, conversation, "Mine").status).isEqualTo(201);
            assertThat(post(there, user(), conversation, "Mine?").status).isEqualTo(404);
            assertThat(post(there, Callers.bearer("agent", "agent"), conversation, "Hi").status)
                    .isEqualTo(201);
            assertThat(post(there, owner, conversation, "Mine").status)
                    .as("the same name of a message is the same message")
                    .isEqualTo(200);

            assertThat(delete(there, owner, conversation).status).isEqualTo(204);
            assertThat(delete(here, owner, conversation).status).isEqualTo(404);
            assertThat(post(here, user(), conversation, "Mine").status).isEqualTo(404);
            assertThat(post(here, owner, conversation, "Mine").status)
                    .as("another message of another conversation")
                    .isEqualTo(201);
            assertThat(post(there, user(), conversation, "Mine?").status).isEqualTo(404);
            assertThat(delete(there, owner, conversation).status).isEqualTo(204);
        }
    }

    @Test
    void editWhatWasAcknowledgedByTheOther() {
        var owner = user();
        var conversation = conversation();
        var caller = new Caller(
                Callers.TENANT,
                owner,
                Set.of(Caller.Role.USER),
                null,
                Instant.now().plusSeconds(3600));
        for (int round = 0; round < 15; round++) {
            var here = round % 2 == 0 ? first : second;
            var there = round % 2 == 0 ? second : first;
            var sent = post(here, owner, conversation, "Round " + round);
            assertThat(sent.status).isEqualTo(201);
            var id = MessageId.parse(sent.body.get("id").stringValue());
            var feed = there.getBean(LiveConversations.class)
                    .open(new ConversationKey(Callers.TENANT, conversation))
                    .block(LIMIT);

            there.getBean(ReviseMessage.class)
                    .edit(Objects.requireNonNull(feed), caller, id, "Edited " + round)
                    .block(LIMIT);
        }
    }

    private record Answer(int status, JsonNode body) {}

    private static String user() {
        return "user-" + UUID.randomUUID();
    }

    private static String conversation() {
        return "c-" + UUID.randomUUID();
    }

    private static Answer post(
            ConfigurableApplicationContext replica, String caller, String conversation, String content) {
        return call(
                replica,
                HttpMethod.POST,
                caller,
                "/chat/" + conversation + "/messages",
                "{\"content\":\"%s\",\"client_message_id\":\"%s\"}".formatted(content, content));
    }

    private static Answer delete(ConfigurableApplicationContext replica, String caller, String conversation) {
        return call(replica, HttpMethod.DELETE, caller, "/chat/" + conversation, "{}");
    }

    private static Answer call(
            ConfigurableApplicationContext replica, HttpMethod method, String caller, String path, String body) {
        int port = replica.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        var result = WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port)
                .responseTimeout(LIMIT)
                .build()
                .method(method)
                .uri(path)
                .header("Authorization", caller.startsWith("Bearer ") ? caller : Callers.bearer(caller))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectBody(String.class)
                .returnResult();
        var text = result.getResponseBody();
        return new Answer(result.getStatus().value(), WireJson.mapper().readTree(text == null ? "{}" : text));
    }

    private static ConfigurableApplicationContext replica(int number) {
        return new SpringApplicationBuilder(ChatSessionApplication.class)
                .initializers(new Backends())
                .run(
                        "--server.port=0",
                        "--PARLEY_REPLICA=" + number,
                        "--PARLEY_RATE_MESSAGES=1000",
                        // A group of their own: other tests' service has partitions too.
                        "--parley.log.service=people-replicas-it",
                        "--spring.mongodb.database=test_people_replicas");
    }
}
