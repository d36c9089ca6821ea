package io.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.Chatbot;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.EscalationRaised;
import io.parley.events.HistoryCleared;
import io.parley.events.MessagePosted;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.WhileAnswering;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.WireJson;
import io.parley.testkit.Backends;
import io.parley.testkit.Callers;
import io.parley.testkit.TestLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.http.HttpMethod;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "PARLEY_RATE_MESSAGES=8")
@ContextConfiguration(initializers = Backends.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PeopleRoutesIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @LocalServerPort
    private int port;

    @Autowired
    private ReactiveMongoTemplate mongo;

    private final TestLog log = new TestLog();
    private WebTestClient http;

    /** An answer to a call. */
    private record Answer(int status, String retryAfter, JsonNode body) {

        String code() {
            return body.path("code").asString("");
        }

        String content() {
            return body.path("content").asString("");
        }
    }

    @BeforeAll
    void waitForTheService() {
        http = WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port)
                .responseTimeout(LIMIT)
                .build();
        log.publish(new Chatbot(Chatbot.EVERY_TENANT, "leta", "Leta AI", "Hello!", WhileAnswering.ENQUEUE));
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> post(user(), conversation(), "{\"content\":\"warm-up\"}").status == 201);
    }

    @Test
    void beginsAConversationWithItsFirstMessage() {
        var user = user();
        var conversation = conversation();

        var answer = post(
                user,
                conversation,
                "{\"content\":\"<b>Hello</b> \\uD83D\\uDE00\",\"sender_id\":\"somebody\",\"sender_type\":\"agent\","
                        + "\"metadata\":{\"page\":{\"url\":\"/\"}}}");

        assertThat(answer.status).isEqualTo(201);
        assertThat(answer.body.propertyNames())
                .containsExactlyInAnyOrder(
                        "id", "sender_id", "sender_type", "content", "timestamp", "conversation_id", "metadata", "seq");
        assertThat(answer.content()).isEqualTo("<b>Hello</b> \uD83D\uDE00");
        assertThat(answer.body.get("sender_id").stringValue()).isEqualTo(user);
        assertThat(answer.body.get("sender_type").stringValue()).isEqualTo("user");
        assertThat(answer.body.get("conversation_id").stringValue()).isEqualTo(conversation);
        assertThat(answer.body.get("metadata").toString()).isEqualTo("{\"page\":{\"url\":\"/\"}}");
        assertThat(answer.body.get("timestamp").stringValue())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        var facts = log.facts(key(conversation));
        assertThat(facts.getFirst().fact()).isEqualTo(new ConversationStarted(user, ConversationKind.PEOPLE, "leta"));
        assertThat(facts.getLast().seq()).isEqualTo(answer.body.get("seq").longValue());
        assertThat(((MessagePosted) facts.getLast().fact()).chatbotId()).isEqualTo("leta");
    }

    @Test
    void acceptsARepeatOnceAndShowsTheFirstWords() {
        var user = user();
        var conversation = conversation();
        var first = post(user, conversation, "{\"content\":\"First\",\"client_message_id\":\"c-1\"}");
        var second = post(
                user, conversation, "{\"content\":\"Second\",\"client_message_id\":\"c-1\",\"metadata\":{\"n\":1}}");

        assertThat(first.status).isEqualTo(201);
        assertThat(second.status).isEqualTo(200);
        assertThat(second.body).isEqualTo(first.body);
        assertThat(posted(conversation)).hasSize(1);
    }

    @Test
    void acceptsOneOfManyThatComeAtOnce() throws Exception {
        var user = user();
        var conversation = conversation();
        var answers = new CopyOnWriteArrayList<Answer>();
        try (var together = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                var body = "{\"content\":\"Try %d\",\"client_message_id\":\"c-1\"}".formatted(i);
                together.submit(() -> answers.add(post(user, conversation, body)));
            }
        }

        assertThat(answers).hasSize(8);
        assertThat(answers).extracting(Answer::status).containsOnlyOnce(201).containsOnly(200, 201);
        assertThat(answers).extracting(Answer::body).containsOnly(answers.getFirst().body);
        var shown = answers.getFirst().content();
        assertThat(posted(conversation).getFirst().content()).isEqualTo(shown);
        assertThat(log.facts(key(conversation)).stream().filter(fact -> fact.fact() instanceof ConversationStarted))
                .isNotEmpty();
    }

    @Test
    void givesAnUnusedIdToOneOfThoseWhoRaceForIt() throws Exception {
        var conversation = conversation();
        var answers = new CopyOnWriteArrayList<Answer>();
        try (var together = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                together.submit(() -> answers.add(post(user(), conversation, "{\"content\":\"Mine\"}")));
            }
        }

        assertThat(answers).extracting(Answer::status).containsOnlyOnce(201).containsOnly(201, 404);
        assertThat(posted(conversation))
                .extracting(message -> message.sender().id())
                .isNotEmpty()
                .allMatch(posted(conversation).getFirst().sender().id()::equals);
    }

    @Test
    void asksNobodyWhereTheOwnerWantsNoAnswer() {
        var user = user();
        var conversation = conversation();
        post(user, conversation, "{\"content\":\"Just so\",\"metadata\":{\"silent\":true}}");
        post(user, conversation, "{\"content\":\"Not quite\",\"metadata\":{\"silent\":\"true\"}}");

        assertThat(posted(conversation)).extracting(MessagePosted::chatbotId).containsExactly(null, "leta");
    }

    @Test
    void letsAgentsOfTheTenantSpeakAsAgents() {
        var user = user();
        var conversation = conversation();
        post(user, conversation, "{\"content\":\"Anybody?\"}");

        var agent = post(Callers.bearer("agent-1", "agent"), conversation, "{\"content\":\"Here\"}");
        assertThat(agent.status).isEqualTo(201);
        assertThat(agent.body.get("sender_type").stringValue()).isEqualTo("agent");
        assertThat(posted(conversation).getLast().chatbotId())
                .as("nobody answers an agent")
                .isNull();
        assertThat(posted(conversation).getLast().sender().type()).isEqualTo(SenderType.AGENT);

        var own = conversation();
        var owner = post(Callers.bearer("agent-1", "agent"), own, "{\"content\":\"For myself\"}");
        assertThat(owner.body.get("sender_type").stringValue()).isEqualTo("user");
        assertThat(posted(own).getLast().chatbotId()).isEqualTo("leta");
    }

    @Test
    void reachesASessionsConversationAsItsOwnerAndAsAgentOnceAPersonWasAskedFor() {
        var user = user();
        var session = Objects.requireNonNull(http.post()
                .uri("/chatbot/leta/session")
                .header("Authorization", Callers.bearer(user))
                .exchange()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
        var conversation =
                WireJson.mapper().readTree(session).get("conversation_id").stringValue();
        assertThat(post(user, conversation, "{\"content\":\"By another way\"}").status)
                .isEqualTo(201);
        var agent = Callers.bearer("agent-1", "agent");
        assertThat(post(agent, conversation, "{\"content\":\"Hi\"}").status).isEqualTo(404);

        log.append(key(conversation), new EscalationRaised(UUID.randomUUID(), 1, "help", Sender.ASSISTANT, Map.of()));
        assertThat(post(agent, conversation, "{\"content\":\"Hi\"}").status).isEqualTo(201);
    }

    static Stream<Arguments> badBodies() {
        var deep = "{\"a\":{\"b\":{\"c\":{\"d\":{}}}}}";
        return Stream.of(
                Arguments.of("", "bad_request"),
                Arguments.of(" ", "bad_request"),
                Arguments.of("null", "bad_request"),
                Arguments.of("[]", "bad_request"),
                Arguments.of("\"hello\"", "bad_request"),
                Arguments.of("{\"content\":", "bad_request"),
                Arguments.of("{}", "bad_request"),
                Arguments.of("{\"content\":null}", "bad_request"),
                Arguments.of("{\"content\":1}", "bad_request"),
                Arguments.of("{\"content\":{\"text\":\"hi\"}}", "bad_request"),
                Arguments.of("{\"content\":\"half \\uD83D\"}", "bad_request"),
                Arguments.of("{\"content\":\"hi\",\"metadata\":{\"x\":\"\\uDE00\"}}", "bad_request"),
                Arguments.of("{\"content\":\"hi\",\"client_message_id\":\"\"}", "bad_request"),
                Arguments.of("{\"content\":\"hi\",\"client_message_id\":7}", "bad_request"),
                Arguments.of(
                        "{\"content\":\"hi\",\"client_message_id\":\"%s\"}".formatted("x".repeat(65)), "bad_request"),
                Arguments.of("{\"content\":\"\"}", "message_empty"),
                Arguments.of("{\"content\":\" \\t\\n\\u00a0\\u2003\"}", "message_empty"),
                Arguments.of("{\"content\":\"%s\"}".formatted("x".repeat(1001)), "message_too_long"),
                Arguments.of("{\"content\":\"%s\"}".formatted("\uD83D\uDE00".repeat(1001)), "message_too_long"),
                Arguments.of("{\"content\":\"hi\",\"message_type\":\"image\"}", "unsupported_message_type"),
                Arguments.of("{\"content\":\"hi\",\"metadata\":[]}", "bad_metadata"),
                Arguments.of("{\"content\":\"hi\",\"metadata\":\"x\"}", "bad_metadata"),
                Arguments.of("{\"content\":\"hi\",\"metadata\":%s}".formatted(deep), "bad_metadata"),
                Arguments.of("{\"content\":\"hi\",\"metadata\":{\"n\":1e400}}", "bad_metadata"),
                Arguments.of(
                        "{\"content\":\"hi\",\"metadata\":{\"x\":\"%s\"}}".formatted("y".repeat(4096)),
                        "bad_metadata"));
    }

    @ParameterizedTest
    @MethodSource("badBodies")
    void refusesWhatIsNoMessageAndBeginsNothing(String body, String code) {
        var conversation = conversation();
        var answer = post(user(), conversation, body);

        assertThat(answer.status).isEqualTo(400);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.body.get("success").booleanValue()).isFalse();
        assertThat(answer.body.get("error")).isEqualTo(answer.body.get("detail"));
        assertThat(log.facts(key(conversation))).isEmpty();
    }

    @Test
    void refusesWhatIsNoUtf8() {
        var bytes = "{\"content\":\"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(call(HttpMethod.POST, Callers.bearer(user()), "/chat/" + conversation() + "/messages", bytes)
                        .code())
                .isEqualTo("bad_request");
    }

    @Test
    void takesAsMuchAsIsAllowed() {
        var content = "\uD83D\uDE00".repeat(1000);
        var answer = post(
                user(),
                conversation(),
                "{\"content\":\"%s\",\"client_message_id\":\"%s\",\"metadata\":{\"a\":{\"b\":{\"c\":{}}}}}"
                        .formatted(content, "x".repeat(64)));
        assertThat(answer.status).isEqualTo(201);
        assertThat(answer.content()).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"thread_abc", "session-1", "ai_chat_ann", "a%20b", "a%2Fb", "%C3%A9", "x*"})
    void makesNoConversationOfIdsThatAreNotChosen(String conversation) {
        var answer = post(Callers.bearer("ann"), conversation, "{\"content\":\"Mine?\"}");
        assertThat(answer.status).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("not_found");
    }

    @Test
    void takesNoIdThatIsTooLong() {
        assertThat(post(user(), "x".repeat(128), "{\"content\":\"Fits\"}").status)
                .isEqualTo(201);
        assertThat(post(user(), "x".repeat(129), "{\"content\":\"Does not\"}").status)
                .isEqualTo(404);
    }

    @Test
    void letsTheOwnerOfAnAssistantsRoomIn() {
        var user = user();
        var room = "ai_chat_" + user;
        log.append(key(room), new ConversationStarted(user, ConversationKind.AI_ROOM, "leta"));

        assertThat(post(user, room, "{\"content\":\"In my room\"}").status).isEqualTo(201);
        assertThat(post(user(), room, "{\"content\":\"In yours\"}").status).isEqualTo(404);
        assertThat(post(Callers.bearer("agent-1", "agent"), room, "{\"content\":\"Hi\"}").status)
                .isEqualTo(404);
    }

    @Test
    void saysOfWhatIsForeignWhatItSaysOfWhatIsNotThere() {
        var conversation = conversation();
        post(user(), conversation, "{\"content\":\"Mine\"}");
        var other = user();

        var foreign = post(other, conversation, "{\"content\":\"Let me in\"}");
        var reserved = post(other, "thread_none", "{\"content\":\"Let me in\"}");
        assertThat(foreign.status).isEqualTo(404);
        assertThat(foreign.body).isEqualTo(reserved.body);
        assertThat(delete(other, conversation).body).isEqualTo(delete(other, conversation()).body);
        var elsewhere = "Bearer "
                + Callers.token("other", other, List.of("agent"), Instant.now().plusSeconds(600));
        assertThat(delete(elsewhere, conversation).status).isEqualTo(404);
        assertThat(posted(conversation)).hasSize(1);
    }

    @Test
    void needsACaller() {
        for (var method : List.of(HttpMethod.POST, HttpMethod.DELETE)) {
            var path = "/chat/" + conversation() + (method == HttpMethod.POST ? "/messages" : "");
            var answer = call(method, null, path, "{\"content\":\"hi\"}".getBytes(StandardCharsets.UTF_8));
            assertThat(answer.status).isEqualTo(401);
            assertThat(answer.code()).isEqualTo("unauthorized");
        }
    }

    @Test
    void countsWhatComesOnSocketsAndOverHttpTogether() {
        var user = user();
        var session = WireJson.mapper()
                .readTree(http.post()
                        .uri("/chatbot/leta/session")
                        .header("Authorization", Callers.bearer(user))
                        .exchange()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody());
        try (var socket =
                new SocketClient(port, "/ws/chat/" + session.get("session_id").stringValue(), Callers.bearer(user))) {
            socket.next("session_info");
            for (int i = 0; i < 4; i++) {
                socket.says("On the socket " + i);
                socket.next("message_received");
                assertThat(post(user, conversation(), "{\"content\":\"Over HTTP\"}").status)
                        .isEqualTo(201);
            }
            var refused = post(user, conversation(), "{\"content\":\"Too much\"}");
            assertThat(refused.status).isEqualTo(429);
            assertThat(refused.code()).isEqualTo("rate_limited");
            assertThat(Integer.parseInt(refused.retryAfter)).isBetween(1, 10);
            socket.says("Too much");
            assertThat(socket.next("error").get("code").stringValue()).isEqualTo("rate_limited");
        }
        assertThat(post(user(), conversation(), "{\"content\":\"Another\"}").status)
                .as("others are not slowed")
                .isEqualTo(201);
    }

    @Test
    void answersARepeatAlsoOverTheLimit() {
        var user = user();
        var conversation = conversation();
        var first = post(user, conversation, "{\"content\":\"First\",\"client_message_id\":\"c-1\"}");
        for (int i = 0; i < 7; i++) {
            post(user, conversation, "{\"content\":\"More\"}");
        }
        assertThat(post(user, conversation, "{\"content\":\"Too much\"}").status)
                .isEqualTo(429);

        var unused = conversation();
        assertThat(post(user, unused, "{\"content\":\"Too much\"}").status).isEqualTo(429);
        assertThat(log.facts(key(unused))).as("nothing is begun for it").isEmpty();

        var again = post(user, conversation, "{\"content\":\"First\",\"client_message_id\":\"c-1\"}");
        assertThat(again.status).isEqualTo(200);
        assertThat(again.body).isEqualTo(first.body);
    }

    @Test
    void erasesForItsOwnerWhoAloneMayBeginThereAgain() {
        var owner = user();
        var conversation = conversation();
        var secret = "secret-" + UUID.randomUUID();
        post(owner, conversation, "{\"content\":\"%s\",\"client_message_id\":\"c-1\"}".formatted(secret));
        log.append(key(conversation), new EscalationRaised(UUID.randomUUID(), 3, "help", Sender.ASSISTANT, Map.of()));

        var agent = delete(Callers.bearer("agent-1", "agent"), conversation);
        assertThat(agent.status).isEqualTo(403);
        assertThat(agent.code()).isEqualTo("forbidden");
        assertThat(delete(user(), conversation).status).isEqualTo(404);
        assertThat(delete(owner, conversation).status).isEqualTo(204);
        assertThat(delete(owner, conversation).status)
                .as("there is nothing any more")
                .isEqualTo(404);
        assertThat(delete(Callers.bearer("agent-1", "agent"), conversation).status)
                .isEqualTo(404);
        assertThat(log.await(key(conversation), HistoryCleared.class, LIMIT))
                .isEqualTo(new HistoryCleared(owner, true, 4));

        assertThat(post(user(), conversation, "{\"content\":\"Mine now\"}").status)
                .as("a stranger's words must not stand where clients still look for the owner's")
                .isEqualTo(404);
        // The id stays its owner's; the very same message again is another one, in another conversation.
        assertThat(post(user(), conversation, "{\"content\":\"Mine?\"}").status)
                .as("clients of its owner may still name it")
                .isEqualTo(404);
        var begun = post(owner, conversation, "{\"content\":\"Mine again\",\"client_message_id\":\"c-1\"}");
        assertThat(begun.status).isEqualTo(201);
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(everything()).doesNotContain(secret));
        assertThat(everything()).contains("Mine again");
    }

    @Test
    void takesTheSameMessageAnewAfterItWasErased() {
        var owner = user();
        var conversation = conversation();
        for (int i = 0; i < 4; i++) {
            var sent =
                    post(owner, conversation, "{\"content\":\"Round %d\",\"client_message_id\":\"c-1\"}".formatted(i));
            assertThat(sent.status).isEqualTo(201);
            assertThat(sent.content()).isEqualTo("Round " + i);
            assertThat(delete(owner, conversation).status).isEqualTo(204);
        }
    }

    @Test
    void beginsASessionsConversationAnewAfterItWasErased() {
        var user = user();
        var before = session(user);
        var conversation = before.get("conversation_id").stringValue();
        post(user, conversation, "{\"content\":\"Gone soon\"}");
        assertThat(delete(user, conversation).status).isEqualTo(204);

        var after = session(user);
        assertThat(after.get("session_id")).isEqualTo(before.get("session_id"));
        assertThat(after.get("conversation_id")).isEqualTo(before.get("conversation_id"));
        assertThat(after.get("previous_messages").isEmpty()).isTrue();
        assertThat(post(user, conversation, "{\"content\":\"Here again\"}").status)
                .isEqualTo(201);
        assertThat(session(user).get("previous_messages").findValuesAsString("message"))
                .containsExactly("Here again");
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

    private String everything() {
        var names =
                Objects.requireNonNull(mongo.getCollectionNames().collectList().block(LIMIT));
        var all = new ArrayList<Document>();
        names.forEach(name ->
                all.addAll(mongo.findAll(Document.class, name).collectList().block(LIMIT)));
        return all.toString();
    }

    private List<MessagePosted> posted(String conversation) {
        return log.facts(key(conversation)).stream()
                .filter(logged -> logged.fact() instanceof MessagePosted)
                .map(logged -> (MessagePosted) logged.fact())
                .toList();
    }

    private static ConversationKey key(String conversation) {
        return new ConversationKey(Callers.TENANT, conversation);
    }

    private static String user() {
        return "user-" + UUID.randomUUID();
    }

    private static String conversation() {
        return "c-" + UUID.randomUUID();
    }

    /** As a client does it: what a machine too busy to say put off is asked again. */
    private Answer post(String caller, String conversation, String body) {
        var path = "/chat/" + conversation + "/messages";
        for (int attempt = 1; true; attempt++) {
            var answer = call(HttpMethod.POST, bearer(caller), path, body.getBytes(StandardCharsets.UTF_8));
            if (answer.status != 503 || attempt == 10) {
                return answer;
            }
        }
    }

    private Answer delete(String caller, String conversation) {
        return call(HttpMethod.DELETE, bearer(caller), "/chat/" + conversation, null);
    }

    private static String bearer(String caller) {
        return caller.startsWith("Bearer ") ? caller : Callers.bearer(caller);
    }

    private Answer call(HttpMethod method, String bearer, String path, byte[] body) {
        var request = http.method(method).uri(java.net.URI.create("http://127.0.0.1:" + port + path));
        if (bearer != null) {
            request = request.header("Authorization", bearer);
        }
        if (body != null && body.length > 0) {
            request.header("Content-Type", "application/json").bodyValue(body);
        }
        var result = request.exchange().expectBody(String.class).returnResult();
        var text = result.getResponseBody();
        return new Answer(
                result.getStatus().value(),
                result.getResponseHeaders().getFirst("Retry-After"),
                WireJson.mapper().readTree(text == null ? "{}" : text));
    }
}
