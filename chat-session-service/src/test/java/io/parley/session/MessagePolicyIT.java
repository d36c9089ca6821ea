package io.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.AnswerCompleted;
import io.parley.events.Chatbot;
import io.parley.events.ConversationStarted;
import io.parley.events.EscalationRaised;
import io.parley.events.FinishReason;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.Sender;
import io.parley.events.WhileAnswering;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.WireJson;
import io.parley.testkit.Backends;
import io.parley.testkit.Callers;
import io.parley.testkit.TestLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Who is asked to answer, and what becomes of a message while an answer is written. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "PARLEY_DEFAULT_CHATBOT=")
@ContextConfiguration(initializers = Backends.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MessagePolicyIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @LocalServerPort
    private int port;

    private final TestLog log = new TestLog();
    private WebTestClient http;

    @BeforeAll
    void waitForTheService() {
        http = WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port)
                .responseTimeout(LIMIT)
                .build();
        log.publish(new Chatbot(Chatbot.EVERY_TENANT, "leta", "Leta AI", "Hello!", WhileAnswering.ENQUEUE));
        log.publish(new Chatbot(Chatbot.EVERY_TENANT, "one", "One at a time", "Hello!", WhileAnswering.REJECT));
        Awaitility.await().atMost(LIMIT).ignoreExceptions().until(() -> conversation(user(), "one") != null);
    }

    @Test
    void begunWithoutChatbotPeopleOnlyTalk() {
        var user = user();
        var key = new ConversationKey(Callers.TENANT, "c-" + UUID.randomUUID());

        assertThat(post(user, key, "Anybody?", null).status).isEqualTo(201);
        assertThat(log.await(key, ConversationStarted.class, LIMIT).chatbotId()).isNull();
        assertThat(posted(key)).extracting(MessagePosted::chatbotId).containsOnlyNulls();
    }

    @Test
    void takesOneQuestionAtATimeWhereTheChatbotWantsIt() {
        var user = user();
        var key = conversation(user, "one");
        var first = post(user, key, "First", "c-1");
        assertThat(first.status).isEqualTo(201);

        var second = post(user, key, "Second", "c-2");
        assertThat(second.status).isEqualTo(503);
        assertThat(second.body.get("code").stringValue()).isEqualTo("busy");
        assertThat(second.retryAfter).isEqualTo("1");
        var repeat = post(user, key, "First", "c-1");
        assertThat(repeat.status).as("it had been accepted").isEqualTo(200);
        assertThat(repeat.body).isEqualTo(first.body);
        assertThat(post(user, key, "{\"content\":\"By the way\",\"metadata\":{\"silent\":true}}").status)
                .as("nobody has to answer it")
                .isEqualTo(201);
        assertThat(post(user, key, "Third", "c-3").status)
                .as("the first one is still being answered")
                .isEqualTo(503);

        answer(key, id(first));
        assertAccepted(user, key, "Second", "c-2");
        assertThat(posted(key)).extracting(MessagePosted::content).containsExactly("First", "By the way", "Second");
    }

    @Test
    void tellsASocketThatTheAssistantIsStillAnswering() {
        var user = user();
        var session = session(user, "one");
        var key = new ConversationKey(
                Callers.TENANT, session.get("conversation_id").stringValue());
        try (var socket =
                new SocketClient(port, "/ws/chat/" + session.get("session_id").stringValue(), Callers.bearer(user))) {
            socket.next("session_info");
            // Both at once: the second comes before the first was read back.
            socket.send("{\"message\":\"First\",\"client_message_id\":\"c-1\"}");
            socket.send("{\"message\":\"Second\",\"client_message_id\":\"c-2\"}");

            var error = socket.next("error");
            assertThat(error.get("code").stringValue()).isEqualTo("busy");
            assertThat(error.get("retryable").booleanValue()).isTrue();
            assertThat(error.get("client_message_id").stringValue()).isEqualTo("c-2");
            Awaitility.await().atMost(LIMIT).until(() -> socket.types().contains("message_received"));
            answer(key, posted(key).getFirst().messageId());
            socket.next("response_complete");
            socket.send("{\"message\":\"Second\",\"client_message_id\":\"c-2\"}");
            socket.next(
                    "message_received",
                    received -> received.path("client_message_id").asString("").equals("c-2"));
        }
    }

    @Test
    void takesOneOfManyQuestionsThatComeAtOnce() {
        var user = user();
        var key = conversation(user, "one");
        var statuses = new CopyOnWriteArrayList<Integer>();
        try (var together = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 6; i++) {
                var name = "c-" + i;
                together.submit(() -> statuses.add(post(user, key, "All at once", name).status));
            }
        }

        assertThat(statuses).hasSize(6).containsOnlyOnce(201).containsOnly(201, 503);
        assertThat(posted(key)).hasSize(1);
    }

    @Test
    void takesEveryMessageWhileAPersonHasTheFloor() {
        var user = user();
        var key = conversation(user, "one");
        log.append(key, new EscalationRaised(UUID.randomUUID(), 1, "help", Sender.ASSISTANT, Map.of()));
        // Read by everybody once an agent was let in.
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> post(Callers.bearer("agent-1", "agent"), key, "Here", null).status == 201);

        assertThat(post(user, key, "First", null).status).isEqualTo(201);
        assertThat(post(user, key, "Second", null).status).isEqualTo(201);
    }

    @Test
    void letsAgentsSpeakWhileAnAnswerIsWritten() {
        var user = user();
        var key = conversation(user, "one");
        log.append(key, new EscalationRaised(UUID.randomUUID(), 1, "help", Sender.ASSISTANT, Map.of()));
        log.append(key, new io.parley.events.HandedBack(UUID.randomUUID(), 2, "back", Sender.ASSISTANT));
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> post(Callers.bearer("agent-1", "agent"), key, "Here", null).status == 201);
        assertThat(post(user, key, "First", null).status).isEqualTo(201);

        assertThat(post(Callers.bearer("agent-1", "agent"), key, "One more thing", null).status)
                .isEqualTo(201);
        assertThat(post(user, key, "Second", null).status).isEqualTo(503);
    }

    private void assertAccepted(String user, ConversationKey key, String content, String name) {
        // The answer's end is read a moment after it was appended.
        Awaitility.await().atMost(LIMIT).until(() -> post(user, key, content, name).status != 503);
        assertThat(post(user, key, content, name).status).isEqualTo(200);
    }

    private void answer(ConversationKey key, MessageId question) {
        log.append(
                key,
                new AnswerCompleted(
                        question.answer(0),
                        question,
                        0,
                        1,
                        0,
                        "one",
                        "Answer",
                        FinishReason.STOP,
                        List.of(),
                        null,
                        null));
    }

    private record Answer(int status, String retryAfter, JsonNode body) {}

    private static MessageId id(Answer answer) {
        return MessageId.parse(answer.body.get("id").stringValue());
    }

    private Answer post(String caller, ConversationKey key, String content, String name) {
        return post(
                caller,
                key,
                "{\"content\":\"%s\"%s}"
                        .formatted(content, name == null ? "" : ",\"client_message_id\":\"" + name + "\""));
    }

    private Answer post(String caller, ConversationKey key, String body) {
        var result = http.post()
                .uri("/chat/{id}/messages", key.conversation())
                .header("Authorization", caller.startsWith("Bearer ") ? caller : Callers.bearer(caller))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectBody(String.class)
                .returnResult();
        return new Answer(
                result.getStatus().value(),
                result.getResponseHeaders().getFirst("Retry-After"),
                WireJson.mapper().readTree(result.getResponseBody()));
    }

    private ConversationKey conversation(String user, String chatbot) {
        return new ConversationKey(
                Callers.TENANT, session(user, chatbot).get("conversation_id").stringValue());
    }

    private JsonNode session(String user, String chatbot) {
        return WireJson.mapper()
                .readTree(http.post()
                        .uri("/chatbot/{id}/session", chatbot)
                        .header("Authorization", Callers.bearer(user))
                        .exchange()
                        .expectStatus()
                        .is2xxSuccessful()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody());
    }

    private List<MessagePosted> posted(ConversationKey key) {
        return log.facts(key).stream()
                .filter(logged -> logged.fact() instanceof MessagePosted)
                .map(logged -> (MessagePosted) logged.fact())
                .toList();
    }

    private static String user() {
        return "user-" + UUID.randomUUID();
    }
}
