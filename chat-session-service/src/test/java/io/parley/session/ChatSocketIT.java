package io.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.AnswerCompleted;
import io.parley.events.AnswerFailed;
import io.parley.events.Chatbot;
import io.parley.events.EscalationRaised;
import io.parley.events.FailureCode;
import io.parley.events.FinishReason;
import io.parley.events.HumanRequested;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.WhileAnswering;
import io.parley.events.live.AnswerChunk;
import io.parley.events.live.AnswerStarted;
import io.parley.events.live.StopRequested;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import io.parley.session.session.ChatSessions;
import io.parley.session.session.EndSession;
import io.parley.testkit.Backends;
import io.parley.testkit.Callers;
import io.parley.testkit.TestLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"PARLEY_RATE_MESSAGES=8", "parley.session.revive-within=2s"})
@ContextConfiguration(initializers = Backends.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatSocketIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    @LocalServerPort
    private int port;

    @Autowired
    private ChatSessions sessions;

    @Autowired
    private EndSession endSession;

    private final TestLog log = new TestLog();
    private final List<SocketClient> sockets = new CopyOnWriteArrayList<>();
    private WebTestClient http;

    @BeforeAll
    void publishChatbots() {
        http = WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port)
                .responseTimeout(LIMIT)
                .build();
        log.publish(new Chatbot(Chatbot.EVERY_TENANT, "leta", "Leta AI", "Hello!", WhileAnswering.ENQUEUE));
        log.publish(new Chatbot("other", "theirs", "Theirs", "Hi!", WhileAnswering.ENQUEUE));
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> post("warm-up", "/chatbot/leta/session", null) == HttpStatus.CREATED.value());
    }

    @AfterEach
    void closeSockets() {
        sockets.forEach(SocketClient::close);
        sockets.clear();
    }

    @Test
    void givesOneSessionToTabsThatAskAtTheSameInstant() throws Exception {
        var user = user();
        var answers = new CopyOnWriteArrayList<JsonNode>();
        try (var together = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                together.submit(() -> answers.add(session(user)));
            }
        }

        assertThat(answers).hasSize(8);
        assertThat(answers.stream().map(answer -> answer.get("session_id").stringValue()))
                .containsOnly(answers.getFirst().get("session_id").stringValue());
        assertThat(answers.stream().map(answer -> answer.get("conversation_id").stringValue()))
                .containsOnly(answers.getFirst().get("conversation_id").stringValue());
    }

    @Test
    void showsTheWholeFlowOfAnAnsweredQuestion() {
        var user = user();
        var session = session(user);
        var socket = connect(user, session);
        var info = socket.next("session_info");
        assertThat(info.get("message").stringValue()).isEqualTo("Connected to Leta AI. You can start chatting!");
        assertThat(info.get("session_id")).isEqualTo(session.get("session_id"));

        socket.send("{\"message\":\"Hello?\",\"message_type\":\"text\",\"client_message_id\":\"c-1\"}");
        var received = socket.next("message_received");
        var question = posted(session);
        answer(session, question, "Hi", " there");
        var start = socket.next("response_start");
        var complete = socket.next("response_complete");

        assertThat(received.get("client_message_id").stringValue()).isEqualTo("c-1");
        assertThat(received.get("prev_seq")).isEqualTo(info.get("cursor").get("seq"));
        assertThat(start.get("in_reply_to")).isEqualTo(received.get("message_id"));
        assertThat(complete.get("full_response").stringValue()).isEqualTo("Hi there");
        assertThat(complete.get("prev_seq")).isEqualTo(received.get("seq"));
        assertThat(joined(socket)).isEqualTo("Hi there");
        assertThat(socket.types())
                .startsWith("session_info", "message_received", "response_start", "response_chunk")
                .endsWith("response_complete")
                .doesNotContain("message");
    }

    @Test
    void bringsTheRestWhereTheLiveTopicBroughtNothing() {
        var user = user();
        var session = session(user);
        var socket = connect(user, session);
        socket.says("Hello?");
        socket.next("message_received");

        complete(session, posted(session), 1, 0, "All at once");

        socket.next("response_start");
        assertThat(socket.next("response_chunk").get("chunk").stringValue()).isEqualTo("All at once");
        assertThat(socket.next("response_complete").get("full_response").stringValue())
                .isEqualTo("All at once");
    }

    @Test
    void beginsAgainWhereWhatWasShownIsNoBeginningOfTheAnswer() {
        var user = user();
        var session = session(user);
        var socket = connect(user, session);
        socket.says("Hello?");
        socket.next("message_received");
        var question = posted(session);
        var key = key(session);
        var id = question.messageId().answer(0);

        log.publish(key, new AnswerStarted(id, question.messageId(), seq(session), 1, 0, null));
        log.publish(key, new AnswerChunk(id, 1, 0, "Something el"));
        socket.next("response_chunk");
        log.publish(key, new AnswerStarted(id, question.messageId(), seq(session), 2, 0, null));
        log.publish(key, new AnswerChunk(id, 2, 0, "The ans"));
        socket.next("response_chunk", frame -> frame.get("attempt").intValue() == 2);
        complete(session, question, 2, 0, "The answer");

        socket.next("response_complete");
        assertThat(joined(socket)).isEqualTo("The answer");
        assertThat(socket.types().stream().filter("response_start"::equals)).hasSize(2);
    }

    @Test
    void showsALateSocketTheRunningAnswerOnce() {
        var user = user();
        var session = session(user);
        var socket = connect(user, session);
        socket.says("Hello?");
        socket.next("message_received");
        var question = posted(session);
        var id = question.messageId().answer(0);
        log.publish(key(session), new AnswerStarted(id, question.messageId(), seq(session), 1, 0, null));
        log.publish(key(session), new AnswerChunk(id, 1, 0, "So "));
        log.publish(key(session), new AnswerChunk(id, 1, 3, "far"));
        socket.next("response_chunk", frame -> frame.get("chunk").stringValue().endsWith("far"));

        var late = connect(user, session);
        late.next("response_start");
        assertThat(late.next("response_chunk").get("chunk").stringValue()).isEqualTo("So far");
        log.publish(key(session), new AnswerChunk(id, 1, 6, ", so good"));
        assertThat(late.next("response_chunk").get("chunk").stringValue()).isEqualTo(", so good");
        complete(session, question, 1, 0, "So far, so good");

        late.next("response_complete");
        assertThat(joined(late)).isEqualTo("So far, so good");
        assertThat(joined(socket)).isEqualTo("So far, so good");
        assertThat(late.types())
                .containsExactly(
                        "session_info", "response_start", "response_chunk", "response_chunk", "response_complete");
    }

    @Test
    void tellsTheOtherTabWhatThisOneSent() {
        var user = user();
        var session = session(user);
        var first = connect(user, session);
        var second = connect(user, session);
        second.next("session_info");

        first.send("{\"message\":\"From one\",\"client_message_id\":\"c-9\"}");

        var message = second.next("message");
        assertThat(message.get("content").stringValue()).isEqualTo("From one");
        assertThat(message.get("client_message_id").stringValue()).isEqualTo("c-9");
        assertThat(first.next("message_received").get("seq")).isEqualTo(message.get("seq"));
        assertThat(first.types()).doesNotContain("message");
    }

    @Test
    void acceptsARepeatedMessageOnce() {
        var user = user();
        var session = session(user);
        var socket = connect(user, session);
        var frame = "{\"message\":\"%s\",\"client_message_id\":\"again\"}";

        // Twice at once, and once more later, with other words: the first content wins.
        socket.send(frame.formatted("First"));
        socket.send(frame.formatted("Second"));
        var first = socket.next("message_received");
        var second = socket.next("message_received");
        socket.send(frame.formatted("Third"));
        var third = socket.next("message_received");

        assertThat(second).isEqualTo(first);
        assertThat(third).isEqualTo(first);
        var posts = log.facts(key(session)).stream()
                .filter(fact -> fact.fact() instanceof MessagePosted)
                .toList();
        assertThat(posts).hasSize(1);
        assertThat(((MessagePosted) posts.getFirst().fact()).content()).isEqualTo("First");
    }

    @Test
    void dropsASecondRecordOfAMessageAndASecondEndOfAnAnswer() {
        var user = user();
        var session = session(user);
        var socket = connect(user, session);
        socket.says("Hello?");
        socket.next("message_received");
        var question = posted(session);

        log.append(key(session), question);
        complete(session, question, 1, 0, "First end");
        complete(session, question, 2, 0, "Second end");
        socket.says("Next");
        socket.next(
                "message_received",
                frame -> !frame.get("message_id")
                        .stringValue()
                        .equals(question.messageId().toString()));

        assertThat(socket.types().stream().filter("response_complete"::equals)).hasSize(1);
        assertThat(socket.types()).doesNotContain("message");
        assertChain(socket);
    }

    @Test
    void endsTheRunningAnswerWhereAPersonTakesOver() {
        var user = user();
        var session = session(user);
        var socket = connect(user, session);
        socket.says("Hello?");
        socket.next("message_received");
        var question = posted(session);
        var id = question.messageId().answer(0);
        log.publish(key(session), new AnswerStarted(id, question.messageId(), seq(session), 1, 0, null));
        log.publish(key(session), new AnswerChunk(id, 1, 0, "I am just"));
        socket.next("response_chunk");

        var escalation = UUID.randomUUID();
        log.append(
                key(session),
                new EscalationRaised(escalation, 1, "help", new Sender(user, SenderType.USER, null), Map.of()));
        var frame = socket.next("escalation");
        log.publish(key(session), new AnswerChunk(id, 1, 9, " saying"));
        complete(session, question, 1, 0, "I am just saying");
        log.append(key(session), new AnswerFailed(id, question.messageId(), 0, 1, 1, "leta", FailureCode.HANDED_OVER));
        var error = socket.next("error");

        assertThat(frame.get("status").stringValue()).isEqualTo("queued");
        assertThat(frame.get("escalation_id").stringValue()).isEqualTo(escalation.toString());
        assertThat(error.get("code").stringValue()).isEqualTo("handed_over");
        assertThat(error.get("prev_seq")).isEqualTo(frame.get("seq"));
        assertThat(socket.types()).doesNotContain("response_complete");
        assertThat(joined(socket)).isEqualTo("I am just");
        assertChain(socket);
    }

    @Test
    void showsAFailedAnswerAsATypedError() {
        var user = user();
        var session = session(user);
        var socket = connect(user, session);
        socket.says("Hello?");
        var received = socket.next("message_received");
        var question = posted(session);

        log.append(
                key(session),
                new AnswerFailed(
                        question.messageId().answer(0),
                        question.messageId(),
                        0,
                        1,
                        0,
                        "leta",
                        FailureCode.PROVIDER_RATE_LIMITED));

        var error = socket.next("error");
        assertThat(error.get("code").stringValue()).isEqualTo("provider_rate_limited");
        assertThat(error.get("retryable").booleanValue()).isTrue();
        assertThat(error.get("in_reply_to")).isEqualTo(received.get("message_id"));
        assertThat(error.get("prev_seq")).isEqualTo(received.get("seq"));
    }

    @Test
    void goesOnInTheConversationInTheNextSession() {
        var user = user();
        var session = session(user);
        var socket = connect(user, session);
        socket.says("Remember me");
        socket.next("message_received");
        complete(session, posted(session), 1, 0, "I will");
        var complete = socket.next("response_complete");

        var again = session(user);

        var previous = again.get("previous_messages");
        assertThat(previous).hasSize(2);
        assertThat(previous.get(0).get("role").stringValue()).isEqualTo("user");
        assertThat(previous.get(0).get("message").stringValue()).isEqualTo("Remember me");
        assertThat(previous.get(1).get("role").stringValue()).isEqualTo("assistant");
        assertThat(previous.get(1).get("seq")).isEqualTo(complete.get("seq"));
        assertThat(previous.get(1).get("id")).isEqualTo(complete.get("message_id"));
        assertThat(again.get("cursor").get("seq")).isEqualTo(complete.get("seq"));
    }

    @Test
    void showsTheNewestFiftyMessagesOnly() {
        var user = user();
        var session = session(user);
        var sender = new Sender(user, SenderType.USER, null);
        for (int i = 0; i < 120; i++) {
            log.append(
                    key(session), new MessagePosted(MessageId.random(), sender, "Number " + i, Map.of(), null, null));
        }

        var previous = session(user).get("previous_messages");

        assertThat(previous).hasSize(50);
        assertThat(previous.get(0).get("message").stringValue()).isEqualTo("Number 70");
        assertThat(previous.get(49).get("message").stringValue()).isEqualTo("Number 119");
    }

    @Test
    void endsASessionForItsUserAndRevivesItForAMoment() {
        var user = user();
        var session = session(user);
        var id = session.get("session_id").stringValue();
        var socket = connect(user, session);
        socket.next("session_info");

        assertThat(delete(user, "/chatbot/session/" + id)).isEqualTo(204);
        socket.next("session_closed");
        assertThat(socket.closeCode()).isEqualTo(1000);
        assertThat(delete(user, "/chatbot/session/" + id)).isEqualTo(204);
        assertThat(session(user).get("session_id").stringValue()).isEqualTo(id);

        assertThat(delete(user, "/chatbot/session/" + id)).isEqualTo(204);
        Awaitility.await()
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(300))
                .pollDelay(Duration.ofMillis(2100))
                .until(() -> {
                    var next = session(user);
                    assertThat(next.get("conversation_id")).isEqualTo(session.get("conversation_id"));
                    return !next.get("session_id").stringValue().equals(id);
                });
        assertThat(connect(user, session).closeCode()).isEqualTo(4404);
    }

    @Test
    void endsASessionOfTwoSocketsWithTheLastOne() {
        var user = user();
        var session = session(user);
        var id = session.get("session_id").stringValue();
        var one = connect(user, session);
        var two = connect(user, session);
        one.next("session_info");
        two.next("session_info");

        assertThat(delete(user, "/chatbot/session/" + id)).isEqualTo(204);
        one.send("{\"type\":\"ping\"}");
        one.next("pong");
        one.assertOpen();
        assertThat(delete(user, "/chatbot/session/" + id + "?all=true")).isEqualTo(204);

        assertThat(one.closeCode()).isEqualTo(1000);
        assertThat(two.closeCode()).isEqualTo(1000);
    }

    @Test
    void keepsASessionThatItsUserAskedForAgain() {
        var user = user();
        var session = session(user);
        var id = session.get("session_id").stringValue();
        var one = connect(user, session);
        var two = connect(user, session);
        one.next("session_info");
        two.next("session_info");

        assertThat(delete(user, "/chatbot/session/" + id)).isEqualTo(204);
        assertThat(session(user).get("session_id").stringValue()).isEqualTo(id);
        one.close();
        two.close();

        Awaitility.await()
                .during(Duration.ofSeconds(1))
                .atMost(LIMIT)
                .until(() ->
                        !Objects.requireNonNull(sessions.find(id).block(LIMIT)).ended());
    }

    @Test
    void endsSessionsThatNobodyUsesAndGoesOnInTheirConversation() {
        var idle = user();
        var watching = user();
        var idleSession = session(idle);
        var watchedSession = session(watching);
        var socket = connect(watching, watchedSession);
        socket.next("session_info");
        var longAgo = Instant.now().minus(Duration.ofMinutes(31));
        var ids = List.of(
                idleSession.get("session_id").stringValue(),
                watchedSession.get("session_id").stringValue());
        sessions.touch(ids, longAgo).block(LIMIT);

        endSession.endIdle().block(LIMIT);

        var next = session(idle);
        assertThat(next.get("session_id")).isNotEqualTo(idleSession.get("session_id"));
        assertThat(next.get("conversation_id")).isEqualTo(idleSession.get("conversation_id"));
        assertThat(connect(idle, idleSession).closeCode()).isEqualTo(4404);
        assertThat(session(watching).get("session_id")).isEqualTo(watchedSession.get("session_id"));
        socket.assertOpen();
    }

    @Test
    void keepsUsersAndTenantsApart() {
        var user = user();
        var session = session(user);
        var id = session.get("session_id").stringValue();

        assertThat(connect(user(), session).closeCode()).isEqualTo(4404);
        assertThat(delete(user(), "/chatbot/session/" + id)).isEqualTo(404);
        assertThat(delete(user, "/chatbot/session/" + UUID.randomUUID())).isEqualTo(404);
        assertThat(post(user, "/chatbot/theirs/session", null)).isEqualTo(404);
        assertThat(post(
                        user(),
                        "/chatbot/leta/session",
                        "{\"conversation\":\"" + session.get("conversation_id").stringValue() + "\"}"))
                .isEqualTo(404);
        var foreignTenant = "Bearer "
                + Callers.token("other", user, List.of("user"), Instant.now().plusSeconds(60));
        var socket = new SocketClient(port, "/ws/chat/" + id, foreignTenant);
        sockets.add(socket);
        assertThat(socket.closeCode()).isEqualTo(4404);
    }

    @Test
    void beginsANewConversationOrGoesBackToAnOldOneWhenAsked() {
        var user = user();
        var first = session(user);
        var second = session(user, "{\"conversation\":\"new\"}");
        var back = session(
                user, "{\"conversation\":\"" + first.get("conversation_id").stringValue() + "\"}");

        assertThat(second.get("conversation_id")).isNotEqualTo(first.get("conversation_id"));
        assertThat(second.get("session_id")).isNotEqualTo(first.get("session_id"));
        assertThat(back.get("conversation_id")).isEqualTo(first.get("conversation_id"));
        assertThat(post(user, "/chatbot/leta/session", "{\"conversation\":\"no-such\"}"))
                .isEqualTo(404);
        assertThat(post(user, "/chatbot/leta/session", "{\"conversation\":7}")).isEqualTo(400);
        assertThat(post(user, "/chatbot/leta/session", "{nonsense")).isEqualTo(400);
        assertThat(post(user, "/chatbot/nobody/session", null)).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {nonsense                                              | bad_frame
                    [1,2]                                                  | bad_frame
                    {}                                                     | bad_frame
                    {"message":5}                                          | bad_frame
                    {"type":7}                                             | bad_frame
                    {"message":"hi","client_message_id":""}                | bad_frame
                    {"type":"dance"}                                       | unknown_type
                    {"message":"  "}                                       | message_empty
                    {"message":"hi","message_type":"image"}                | unsupported_message_type
                    {"message":"hi","metadata":[1]}                        | bad_metadata
                    {"message":"hi","metadata":{"a":{"b":{"c":{"d":{}}}}}} | bad_metadata
                    {"type":"resume","epoch":"x"}                          | bad_frame
                    """)
    void answersABadFrameWithItsErrorAndGoesOn(String frame, String code) {
        var user = user();
        var socket = connect(user, session(user));

        socket.send(frame);

        assertThat(socket.next("error").get("code").stringValue()).isEqualTo(code);
        socket.says("Still here");
        socket.next("message_received");
    }

    @Test
    void countsCodePointsAndBytes() {
        var user = user();
        var socket = connect(user, session(user));

        socket.says("😀".repeat(1000));
        socket.next("message_received");
        socket.says("😀".repeat(1001));
        assertThat(socket.next("error").get("code").stringValue()).isEqualTo("message_too_long");
        socket.send(
                "{\"message\":\"hi\",\"client_message_id\":\"m\",\"metadata\":{\"a\":\"" + "x".repeat(5000) + "\"}}");
        var error = socket.next("error");
        assertThat(error.get("code").stringValue()).isEqualTo("bad_metadata");
        assertThat(error.get("client_message_id").stringValue()).isEqualTo("m");
        socket.send("{\"message\":\"" + "x".repeat(70_000) + "\"}");
        assertThat(socket.closeCode()).isEqualTo(1009);
    }

    @Test
    void limitsAUserAndClosesWhoDoesNotStop() {
        var user = user();
        var session = session(user);
        var socket = connect(user, session);
        for (int i = 0; i < 8; i++) {
            socket.says("Number " + i);
        }
        for (int i = 0; i < 8; i++) {
            socket.next("message_received");
        }
        socket.says("One too many");
        var error = socket.next("error");
        assertThat(error.get("code").stringValue()).isEqualTo("rate_limited");
        assertThat(error.get("retry_after_ms").longValue()).isBetween(1L, 10_000L);

        // Another socket does not help, another user is not slowed.
        var second = connect(user, session);
        second.says("And another");
        assertThat(second.next("error").get("code").stringValue()).isEqualTo("rate_limited");
        var other = user();
        var neighbour = connect(other, session(other));
        neighbour.says("Hello");
        neighbour.next("message_received");

        for (int i = 0; i < 20; i++) {
            socket.says("More " + i);
        }
        assertThat(socket.closeCode()).isEqualTo(4429);
    }

    @Test
    void passesSignalsOn() {
        var user = user();
        var session = session(user);
        var socket = connect(user, session);
        socket.next("session_info");

        var other = connect(user, session);
        other.next("session_info");
        socket.send("{\"type\":\"typing\"}");
        var typing = other.next("typing");
        assertThat(typing.get("user_id").stringValue()).isEqualTo(user);
        assertThat(typing.get("sender_type").stringValue()).isEqualTo("user");
        socket.send("{\"type\":\"stop\"}");
        socket.says("Talk on.");
        var question = socket.next("message_received").get("message_id").stringValue();
        socket.send("{\"type\":\"stop\"}");
        socket.send("{\"type\":\"escalate\",\"reason\":\"complex_query\"}");

        var stop = (StopRequested) log.awaitSignal(key(session), StopRequested.class::isInstance, LIMIT);
        assertThat(stop.answerId()).isEqualTo(MessageId.parse(question).answer(0));
        var requested = log.await(key(session), HumanRequested.class, LIMIT);
        assertThat(requested.reason()).isEqualTo("complex_query");
        assertThat(requested.requestedBy().id()).isEqualTo(user);
        assertThat(socket.types()).doesNotContain("typing");
    }

    @Test
    void warnsBeforeTheTokenEndsAndClosesAtItsEnd() {
        var user = user();
        var session = session(user);
        var soon = "Bearer "
                + Callers.token(
                        Callers.TENANT, user, List.of("user"), Instant.now().plusSeconds(3));
        var socket =
                new SocketClient(port, "/ws/chat/" + session.get("session_id").stringValue(), soon);
        sockets.add(socket);

        socket.next("auth_expiring");
        assertThat(socket.closeCode()).isEqualTo(4401);
    }

    @Test
    void deliversEverythingToASocketThatOpensWhileMuchIsHappening() {
        var user = user();
        var session = session(user);
        var sender = new Sender("somebody", SenderType.AGENT, "Ann");
        var writer = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 300; i++) {
                log.append(
                        key(session),
                        new MessagePosted(MessageId.random(), sender, "Number " + i, Map.of(), null, null));
            }
        });
        var opened = new CopyOnWriteArrayList<SocketClient>();
        for (int i = 0; i < 10; i++) {
            opened.add(connect(user, session));
        }

        for (var socket : opened) {
            socket.next("message", frame -> frame.get("content").stringValue().equals("Number 299"));
            assertChain(socket);
        }
        assertThat(writer.isAlive()).isFalse();
    }

    private static void assertChain(SocketClient socket) {
        long last = -1;
        for (var frame : socket.all()) {
            if (frame.get("type").stringValue().equals("session_info")) {
                last = frame.get("cursor").get("seq").longValue();
            } else if (frame.has("seq")) {
                assertThat(frame.get("prev_seq").longValue()).isEqualTo(last);
                last = frame.get("seq").longValue();
            }
        }
    }

    private static String joined(SocketClient socket) {
        var text = new StringBuilder();
        int index = 0;
        for (var frame : socket.all()) {
            switch (frame.get("type").stringValue()) {
                case "response_start" -> {
                    text.setLength(0);
                    index = 0;
                }
                case "response_chunk" -> {
                    assertThat(frame.get("index").intValue()).isEqualTo(index++);
                    text.append(frame.get("chunk").stringValue());
                }
                default -> {
                    // Not of the answer's text.
                }
            }
        }
        return text.toString();
    }

    private static String user() {
        return "user-" + UUID.randomUUID();
    }

    private JsonNode session(String user) {
        return session(user, null);
    }

    private JsonNode session(String user, String body) {
        var request = http.post().uri("/chatbot/leta/session").header("Authorization", Callers.bearer(user));
        var exchange = body == null
                ? request.exchange()
                : request.contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(body)
                        .exchange();
        return io.parley.events.log.WireJson.mapper()
                .readTree(exchange.expectStatus()
                        .is2xxSuccessful()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody());
    }

    private int post(String user, String path, String body) {
        var request = http.post().uri(path).header("Authorization", Callers.bearer(user));
        var exchange = body == null
                ? request.exchange()
                : request.contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(body)
                        .exchange();
        return exchange.returnResult(String.class).getStatus().value();
    }

    private int delete(String user, String path) {
        return http.delete()
                .uri(path)
                .header("Authorization", Callers.bearer(user))
                .exchange()
                .returnResult(String.class)
                .getStatus()
                .value();
    }

    private SocketClient connect(String user, JsonNode session) {
        var socket =
                new SocketClient(port, "/ws/chat/" + session.get("session_id").stringValue(), Callers.bearer(user));
        sockets.add(socket);
        return socket;
    }

    private static ConversationKey key(JsonNode session) {
        return new ConversationKey(
                Callers.TENANT, session.get("conversation_id").stringValue());
    }

    private MessagePosted posted(JsonNode session) {
        return log.await(key(session), MessagePosted.class, LIMIT);
    }

    private long seq(JsonNode session) {
        return log.await(key(session), MessagePosted.class::isInstance, LIMIT).seq();
    }

    private void answer(JsonNode session, MessagePosted question, String... chunks) {
        var id = question.messageId().answer(0);
        log.publish(key(session), new AnswerStarted(id, question.messageId(), seq(session), 1, 0, null));
        int at = 0;
        for (var chunk : chunks) {
            log.publish(key(session), new AnswerChunk(id, 1, at, chunk));
            at += chunk.length();
        }
        complete(session, question, 1, 0, String.join("", chunks));
    }

    private LoggedFact complete(JsonNode session, MessagePosted question, int attempt, long fence, String text) {
        return log.append(
                key(session),
                new AnswerCompleted(
                        question.messageId().answer(0),
                        question.messageId(),
                        0,
                        attempt,
                        fence,
                        "leta",
                        text,
                        FinishReason.STOP,
                        List.of(),
                        null,
                        "scripted"));
    }
}
