package io.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.ConversationFact;
import io.parley.events.EscalationRaised;
import io.parley.events.HistoryCleared;
import io.parley.events.MessageRejected;
import io.parley.events.NoteAdded;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.live.QueuePosition;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import io.parley.testkit.Backends;
import io.parley.testkit.Callers;
import io.parley.testkit.TestLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.reactive.server.StatusAssertions;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Sockets to conversations of people: meeting, resuming, and the long poll beside them. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "parley.acceptance.rate-messages=1000")
@ContextConfiguration(initializers = Backends.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PeopleSocketIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Sender BEA = new Sender("bea", SenderType.AGENT, null);

    @LocalServerPort
    private int port;

    private final TestLog log = new TestLog();
    private final List<SocketClient> sockets = new ArrayList<>();
    private WebTestClient http;

    @BeforeAll
    void warmUp() {
        http = WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port)
                .responseTimeout(Duration.ofSeconds(60))
                .build();
        Awaitility.await().atMost(LIMIT).until(() -> {
            var socket = connect("warm-up", "ann");
            return Awaitility.await().atMost(LIMIT).until(() -> !socket.all().isEmpty(), is -> is);
        });
    }

    @AfterEach
    void closeSockets() {
        sockets.forEach(SocketClient::close);
        sockets.clear();
    }

    @Test
    void letsTheOwnerAndAnAgentMeet() {
        var conversation = conversation();
        var ann = connect(conversation, "ann");
        var info = ann.next("session_info");
        assertThat(info.has("session_id")).isFalse();
        assertThat(info.get("conversation_id").asString()).isEqualTo(conversation);

        var bea = connect(conversation, "bea", "agent");
        bea.next("session_info");
        assertThat(bea.next("presence").get("user_id").asString()).isEqualTo("ann");
        assertThat(ann.next("presence").get("user_id").asString()).isEqualTo("bea");

        bea.send("{\"content\":\"How can I help?\",\"sender_type\":\"user\",\"sender_id\":\"eve\"}");
        var heard = ann.next("message");
        assertThat(heard.get("sender_id").asString()).isEqualTo("bea");
        assertThat(heard.get("sender_type").asString()).isEqualTo("agent");
        bea.next("message_received");

        ann.send("{\"content\":\"My parcel\",\"metadata\":{\"silent\":true}}");
        assertThat(bea.next("message").get("sender_type").asString()).isEqualTo("user");
        ann.send("{\"type\":\"typing\"}");
        assertThat(bea.next("typing").get("user_id").asString()).isEqualTo("ann");
        ann.send("{\"type\":\"read\",\"seq\":%d}".formatted(heard.get("seq").longValue()));
        assertThat(bea.next("receipt").get("read_seq")).isEqualTo(heard.get("seq"));
        ann.send("{\"type\":\"reaction\",\"message_id\":%s,\"reaction\":\"up\"}".formatted(heard.get("id")));
        assertThat(bea.next("reaction").get("reaction").asString()).isEqualTo("up");

        bea.send("{\"type\":\"stop\"}");
        assertThat(bea.next("error").get("code").asString()).isEqualTo("forbidden");
        bea.close();
        assertThat(ann.next("presence", frame -> !frame.get("online").booleanValue())
                        .get("user_id")
                        .asString())
                .isEqualTo("bea");
    }

    @ParameterizedTest
    @ValueSource(strings = {"thread_1", "session-1", "ai_chat_ann", "ai_chat_eve"})
    void createsNoConversationUnderAnIdThatIsNotForPeople(String id) {
        assertThat(connect(id, "ann").closeCode()).isEqualTo(4404);
    }

    @Test
    void isClosedToOthers() {
        var conversation = conversation();
        connect(conversation, "ann").next("session_info");

        assertThat(connect(conversation, "eve").closeCode()).isEqualTo(4404);
        assertThat(connectAs(conversation, "ann", "bea", "agent").closeCode()).isEqualTo(4404);
    }

    @Test
    void givesBackWhatWasMissed() {
        var conversation = conversation();
        var ann = connect(conversation, "ann");
        var cursor = ann.next("session_info").get("cursor");
        ann.close();
        var bea = connect(conversation, "bea", "agent");
        for (int i = 0; i < 300; i++) {
            bea.send("{\"content\":\"m%d\"}".formatted(i));
            bea.next("message_received");
        }

        var back = connect(conversation, "ann");
        var begin = back.next("session_info").get("cursor");
        back.send(resume(cursor));
        var recovered = back.next("recovered");

        assertThat(recovered.get("recovered").booleanValue()).isTrue();
        assertThat(recovered.get("count").intValue()).isEqualTo(300);
        assertThat(recovered.get("cursor")).isEqualTo(begin);
        long previous = cursor.get("seq").longValue();
        for (int i = 0; i < 300; i++) {
            var message = back.next("message");
            assertThat(message.get("content").asString()).isEqualTo("m" + i);
            assertThat(message.get("prev_seq").longValue()).isEqualTo(previous);
            previous = message.get("seq").longValue();
        }
        bea.send("{\"content\":\"live\"}");
        assertThat(back.next("message").get("prev_seq").longValue()).isEqualTo(previous);
    }

    @Test
    void givesBackNothingWhereNothingWasMissedAndNoPartOfWhatItCannotTell() {
        var conversation = conversation();
        var ann = connect(conversation, "ann");
        var cursor = ann.next("session_info").get("cursor");

        ann.send(resume(cursor));
        assertThat(ann.next("recovered").get("count").intValue()).isZero();
        // What comes live after the socket began was not missed.
        ann.send("{\"content\":\"One\"}");
        ann.next("message_received");
        ann.send(resume(cursor));
        assertThat(ann.next("recovered").get("count").intValue()).isZero();
        ann.send("{\"type\":\"resume\",\"epoch\":\"another\",\"after_seq\":%d}"
                .formatted(cursor.get("seq").longValue()));
        assertThat(ann.next("recovered").get("recovered").booleanValue()).isFalse();
        ann.send("{\"type\":\"resume\",\"epoch\":%s,\"after_seq\":%d}"
                .formatted(cursor.get("epoch"), cursor.get("seq").longValue() + 1_000_000));
        assertThat(ann.next("recovered").get("recovered").booleanValue()).isFalse();
        assertThat(ann.types()).filteredOn("message"::equals).isEmpty();
    }

    @Test
    void showsNotesToAgentsAloneInAChainOfTheirOwn() {
        var conversation = conversation();
        var ann = connect(conversation, "ann");
        ann.next("session_info");
        var bea = connect(conversation, "bea", "agent");
        bea.next("session_info");
        ann.send("{\"content\":\"Help\"}");
        bea.next("message");
        var raised = append(conversation, new EscalationRaised(UUID.randomUUID(), 1, "help", BEA, Map.of()));
        var note = append(conversation, new NoteAdded(UUID.randomUUID(), 1, UUID.randomUUID(), BEA, "NOTE-CANARY"));
        bea.send("{\"content\":\"Hello\"}");

        var heard = ann.next("message");
        assertThat(heard.get("prev_seq").longValue()).isEqualTo(raised.seq());
        assertThat(bea.next("note").get("prev_seq").longValue()).isEqualTo(raised.seq());
        assertThat(bea.next("message_received").get("prev_seq").longValue()).isEqualTo(note.seq());

        var again = connect(conversation, "ann");
        again.next("session_info");
        again.send("{\"type\":\"resume\",\"epoch\":%s,\"after_seq\":%d}".formatted(epoch(ann), raised.seq()));
        assertThat(again.next("recovered").get("count").intValue()).isEqualTo(1);
        assertThat(again.next("message").get("prev_seq").longValue()).isEqualTo(raised.seq());
        assertThat(ann.all().toString() + again.all()).doesNotContain("NOTE-CANARY");
    }

    @Test
    void tellsTheQueueAndARecordThatWasLost() {
        var conversation = conversation();
        var ann = connect(conversation, "ann");
        ann.next("session_info");
        append(conversation, new EscalationRaised(UUID.randomUUID(), 1, "help", BEA, Map.of()));
        ann.next("escalation");
        log.publish(key(conversation), new QueuePosition(3));
        assertThat(ann.next("queue").get("queue_position").intValue()).isEqualTo(3);

        append(conversation, new MessageRejected(1, "no fact"));
        var error = ann.next("error");
        assertThat(error.get("code").asString()).isEqualTo("not_accepted");
        assertThat(error.has("seq")).isFalse();
    }

    @Test
    void closesWhereTheConversationIsErasedAndLetsItsOwnerBeginAgain() {
        var conversation = conversation();
        var ann = connect(conversation, "ann");
        ann.next("session_info");
        ann.send("{\"content\":\"SECRET\"}");
        ann.next("message_received");

        append(conversation, new HistoryCleared("ann", true, 0));

        assertThat(ann.closeCode()).isEqualTo(4404);
        assertThat(connect(conversation, "ben").closeCode()).isEqualTo(4404);
        var again = connect(conversation, "ann");
        var cursor = again.next("session_info").get("cursor");
        again.send("{\"type\":\"resume\",\"epoch\":%s,\"after_seq\":0}".formatted(cursor.get("epoch")));
        assertThat(again.next("recovered").get("recovered").booleanValue()).isFalse();
        assertThat(again.all().toString()).doesNotContain("SECRET");
    }

    @Test
    void pollsWhatWasMissedAtOnceAndElseWaits() throws Exception {
        var conversation = conversation();
        var ann = connect(conversation, "ann");
        var cursor = ann.next("session_info").get("cursor");
        ann.send("{\"content\":\"One\",\"client_message_id\":\"c-1\"}");
        var received = ann.next("message_received");

        var missed = poll(
                conversation,
                "ann",
                "after=%d&epoch=%s&wait=0"
                        .formatted(
                                cursor.get("seq").longValue(),
                                cursor.get("epoch").asString()));
        assertThat(missed.get("recovered").booleanValue()).isTrue();
        assertThat(missed.get("frames")).hasSize(1);
        assertThat(missed.get("frames").get(0).get("type").asString()).isEqualTo("message");
        assertThat(missed.get("frames").get(0).get("id")).isEqualTo(received.get("message_id"));
        assertThat(missed.get("cursor").get("seq")).isEqualTo(received.get("seq"));

        var after = "after=%d".formatted(received.get("seq").longValue());
        var nothing = poll(conversation, "ann", after + "&wait=1");
        assertThat(nothing.get("frames")).isEmpty();
        assertThat(nothing.get("cursor").get("seq")).isEqualTo(received.get("seq"));

        var waiting = CompletableFuture.supplyAsync(() -> poll(conversation, "ann", after + "&wait=30"));
        Awaitility.await().pollDelay(Duration.ofMillis(500)).until(() -> true);
        ann.send("{\"content\":\"Two\"}");
        var second = ann.next("message_received");
        var told = waiting.get(10, TimeUnit.SECONDS);
        assertThat(told.get("frames").get(0).get("seq")).isEqualTo(second.get("seq"));
        assertThat(told.get("frames").get(0).get("prev_seq")).isEqualTo(received.get("seq"));
        assertThat(told.get("cursor").get("seq")).isEqualTo(second.get("seq"));

        assertThat(poll(conversation, "ann", after + "&epoch=another&wait=5")
                        .get("recovered")
                        .booleanValue())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait=56", "wait=-1", "wait=x", "after=-1", "after=x&wait=0", "after=1.5"})
    void refusesAPollThatIsNone(String query) {
        var conversation = conversation();
        connect(conversation, "ann").next("session_info");

        status(conversation, "ann", query).isEqualTo(400);
    }

    @Test
    void pollsNothingOfOthersOrOfWhatIsNotThere() {
        var conversation = conversation();
        connect(conversation, "ann").next("session_info");

        status(conversation, "eve", "wait=0").isEqualTo(404);
        status(conversation(), "ann", "wait=0").isEqualTo(404);
    }

    @Test
    void showsAnEditAsItsOwnFactAndTheNewWordsInAReplay() {
        var conversation = conversation();
        var ann = connect(conversation, "ann");
        var cursor = ann.next("session_info").get("cursor");
        ann.send("{\"content\":\"Frist\"}");
        var received = ann.next("message_received");
        ann.send("{\"type\":\"edit\",\"message_id\":%s,\"content\":\"First\"}".formatted(received.get("message_id")));
        var edited = ann.next("message_edited");
        assertThat(edited.get("prev_seq")).isEqualTo(received.get("seq"));

        var again = connect(conversation, "ann");
        again.next("session_info");
        again.send(resume(cursor));
        assertThat(again.next("recovered").get("count").intValue()).isEqualTo(2);
        assertThat(again.next("message").get("content").asString()).isEqualTo("First");
        assertThat(again.next("message_edited").get("content").asString()).isEqualTo("First");
    }

    private static String resume(JsonNode cursor) {
        return "{\"type\":\"resume\",\"epoch\":%s,\"after_seq\":%d}"
                .formatted(cursor.get("epoch"), cursor.get("seq").longValue());
    }

    private static JsonNode epoch(SocketClient socket) {
        return socket.all().getFirst().get("cursor").get("epoch");
    }

    private JsonNode poll(String conversation, String user, String query) {
        return http.get()
                .uri("/chat/" + conversation + "/events?" + query)
                .header("Authorization", Callers.bearer(user))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    private StatusAssertions status(String conversation, String user, String query) {
        return http.get()
                .uri("/chat/" + conversation + "/events?" + query)
                .header("Authorization", Callers.bearer(user))
                .exchange()
                .expectStatus();
    }

    private LoggedFact append(String conversation, ConversationFact fact) {
        return log.append(key(conversation), fact);
    }

    private static ConversationKey key(String conversation) {
        return new ConversationKey(Callers.TENANT, conversation);
    }

    private static String conversation() {
        return "people-" + UUID.randomUUID();
    }

    private SocketClient connect(String conversation, String user, String... roles) {
        return connectAs(conversation, user, user, roles);
    }

    private SocketClient connectAs(String conversation, String path, String user, String... roles) {
        var socket = new SocketClient(
                port,
                "/ws/chat/" + conversation + "/" + path,
                Callers.bearer(user, roles.length == 0 ? new String[] {"user"} : roles));
        sockets.add(socket);
        return socket;
    }
}
