package io.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.AnswerCompleted;
import io.parley.events.AnswerFailed;
import io.parley.events.Chatbot;
import io.parley.events.ConversationFact;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.EscalationRaised;
import io.parley.events.FailureCode;
import io.parley.events.FinishReason;
import io.parley.events.HistoryCleared;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.Payer;
import io.parley.events.Sender;
import io.parley.events.WhileAnswering;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.WireJson;
import io.parley.testkit.Backends;
import io.parley.testkit.Callers;
import io.parley.testkit.TestLog;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ContextConfiguration;
import tools.jackson.databind.JsonNode;

/** {@code POST /api/chat/ai/send} of seed 004; the assistant's side is played by the test. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"PARLEY_RATE_MESSAGES=8", "parley.room.answer-limit=6s", "parley.room.waiting=6"})
@ContextConfiguration(initializers = Backends.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoomRouteIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String APOLOGY =
            "I'm sorry, I'm having trouble processing your request right now. Please try again later.";

    @LocalServerPort
    private int port;

    private final TestLog log = new TestLog();
    private final HttpClient http = HttpClient.newHttpClient();

    /** An answer to a call. */
    private record Answer(int status, @Nullable String retryAfter, JsonNode body) {

        String code() {
            return body.path("code").asString("");
        }

        String error() {
            return body.path("error").asString("");
        }

        JsonNode user() {
            return body.path("user_message");
        }

        JsonNode ai() {
            return body.path("ai_message");
        }
    }

    @BeforeAll
    void waitForTheService() {
        log.publish(new Chatbot(Chatbot.EVERY_TENANT, "leta", "Leta AI", "Hello!", WhileAnswering.ENQUEUE));
        Awaitility.await().atMost(LIMIT).ignoreExceptions().until(() -> {
            var user = user();
            return asked(user, says("warm-up"), question -> completed(question, "warm")).status == 200;
        });
    }

    @Test
    void answersWithTheAnswer() {
        var user = user();

        var answer = asked(user, says("What is 2 + 2?"), question -> completed(question, "It is 4."));

        assertThat(answer.status).isEqualTo(200);
        assertThat(answer.body.propertyNames()).containsExactlyInAnyOrder("success", "user_message", "ai_message");
        assertThat(answer.body.get("success").booleanValue()).isTrue();
        assertThat(answer.user().propertyNames()).containsExactlyInAnyOrder("id", "content", "timestamp", "sender_id");
        assertThat(answer.ai().propertyNames())
                .containsExactlyInAnyOrder("id", "content", "timestamp", "sender_id", "ai_model");
        assertThat(answer.user().get("content").stringValue()).isEqualTo("What is 2 + 2?");
        assertThat(answer.user().get("sender_id").stringValue()).isEqualTo(user);
        assertThat(answer.ai().get("content").stringValue()).isEqualTo("It is 4.");
        assertThat(answer.ai().get("sender_id").stringValue()).isEqualTo("ai-assistant");
        assertThat(answer.ai().get("ai_model").stringValue()).isEqualTo("gpt-4o-mini");

        var facts = log.facts(room(user));
        assertThat(facts.getFirst().fact()).isEqualTo(new ConversationStarted(user, ConversationKind.AI_ROOM, "leta"));
        var question = facts.get(1);
        assertThat(question.fact()).isInstanceOf(MessagePosted.class);
        assertThat(((MessagePosted) question.fact()).chatbotId()).isEqualTo("leta");
        assertThat(answer.user().get("id").stringValue())
                .isEqualTo(((MessagePosted) question.fact()).messageId().toString());
        assertThat(answer.user().get("timestamp").stringValue()).isEqualTo(WireJson.format(question.at()));
        assertThat(answer.ai().get("id").stringValue())
                .isEqualTo(
                        ((MessagePosted) question.fact()).messageId().answer(0).toString());
        assertThat(answer.ai().get("timestamp").stringValue())
                .isEqualTo(WireJson.format(facts.get(2).at()));
    }

    @Test
    void takesWhatTheFrontEndOfTheSeedSends() {
        var user = user();
        var body =
                "{\"message\":\"Hi\",\"room_id\":\"ai_chat_%s\",\"user_id\":\"%s\",\"message_type\":\"user\",\"metadata\":{\"silent\":true}}"
                        .formatted(user, user);

        assertThat(asked(user, body, question -> completed(question, "Hello!")).status)
                .isEqualTo(200);
        assertThat(posted(room(user)).getFirst().metadata())
                .as("what a room knows no meaning of is passed over")
                .isEmpty();
        var nothing = "{\"message\":\"Hi\",\"room_id\":null,\"user_id\":null,\"client_message_id\":null}";
        assertThat(asked(user, nothing, question -> completed(question, "Again!")).status)
                .isEqualTo(200);
    }

    @Test
    void keepsRoomsOfOnesOwn() {
        var user = user();
        var room = "room-" + UUID.randomUUID();
        var key = new ConversationKey(Callers.TENANT, room);

        assertThat(asked(user, key, says("Mine", room), question -> completed(question, "Yours.")).status)
                .isEqualTo(200);
        assertThat(log.facts(key).getFirst().fact())
                .isEqualTo(new ConversationStarted(user, ConversationKind.AI_ROOM, "leta"));
        assertThat(log.facts(room(user))).isEmpty();

        var foreign = send(user(), says("Let me in", room));
        assertThat(foreign.status).isEqualTo(404);
        assertThat(foreign.body).isEqualTo(send(user(), says("Let me in", "ai_chat_" + user)).body);
        assertThat(send(Callers.bearer("agent-1", "admin"), says("Let me in", room)).status)
                .isEqualTo(404);
        assertThat(posted(key)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ai_chat_", "ai_chat_somebody", "thread_1", "session-1", "", "a b", "a/b", "\u00e9"})
    void makesNoRoomOfIdsThatAreNotChosen(String room) {
        var answer = send(user(), says("Hello?", room));
        assertThat(answer.status).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("not_found");
    }

    @Test
    void takesNoConversationOfAnotherKindForARoom() {
        var user = user();
        var conversation = "people-" + UUID.randomUUID();
        log.append(
                new ConversationKey(Callers.TENANT, conversation),
                new ConversationStarted(user, ConversationKind.PEOPLE, "leta"));

        assertThat(send(user, says("Hello?", conversation)).status).isEqualTo(404);
    }

    @Test
    void belongsToItsUserHoweverLongTheNameIs() {
        var user = "u" + "x".repeat(127);

        assertThat(asked(user, says("Hi"), question -> completed(question, "Hello!")).status)
                .isEqualTo(200);
    }

    private static Stream<Arguments> badBodies() {
        return Stream.of(
                Arguments.of("", 400, "message_empty", "Message is required"),
                Arguments.of("   ", 400, "message_empty", "Message is required"),
                Arguments.of("{}", 400, "message_empty", "Message is required"),
                Arguments.of("[]", 400, "message_empty", "Message is required"),
                Arguments.of("\"hello\"", 400, "message_empty", "Message is required"),
                Arguments.of("null", 400, "message_empty", "Message is required"),
                Arguments.of("{\"message\":null}", 400, "message_empty", "Message is required"),
                Arguments.of("{\"message\":5}", 400, "message_empty", "Message is required"),
                Arguments.of("{\"message\":[\"hello\"]}", 400, "message_empty", "Message is required"),
                Arguments.of("{\"message\":\"\"}", 400, "message_empty", "Message is required"),
                Arguments.of("{\"message\":\" \\n\\u00a0\"}", 400, "message_empty", "Message is required"),
                Arguments.of("{\"content\":\"hello\"}", 400, "message_empty", "Message is required"),
                Arguments.of("hello", 400, "bad_request", "The body is a JSON object; this is no JSON."),
                Arguments.of("{\"message\":\"a\"", 400, "bad_request", "The body is a JSON object; this is no JSON."),
                Arguments.of(
                        "{\"message\":\"\\ud83d\"}",
                        400,
                        "bad_request",
                        "A frame holds half of a surrogate pair: no character."),
                Arguments.of("{\"message\":\"a\",\"room_id\":7}", 400, "bad_request", "A room_id is a string."),
                Arguments.of(
                        "{\"message\":\"a\",\"client_message_id\":\"\"}",
                        400,
                        "bad_request",
                        "A client_message_id is a string of 1 to 64 characters."),
                Arguments.of(
                        "{\"message\":\"a\",\"client_message_id\":5}",
                        400,
                        "bad_request",
                        "A client_message_id is a string of 1 to 64 characters."),
                Arguments.of(
                        "{\"message\":\"" + "x".repeat(1001) + "\"}",
                        400,
                        "message_too_long",
                        "The message is longer than 1000 characters."),
                Arguments.of("{\"message\":\"a\",\"user_id\":\"somebody\"}", 403, "forbidden", "Unauthorized"),
                Arguments.of("{\"message\":\"a\",\"user_id\":\"\"}", 403, "forbidden", "Unauthorized"),
                Arguments.of("{\"message\":\"a\",\"user_id\":5}", 403, "forbidden", "Unauthorized"),
                Arguments.of("{\"user_id\":\"somebody\"}", 400, "message_empty", "Message is required"));
    }

    @ParameterizedTest
    @MethodSource("badBodies")
    void refusesWhatIsNoMessage(String body, int status, String code, String error) {
        var user = user();

        var answer = send(user, body);

        assertThat(answer.status).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.error()).isEqualTo(error);
        assertThat(answer.body.get("success").booleanValue()).isFalse();
        assertThat(log.facts(room(user))).as("no room is begun for it").isEmpty();
    }

    @Test
    void refusesBytesThatAreNoText() {
        var answer = send(Callers.bearer(user()), new byte[] {'"', (byte) 0xc3, '"'});
        assertThat(answer.status).isEqualTo(400);
    }

    @Test
    void needsACaller() {
        assertThat(send((String) null, says("Hi").getBytes(StandardCharsets.UTF_8)).status)
                .isEqualTo(401);
    }

    @Test
    void givesTheSameAnswerToARepeat() {
        var user = user();
        var first = asked(user, says("First", null, "c-1"), question -> completed(question, "The answer."));

        var repeat = send(user, says("Other words", null, "c-1"));

        assertThat(repeat.status).isEqualTo(200);
        assertThat(repeat.body).isEqualTo(first.body);
        assertThat(posted(room(user))).hasSize(1);
    }

    @Test
    void givesTheFirstAnswerToARepeatAlsoWhereItWasAskedAgain() {
        var user = user();
        var first = asked(user, says("First", null, "c-1"), question -> completed(question, "One."));
        var question = posted(room(user)).getFirst();
        log.append(room(user), completed(question, 1, 0, "Another."));

        assertThat(send(user, says("First", null, "c-1")).body).isEqualTo(first.body);
    }

    @Test
    void letsARepeatWaitWithTheFirst() {
        var user = user();
        var body = says("Think about it", null, "c-1");
        var first = sending(user, body);
        var question = question(room(user));
        var second = sending(user, body);
        var third = sending(user, body);

        assertThat(second).isNotDone();
        log.append(room(user), completed(question, "Thought."));

        var answers = Stream.of(first, second, third).map(RoomRouteIT::get).toList();
        assertThat(answers).extracting(Answer::status).containsOnly(200);
        assertThat(answers).extracting(Answer::body).containsOnly(answers.getFirst().body);
        assertThat(posted(room(user))).hasSize(1);
    }

    private static Stream<Arguments> keyFailures() {
        return Stream.of(
                Arguments.of(
                        FailureCode.NO_API_KEY,
                        null,
                        "no_api_key",
                        "No API key found. Please add your OpenAI API key in settings."),
                Arguments.of(
                        FailureCode.PROVIDER_REJECTED_KEY,
                        Payer.USER,
                        "provider_rejected_key",
                        "Invalid API key. Please update your API key in settings."));
    }

    @ParameterizedTest
    @MethodSource("keyFailures")
    void saysThatAKeyIsWanting(FailureCode failure, @Nullable Payer payer, String code, String error) {
        var user = user();
        var body = says("Hello?", null, "c-1");

        var answer = asked(user, body, question -> failed(question, failure, payer));

        assertThat(answer.status).isEqualTo(400);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.error()).isEqualTo(error);
        assertThat(answer.body.get("success").booleanValue()).isFalse();
        assertThat(send(user, body).body).as("a repeat is told the same").isEqualTo(answer.body);

        var id = posted(room(user)).getFirst().messageId();
        try (var socket = socket(user)) {
            socket.next("session_info");
            socket.send("{\"type\":\"regenerate\",\"message_id\":\"%s\"}".formatted(id));
            assertThat(socket.next("error").get("code").stringValue())
                    .as("it was never asked")
                    .isEqualTo("not_found");
            socket.send("{\"type\":\"reaction\",\"message_id\":\"%s\",\"reaction\":\"up\"}".formatted(id));
            assertThat(socket.next("error").get("code").stringValue()).isEqualTo("not_found");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "provider_unavailable",
                "provider_rate_limited",
                "provider_rejected_key",
                "timeout",
                "content_filtered",
                "budget_exhausted",
                "too_old",
                "internal"
            })
    void apologizesForAnyOtherFailure(String code) {
        var user = user();
        var failure = Stream.of(FailureCode.values())
                .filter(one -> one.wire().equals(code))
                .findFirst()
                .orElseThrow();
        var body = says("Hello?", null, "c-1");

        var answer = asked(user, body, question -> failed(question, failure, Payer.SUITE));

        assertThat(answer.status).isEqualTo(200);
        assertThat(answer.body.get("success").booleanValue()).isTrue();
        assertThat(answer.ai().get("content").stringValue()).isEqualTo(APOLOGY);
        assertThat(answer.ai().get("ai_model").stringValue()).isEqualTo("error");
        assertThat(answer.ai().get("id").stringValue())
                .isEqualTo(posted(room(user)).getFirst().messageId().answer(0).toString());
        assertThat(send(user, body).body).as("a repeat is told the same").isEqualTo(answer.body);
        assertThat(log.facts(room(user)))
                .as("it is nobody's message")
                .noneMatch(logged -> logged.fact().toString().contains("sorry"));
    }

    @Test
    void keepsAMessageForThePersonWhoHasTheFloor() {
        var user = user();
        asked(user, says("Hello?"), question -> completed(question, "Hello!"));
        log.append(room(user), raised(1));

        var answer = send(user, says("Is anybody there?", null, "c-1"));

        assertThat(answer.status).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("human_has_floor");
        assertThat(posted(room(user)))
                .extracting(MessagePosted::content)
                .containsExactly("Hello?", "Is anybody there?");
        var repeat = send(user, says("Is anybody there?", null, "c-1"));
        assertThat(repeat.status).isEqualTo(409);
        assertThat(repeat.body).isEqualTo(answer.body);
        assertThat(posted(room(user))).hasSize(2);
    }

    @Test
    void tellsWhoWaitsThatAPersonTookOver() {
        var user = user();
        var waiting = sending(user, says("Explain everything", null, "c-1"));
        var question = question(room(user));
        log.append(room(user), raised(1));
        log.append(room(user), failed(question, FailureCode.HANDED_OVER, null, 1));

        var answer = get(waiting);
        assertThat(answer.status).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("human_has_floor");
        assertThat(send(user, says("Explain everything", null, "c-1")).status).isEqualTo(409);
    }

    @Test
    void saysThatAnAnswerIsPendingAndGivesItLater() {
        var user = user();
        var body = says("Take your time", null, "c-1");
        var waiting = sending(user, body);
        var question = question(room(user));

        var answer = get(waiting);
        assertThat(answer.status).isEqualTo(504);
        assertThat(answer.code()).isEqualTo("answer_pending");

        log.append(room(user), completed(question, "Here I am."));
        var later = send(user, body);
        assertThat(later.status).isEqualTo(200);
        assertThat(later.ai().get("content").stringValue()).isEqualTo("Here I am.");
    }

    @Test
    void goesOnWithoutAClientThatWentAway() {
        var user = user();
        var body = says("I will not wait", null, "c-1");
        var going = http.sendAsync(request(Callers.bearer(user), body.getBytes(StandardCharsets.UTF_8)), text());
        var question = question(room(user));

        going.cancel(true);
        log.append(room(user), completed(question, "I said it all the same."));

        var later = send(user, body);
        assertThat(later.status).isEqualTo(200);
        assertThat(later.ai().get("content").stringValue()).isEqualTo("I said it all the same.");
        assertThat(posted(room(user))).hasSize(1);
    }

    @Test
    void tellsWhoWaitsThatTheHistoryWasCleared() {
        var user = user();
        var body = says("Forget it", null, "c-1");
        try (var socket = socketAfterFirst(user)) {
            var waiting = sending(user, body);
            var question = log.await(
                    room(user),
                    fact -> fact instanceof MessagePosted posted
                            && posted.content().equals("Forget it"),
                    LIMIT);
            log.append(room(user), new HistoryCleared(user, false, 1));

            var answer = get(waiting);
            assertThat(answer.status).isEqualTo(409);
            assertThat(answer.code()).isEqualTo("conflict");
            var error = socket.next("error");
            assertThat(error.get("message_id").stringValue())
                    .as("whoever looks on is told that nothing more comes")
                    .isEqualTo(((MessagePosted) question.fact())
                            .messageId()
                            .answer(0)
                            .toString());
            assertThat(error.has("seq")).isFalse();

            log.append(room(user), completed((MessagePosted) question.fact(), "Too late."));
            assertThat(send(user, body).status).isEqualTo(409);
            assertThat(asked(user, says("Anew"), next -> completed(next, 0, 1, "Hello again.")).status)
                    .isEqualTo(200);
            assertThat(socket.next("response_complete").get("full_response").stringValue())
                    .isEqualTo("Hello again.");
        }
    }

    @Test
    void beginsARoomAnewThatWasErasedWhole() {
        var user = user();
        asked(user, says("One"), question -> completed(question, "One!"));
        log.append(room(user), new HistoryCleared(user, true, 1));

        assertThat(asked(user, says("Two"), question -> completed(question, 0, 1, "Two!")).status)
                .isEqualTo(200);
    }

    @Test
    void countsWithWhatComesOnSocketsAndSaysWhenToComeBack() {
        var user = user();
        var first = asked(user, says("0", null, "c-0"), question -> completed(question, "0"));
        try (var socket = socket(user)) {
            socket.next("session_info");
            for (int i = 1; i < 8; i++) {
                socket.says(Integer.toString(i));
                socket.next("message_received");
            }
        }

        var refused = send(user, says("Too much"));
        assertThat(refused.status).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("rate_limited");
        assertThat(Integer.parseInt(refused.retryAfter)).isBetween(1, 10);
        assertThat(send(user, says("0", null, "c-0")).body)
                .as("a repeat is not counted")
                .isEqualTo(first.body);
        var unused = "room-" + UUID.randomUUID();
        assertThat(send(user, says("Too much", unused)).status).isEqualTo(429);
        assertThat(log.facts(new ConversationKey(Callers.TENANT, unused))).isEmpty();
    }

    @Test
    void letsOnlySoManyWait() {
        var waiting = IntStream.range(0, 6)
                .mapToObj(_ -> user())
                .map(user -> Map.entry(user, sending(user, says("Wait"))))
                .toList();
        waiting.forEach(one -> question(room(one.getKey())));
        var user = user();

        var refused = send(user, says("Me too"));

        assertThat(refused.status).isEqualTo(503);
        assertThat(refused.code()).isEqualTo("busy");
        assertThat(refused.retryAfter).isEqualTo("1");
        assertThat(log.facts(room(user))).isEmpty();
        waiting.forEach(one -> log.append(room(one.getKey()), completed(question(room(one.getKey())), "Done.")));
        waiting.forEach(one -> assertThat(get(one.getValue()).status).isEqualTo(200));
        assertThat(asked(user, says("Now?"), question -> completed(question, "Now.")).status)
                .isEqualTo(200);
    }

    @Test
    void showsARoomsOwnerOnASocketWhatWasSaidOverHttp() {
        var user = user();
        try (var socket = socketAfterFirst(user)) {
            var answer = asked(user, says("On both"), question -> completed(question, "On both!"));

            assertThat(socket.next("message").get("id")).isEqualTo(answer.user().get("id"));
            var complete = socket.next("response_complete");
            assertThat(complete.get("id")).isEqualTo(answer.ai().get("id"));
            assertThat(complete.get("timestamp")).isEqualTo(answer.ai().get("timestamp"));
        }
        var other = user();
        for (var caller : List.of(Callers.bearer(other), Callers.bearer(other, "agent"))) {
            try (var stranger = new SocketClient(port, "/ws/chat/ai_chat_%s/%s".formatted(user, other), caller)) {
                assertThat(stranger.closeCode()).isEqualTo(4404);
            }
        }
    }

    private SocketClient socketAfterFirst(String user) {
        asked(user, says("First"), question -> completed(question, "First!"));
        var socket = socket(user);
        socket.next("session_info");
        return socket;
    }

    private SocketClient socket(String user) {
        return new SocketClient(port, "/ws/chat/ai_chat_%s/%s".formatted(user, user), Callers.bearer(user));
    }

    /** Sends, and ends the answer as the assistant would. */
    private Answer asked(String user, String body, Function<MessagePosted, ConversationFact> end) {
        return asked(user, room(user), body, end);
    }

    private Answer asked(String user, ConversationKey key, String body, Function<MessagePosted, ConversationFact> end) {
        int before = posted(key).size();
        var waiting = sending(user, body);
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> waiting.isDone() || posted(key).size() > before);
        if (!waiting.isDone()) {
            log.append(key, end.apply(posted(key).getLast()));
        }
        return get(waiting);
    }

    private MessagePosted question(ConversationKey key) {
        return log.await(key, MessagePosted.class, LIMIT);
    }

    private List<MessagePosted> posted(ConversationKey key) {
        return log.facts(key).stream()
                .filter(logged -> logged.fact() instanceof MessagePosted)
                .map(logged -> (MessagePosted) logged.fact())
                .toList();
    }

    private static AnswerCompleted completed(MessagePosted question, String text) {
        return completed(question, 0, 0, text);
    }

    private static AnswerCompleted completed(MessagePosted question, int generation, long fence, String text) {
        MessageId id = question.messageId();
        return new AnswerCompleted(
                id.answer(generation),
                id,
                generation,
                1,
                fence,
                "leta",
                text,
                FinishReason.STOP,
                List.of(),
                null,
                "gpt-4o-mini");
    }

    private static AnswerFailed failed(MessagePosted question, FailureCode code, @Nullable Payer payer) {
        return failed(question, code, payer, 0);
    }

    private static AnswerFailed failed(MessagePosted question, FailureCode code, @Nullable Payer payer, long fence) {
        var id = question.messageId();
        return new AnswerFailed(id.answer(0), id, 0, 1, fence, "leta", code, payer);
    }

    private static EscalationRaised raised(long fence) {
        return new EscalationRaised(UUID.randomUUID(), fence, "help", Sender.ASSISTANT, Map.of());
    }

    private static String says(String message) {
        return says(message, null);
    }

    private static String says(String message, @Nullable String room) {
        return says(message, room, null);
    }

    private static String says(String message, @Nullable String room, @Nullable String name) {
        var body = WireJson.mapper().createObjectNode().put("message", message);
        if (room != null) {
            body.put("room_id", room);
        }
        if (name != null) {
            body.put("client_message_id", name);
        }
        return body.toString();
    }

    private static ConversationKey room(String user) {
        return new ConversationKey(Callers.TENANT, "ai_chat_" + user);
    }

    private static String user() {
        return "user-" + UUID.randomUUID();
    }

    private CompletableFuture<Answer> sending(String caller, String body) {
        var bearer = caller.startsWith("Bearer ") ? caller : Callers.bearer(caller);
        return http.sendAsync(request(bearer, body.getBytes(StandardCharsets.UTF_8)), text())
                .thenApply(RoomRouteIT::answer);
    }

    private Answer send(String caller, String body) {
        return get(sending(caller, body));
    }

    private Answer send(@Nullable String bearer, byte[] body) {
        return get(http.sendAsync(request(bearer, body), text()).thenApply(RoomRouteIT::answer));
    }

    private HttpRequest request(@Nullable String bearer, byte[] body) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/chat/ai/send"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        return (bearer == null ? request : request.header("Authorization", bearer)).build();
    }

    private static HttpResponse.BodyHandler<String> text() {
        return HttpResponse.BodyHandlers.ofString();
    }

    private static Answer answer(HttpResponse<String> response) {
        return new Answer(
                response.statusCode(),
                response.headers().firstValue("Retry-After").orElse(null),
                WireJson.mapper().readTree(response.body()));
    }

    private static Answer get(CompletableFuture<Answer> answer) {
        return answer.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }
}
