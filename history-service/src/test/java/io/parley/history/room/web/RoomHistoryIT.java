package io.parley.history.room.web;

import static io.parley.history.HistoryClient.contents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.events.AnswerFailed;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.FailureCode;
import io.parley.events.HistoryCleared;
import io.parley.events.MessageDeleted;
import io.parley.events.Payer;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import io.parley.events.log.WireJson;
import io.parley.history.HistoryClient;
import io.parley.history.Talk;
import io.parley.history.WholeService;
import io.parley.testkit.Callers;
import io.parley.testkit.TestLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** {@code GET} and {@code DELETE /api/chat/ai/history/{user_id}} of seed 004. */
@WholeService
class RoomHistoryIT {

    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final String APOLOGY =
            "I'm sorry, I'm having trouble processing your request right now. Please try again later.";

    private static TestLog log;

    @LocalServerPort
    private int port;

    @Autowired
    private ReactiveMongoTemplate mongo;

    private HistoryClient client;
    private String user;
    private Talk room;

    @BeforeAll
    static void openLog() {
        log = new TestLog();
    }

    @AfterAll
    static void closeLog() {
        log.close();
    }

    @BeforeEach
    void aUser() {
        client = new HistoryClient(port);
        user = "user-" + UUID.randomUUID();
        room = new Talk(log, new ConversationKey(Callers.TENANT, "ai_chat_" + user), user);
    }

    @Test
    void showsARoomAsTheSeedSays() {
        start();
        var question = room.says("Is it <b>safe</b>?");
        var answer = room.answers(question, 0, "It is.");

        var page = history("");

        assertThat(page.propertyNames()).containsExactlyInAnyOrder("success", "messages", "pagination");
        assertThat(page.get("success").booleanValue()).isTrue();
        assertThat(page.get("pagination").toString())
                .isEqualTo("{\"page\":1,\"limit\":50,\"total\":2,\"has_more\":false}");
        var asked = page.get("messages").get(0);
        assertThat(asked.propertyNames())
                .containsExactlyInAnyOrder(
                        "id", "sender_id", "content", "timestamp", "message_type", "created_at", "ai_model");
        assertThat(asked.get("id").asString()).isEqualTo(Talk.idOf(question).toString());
        assertThat(asked.get("sender_id").asString()).isEqualTo(user);
        assertThat(asked.get("content").asString()).isEqualTo("Is it <b>safe</b>?");
        assertThat(asked.get("timestamp").asString()).isEqualTo(WireJson.format(question.at()));
        assertThat(asked.get("created_at")).isEqualTo(asked.get("timestamp"));
        assertThat(asked.get("message_type").asString()).isEqualTo("user");
        assertThat(asked.get("ai_model").isNull()).isTrue();
        var answered = page.get("messages").get(1);
        assertThat(answered.get("id").asString()).isEqualTo(Talk.idOf(answer).toString());
        assertThat(answered.get("sender_id").asString()).isEqualTo("ai-assistant");
        assertThat(answered.get("content").asString()).isEqualTo("It is.");
        assertThat(answered.get("message_type").asString()).isEqualTo("ai");
        assertThat(answered.get("ai_model").asString()).isEqualTo("gpt-4o-mini");
    }

    @Test
    void isEmptyBeforeAnythingWasSaid() {
        for (var query : List.of("", "?room_id=ai_chat_" + user, "?page=7&limit=3")) {
            var page = history(query);
            assertThat(page.get("success").booleanValue()).isTrue();
            assertThat(page.get("messages").isEmpty()).isTrue();
            assertThat(page.get("pagination").get("total").asInt()).isZero();
            assertThat(page.get("pagination").get("has_more").booleanValue()).isFalse();
        }
        assertThat(cleared(user, "").toString())
                .isEqualTo("{\"success\":true,\"message\":\"Cleared 0 messages\",\"deleted_count\":0}");
        assertThat(log.facts(room.key())).as("nothing to say").isEmpty();
    }

    @Test
    void countsPagesFromTheOldest() {
        start();
        var said = new ArrayList<String>();
        for (int i = 0; i < 65; i++) {
            var question = room.says("q" + i);
            said.add("q" + i);
            if (i % 8 == 0) {
                room.answers(question, 0, "first a" + i);
            }
            room.answers(question, i % 8 == 0 ? 1 : 0, "a" + i);
            said.add("a" + i);
        }

        var read = new ArrayList<String>();
        JsonNode page;
        int number = 0;
        do {
            page = history("?page=%d&limit=30".formatted(++number));
            read.addAll(contents(page));
            assertThat(page.get("pagination").get("total").asInt()).isEqualTo(130);
            assertThat(page.get("pagination").get("page").asInt()).isEqualTo(number);
        } while (page.get("pagination").get("has_more").booleanValue());

        assertThat(number).isEqualTo(5);
        assertThat(read).isEqualTo(said);
        assertThat(contents(history(""))).isEqualTo(said.subList(0, 50));
        assertThat(contents(history("?page=3"))).isEqualTo(said.subList(100, 130));
        assertThat(contents(history("?limit=200"))).isEqualTo(said);
        assertThat(contents(history("?page=6&limit=30"))).isEmpty();
        assertThat(contents(history("?page=9223372036854775807&limit=200"))).isEmpty();
    }

    @Test
    void showsAtOnceWhatWasAcknowledged() {
        start();
        for (int i = 1; i <= 200; i++) {
            room.says("m" + i);
            var page = history("?limit=1&page=" + i);
            assertThat(contents(page)).containsExactly("m" + i);
            assertThat(page.get("pagination").get("total").asInt()).isEqualTo(i);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "page=0",
                "page=-1",
                "page=one",
                "page=1.5",
                "page=9223372036854775808",
                "limit=0",
                "limit=201",
                "limit=-5",
                "limit=many"
            })
    void refusesOtherNumbers(String query) {
        var refusal = refusal(HttpMethod.GET, user, user, "?" + query, 400);
        assertThat(refusal.get("code").asString()).isEqualTo("bad_request");
        assertThat(refusal.get("success").booleanValue()).isFalse();
        assertThat(refusal.get("error").asString()).contains("must be a whole number");
    }

    @Test
    void isNobodyElses() {
        start();
        room.says("mine");
        for (var other : List.of(Callers.bearer("bob"), Callers.bearer("agnes", "admin"))) {
            var read = refusal(HttpMethod.GET, other, user, "?page=0", 403);
            assertThat(read.get("error").asString()).isEqualTo("Unauthorized to access this chat history");
            var clear = refusal(HttpMethod.DELETE, other, user, "", 403);
            assertThat(clear.get("error").asString()).isEqualTo("Unauthorized to clear this chat history");
            assertThat(clear.get("success").booleanValue()).isFalse();
        }
        assertThat(refusal(HttpMethod.GET, Callers.bearer("bob"), "nobody", "", 403))
                .as("whoever that is")
                .isEqualTo(refusal(HttpMethod.GET, Callers.bearer("bob"), user, "", 403));
        refusal(HttpMethod.GET, null, user, "", 401);
        refusal(HttpMethod.DELETE, null, user, "", 401);
        // The same name elsewhere is another user, with a room of its own.
        var elsewhere = HistoryClient.ofTenant("other", user);
        assertThat(client.json(path(user) + "?limit=1", elsewhere)
                        .get("messages")
                        .isEmpty())
                .isTrue();
        assertThat(contents(history(""))).containsExactly("mine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%20", "a%20b", "ai_chat_", "ai_chat_bob", "thread_1", "unknown"})
    void knowsNoOtherRooms(String id) {
        for (var method : List.of(HttpMethod.GET, HttpMethod.DELETE)) {
            var unknown = refusal(method, user, user, "?room_id=" + id, 404);
            assertThat(unknown.get("code").asString()).isEqualTo("not_found");
        }
    }

    @Test
    void saysOfAForeignRoomWhatItSaysOfNone() {
        var foreign = Talk.begin(log, "somebody", ConversationKind.AI_ROOM);
        var people = Talk.begin(log, user, ConversationKind.PEOPLE);
        foreign.says("theirs");
        people.says("mine, but no room");
        for (var method : List.of(HttpMethod.GET, HttpMethod.DELETE)) {
            var unknown = refusal(method, user, user, "?room_id=unknown", 404);
            assertThat(refusal(method, user, user, "?room_id=" + foreign.id(), 404))
                    .isEqualTo(unknown);
            assertThat(refusal(method, user, user, "?room_id=" + people.id(), 404))
                    .isEqualTo(unknown);
        }
        assertThat(log.facts(foreign.key())).noneMatch(fact -> fact.fact() instanceof HistoryCleared);
    }

    @Test
    void keepsRoomsOfOnesOwnApart() {
        start();
        room.says("in the default room");
        var own = Talk.begin(log, user, ConversationKind.AI_ROOM);
        own.says("in another");

        assertThat(contents(history("?room_id=" + own.id()))).containsExactly("in another");
        assertThat(cleared(user, "?room_id=" + own.id()).get("deleted_count").asInt())
                .isEqualTo(1);
        assertThat(contents(history("?room_id=" + own.id()))).isEmpty();
        assertThat(contents(history(""))).containsExactly("in the default room");
    }

    @Test
    void apologizesHereAndNowhereElse() {
        start();
        var question = room.says("Hello?");
        var failed = fails(question, 0, FailureCode.PROVIDER_UNAVAILABLE, Payer.SUITE);
        room.says("Still there?");

        var shown = history("");
        assertThat(contents(shown)).containsExactly("Hello?", APOLOGY, "Still there?");
        var apology = shown.get("messages").get(1);
        assertThat(apology.get("id").asString())
                .isEqualTo(Talk.idOf(question).answer(0).toString());
        assertThat(apology.get("ai_model").asString()).isEqualTo("error");
        assertThat(apology.get("message_type").asString()).isEqualTo("ai");
        assertThat(apology.get("sender_id").asString()).isEqualTo("ai-assistant");
        assertThat(apology.get("timestamp").asString()).isEqualTo(WireJson.format(failed.at()));
        assertThat(client.contents(room.id(), user, "")).containsExactly("Hello?", "Still there?");
        assertThat(client.history(room.id(), user, "?after=0&limit=2")
                        .get("has_more")
                        .booleanValue())
                .isFalse();
        assertThat(documentsWith("having trouble")).as("it is never stored").isEmpty();

        room.answers(question, 1, "Here I am.");
        assertThat(contents(history(""))).containsExactly("Hello?", "Still there?", "Here I am.");
    }

    @Test
    void showsNoQuestionThatThereIsNoKeyFor() {
        start();
        fails(room.says("one"), 0, FailureCode.NO_API_KEY, null);
        fails(room.says("two"), 0, FailureCode.PROVIDER_REJECTED_KEY, Payer.USER);
        fails(room.says("three"), 0, FailureCode.PROVIDER_REJECTED_KEY, Payer.CHATBOT);

        assertThat(contents(history(""))).containsExactly("three", APOLOGY);
        assertThat(history("").get("pagination").get("total").asInt()).isEqualTo(2);
        assertThat(client.contents(room.id(), user, "")).containsExactly("three");
    }

    @Test
    void showsNothingOfWhatWasTakenBack() {
        start();
        var question = room.says("secret");
        room.answers(question, 0, "It is.");
        room.append(new MessageDeleted(Talk.idOf(question), user));

        assertThat(contents(history(""))).containsExactly("It is.");
        assertThat(cleared(user, "").get("deleted_count").asInt()).isEqualTo(1);
    }

    @Test
    void showsWhatAPersonSaid() {
        start();
        room.says("Help");
        room.says("agnes", SenderType.AGENT, "Here I am.");

        var agent = history("").get("messages").get(1);
        assertThat(agent.get("sender_id").asString()).isEqualTo("agnes");
        assertThat(agent.get("message_type").asString()).isEqualTo("user");
        assertThat(agent.get("ai_model").isNull()).isTrue();
    }

    @Test
    void clearsARoomForItsOwner() {
        start();
        var secret = "secret-" + UUID.randomUUID();
        for (int i = 0; i < 130; i++) {
            room.says(secret + " " + i);
        }
        fails(room.says(secret), 0, FailureCode.TIMEOUT, Payer.SUITE);
        fails(room.says(secret + " never asked"), 0, FailureCode.NO_API_KEY, null);
        var running = room.says(secret + " running");

        var answer = cleared(user, "");

        assertThat(answer.toString())
                .isEqualTo("{\"success\":true,\"message\":\"Cleared 133 messages\",\"deleted_count\":133}");
        assertThat(contents(history(""))).isEmpty();
        assertThat(history("").get("pagination").get("total").asInt()).isZero();
        assertThat(client.contents(room.id(), user, "")).isEmpty();
        assertThat(log.await(room.key(), HistoryCleared.class, LIMIT)).isEqualTo(new HistoryCleared(user, false, 1));
        room.answers(running, 0, "Too late: " + secret);
        assertThat(contents(history("")))
                .as("an answer that was being written goes with its question")
                .isEmpty();
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(documentsWith(secret)).isEmpty());

        room.says("Anew");
        assertThat(contents(history(""))).containsExactly("Anew");
        assertThat(cleared(user, "").get("deleted_count").asInt()).isEqualTo(1);
        assertThat(cleared(user, "").get("deleted_count").asInt()).isZero();
        assertThat(log.facts(room.key()).stream()
                        .filter(fact -> fact.fact() instanceof HistoryCleared)
                        .map(LoggedFact::fact))
                .containsExactly(new HistoryCleared(user, false, 1), new HistoryCleared(user, false, 2));
    }

    @Test
    void isEmptyAgainWhereTheRoomWasErasedWhole() {
        start();
        room.says("gone");
        room.append(new HistoryCleared(user, true, 1));

        assertThat(contents(history(""))).isEmpty();
        var own = Talk.begin(log, user, ConversationKind.AI_ROOM);
        own.append(new HistoryCleared(user, true, 1));
        refusal(HttpMethod.GET, user, user, "?room_id=" + own.id(), 404);
    }

    private void start() {
        room.append(new ConversationStarted(user, ConversationKind.AI_ROOM, "leta"));
    }

    private LoggedFact fails(LoggedFact question, int generation, FailureCode code, @Nullable Payer payer) {
        var id = Talk.idOf(question);
        return room.append(new AnswerFailed(id.answer(generation), id, generation, 1, 0, "leta", code, payer));
    }

    private JsonNode history(String query) {
        return client.json(path(user) + query, Callers.bearer(user));
    }

    private JsonNode cleared(String whose, String query) {
        var body = call(HttpMethod.DELETE, whose, whose, query)
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        return WireJson.mapper().readTree(Objects.requireNonNull(body));
    }

    private JsonNode refusal(HttpMethod method, @Nullable String caller, String whose, String query, int status) {
        var body = call(method, caller, whose, query)
                .expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType("application/problem+json")
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        return WireJson.mapper().readTree(Objects.requireNonNull(body));
    }

    private WebTestClient.ResponseSpec call(HttpMethod method, @Nullable String caller, String whose, String query) {
        var request = WebTestClient.bindToServer()
                .responseTimeout(LIMIT)
                .build()
                .method(method)
                .uri(java.net.URI.create("http://127.0.0.1:" + port + path(whose) + query));
        if (caller != null) {
            request.header("Authorization", caller.startsWith("Bearer ") ? caller : Callers.bearer(caller));
        }
        return request.exchange();
    }

    private static String path(String whose) {
        return "/api/chat/ai/history/" + whose;
    }

    /** Every document of the service's database in which a text stands, as JSON. */
    private List<String> documentsWith(String text) {
        return Objects.requireNonNull(mongo.getCollectionNames()
                .flatMap(collection -> mongo.findAll(Document.class, collection))
                .map(Document::toJson)
                .filter(json -> json.contains(text))
                .collectList()
                .block(LIMIT));
    }
}
