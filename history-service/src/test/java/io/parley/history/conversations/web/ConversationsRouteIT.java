package io.parley.history.conversations.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.AgentAssigned;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.EscalationRaised;
import io.parley.events.EscalationResolved;
import io.parley.events.HistoryCleared;
import io.parley.events.MessageDeleted;
import io.parley.events.MessageEdited;
import io.parley.events.MessagesRead;
import io.parley.events.NoteAdded;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.WireJson;
import io.parley.history.HistoryClient;
import io.parley.history.Talk;
import io.parley.history.WholeService;
import io.parley.testkit.Callers;
import io.parley.testkit.TestLog;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@WholeService
class ConversationsRouteIT {

    private static TestLog log;

    @LocalServerPort
    private int port;

    private HistoryClient client;
    private String user;

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
        user = "user@" + UUID.randomUUID();
    }

    @Test
    void showsAConversationAsTheContractSays() {
        var talk = Talk.begin(log, user, ConversationKind.SESSION);
        var question = talk.says("Is it safe?");
        var answer = talk.answers(question, 0, "It is.");

        var page = client.conversations(user, "");

        assertThat(page.path("user_id").asString()).isEqualTo(user);
        assertThat(page.path("count").asInt()).isEqualTo(1);
        assertThat(page.path("next_cursor").isNull()).isTrue();
        var shown = page.path("conversations").get(0);
        assertThat(shown.propertyNames())
                .containsExactlyInAnyOrder(
                        "conversation_id",
                        "chatbot_id",
                        "status",
                        "last_message",
                        "last_activity",
                        "unread",
                        "created_at");
        assertThat(shown.path("conversation_id").asString()).isEqualTo(talk.id());
        assertThat(shown.path("chatbot_id").asString()).isEqualTo("leta");
        assertThat(shown.path("status").asString()).isEqualTo("open");
        assertThat(shown.path("last_message").asString()).isEqualTo("It is.");
        assertThat(shown.path("last_activity").asString()).isEqualTo(WireJson.format(answer.at()));
        assertThat(shown.path("unread").asInt()).isEqualTo(1);
        assertThat(shown.path("created_at").asString()).endsWith("Z");
    }

    @Test
    void showsAConversationInWhichNothingWasSaid() {
        log.append(
                new io.parley.events.log.ConversationKey(
                        Callers.TENANT, UUID.randomUUID().toString()),
                new ConversationStarted(user, ConversationKind.PEOPLE, null));

        var shown = only();

        assertThat(shown.path("last_message").isNull()).isTrue();
        assertThat(shown.path("chatbot_id").isNull()).isTrue();
        assertThat(shown.path("unread").asInt()).isZero();
        assertThat(shown.path("last_activity")).isEqualTo(shown.path("created_at"));
    }

    @Test
    void isEmptyForWhoeverHasNone() {
        var page = client.conversations(user, "");

        assertThat(page.path("count").asInt()).isZero();
        assertThat(page.path("conversations").isEmpty()).isTrue();
        assertThat(page.path("next_cursor").isNull()).isTrue();
    }

    @Test
    void showsAtOnceWhatWasAcknowledged() {
        int stale = 0;
        for (int i = 0; i < 30; i++) {
            var talk = Talk.begin(log, user, ConversationKind.PEOPLE);
            stale += first().path("conversation_id").asString().equals(talk.id()) ? 0 : 1;
            talk.says("m" + i);
            stale += first().path("last_message").asString().equals("m" + i) ? 0 : 1;
        }
        assertThat(stale).isZero();
    }

    @Test
    void leavesOutRoomsAndThreads() {
        Talk.begin(log, user, ConversationKind.AI_ROOM).says("room");
        Talk.begin(log, user, ConversationKind.THREAD).says("thread");
        var listed = Talk.begin(log, user, ConversationKind.PEOPLE);

        assertThat(ids(client.conversations(user, ""))).containsExactly(listed.id());
    }

    @Test
    void pagesNewestActivityFirstWithoutGapOrOverlap() {
        var talks = new ArrayList<Talk>();
        for (int i = 0; i < 25; i++) {
            talks.add(Talk.begin(log, user, i % 2 == 0 ? ConversationKind.PEOPLE : ConversationKind.SESSION));
        }
        Collections.rotate(talks, 7);
        talks.forEach(talk -> talk.says("again"));
        var expected = talks.reversed().stream().map(Talk::id).toList();
        // Of those with the same millisecond the order is that of their ids: sort as the answer does.
        var all = ids(client.conversations(user, "?limit=200"));
        assertThat(all).containsExactlyInAnyOrderElementsOf(expected);

        for (int limit : new int[] {1, 4, 24, 25, 26}) {
            var read = new ArrayList<String>();
            var page = client.conversations(user, "?limit=" + limit);
            while (true) {
                read.addAll(ids(page));
                assertThat(page.path("count").asInt()).isEqualTo(ids(page).size());
                if (page.path("next_cursor").isNull()) {
                    break;
                }
                page = client.conversations(
                        user,
                        "?limit=" + limit + "&cursor="
                                + page.path("next_cursor").asString());
            }
            assertThat(read).isEqualTo(all);
        }
        var times = client.conversations(user, "?limit=200")
                .path("conversations")
                .valueStream()
                .map(shown -> shown.path("last_activity").asString())
                .toList();
        assertThat(times).isSortedAccordingTo(Collections.reverseOrder());
    }

    @Test
    void tellsHowAConversationStands() {
        var talk = Talk.begin(log, user, ConversationKind.SESSION);
        var ann = new Sender(user, SenderType.USER, null);
        var agnes = new Sender("agnes", SenderType.AGENT, null);
        var id = UUID.randomUUID();
        assertThat(only().path("status").asString()).isEqualTo("open");
        talk.append(new EscalationRaised(id, 1, "requested", ann, Map.of()));
        assertThat(only().path("status").asString()).isEqualTo("queued");
        talk.append(new AgentAssigned(id, 2, "claimed", agnes));
        assertThat(only().path("status").asString()).isEqualTo("assigned");
        talk.append(new NoteAdded(id, 2, UUID.randomUUID(), agnes, "private"));
        assertThat(only().path("last_message").isNull()).isTrue();
        talk.append(new EscalationResolved(id, 3, "done", agnes));
        assertThat(only().path("status").asString()).isEqualTo("open");
    }

    @Test
    void countsAndShowsWhatIsStillSaid() {
        var talk = Talk.begin(log, user, ConversationKind.PEOPLE);
        var mine = talk.says("mine");
        var first = talk.says("agnes", SenderType.AGENT, "one");
        var second = talk.says("agnes", SenderType.AGENT, "two");
        assertThat(only().path("unread").asInt()).isEqualTo(2);

        talk.append(new MessageEdited(Talk.idOf(second), "agnes", "two, rather"));
        assertThat(only().path("last_message").asString()).isEqualTo("two, rather");
        talk.append(new MessageDeleted(Talk.idOf(second), "agnes"));
        assertThat(only().path("unread").asInt()).isEqualTo(1);
        assertThat(only().path("last_message").asString()).isEqualTo("one");
        talk.append(new MessagesRead(user, first.seq()));
        assertThat(only().path("unread").asInt()).isZero();
        talk.append(new MessageDeleted(Talk.idOf(first), "agnes"));
        talk.append(new MessageDeleted(Talk.idOf(mine), user));
        assertThat(only().path("last_message").isNull()).isTrue();
    }

    @Test
    void forgetsAnErasedConversationAndShowsItToItsNextOwnerAlone() {
        var talk = Talk.begin(log, user, ConversationKind.PEOPLE);
        talk.says("mine");
        assertThat(ids(client.conversations(user, ""))).containsExactly(talk.id());

        talk.append(new HistoryCleared(user, true, 0));
        assertThat(ids(client.conversations(user, ""))).isEmpty();

        var next = "next@" + UUID.randomUUID();
        talk.append(new ConversationStarted(next, ConversationKind.PEOPLE, null));
        assertThat(ids(client.conversations(user, ""))).isEmpty();
        var shown = client.conversations(next, "").path("conversations").get(0);
        assertThat(shown.path("conversation_id").asString()).isEqualTo(talk.id());
        assertThat(shown.path("last_message").isNull()).isTrue();

        talk.append(new HistoryCleared(next, true, 0));
        talk.append(new ConversationStarted(user, ConversationKind.PEOPLE, null));
        assertThat(ids(client.conversations(user, ""))).containsExactly(talk.id());
        assertThat(ids(client.conversations(next, ""))).isEmpty();
    }

    @Test
    void showsAgentsWhatIsOpenToThem() {
        var agnes = Callers.bearer("agnes", "agent");
        var path = "/chat/user/" + user + "/conversations";
        var people = Talk.begin(log, user, ConversationKind.PEOPLE);
        var session = Talk.begin(log, user, ConversationKind.SESSION);
        assertThat(ids(client.json(path, agnes))).containsExactly(people.id());

        session.append(new EscalationRaised(
                UUID.randomUUID(), 1, "requested", new Sender(user, SenderType.USER, null), Map.of()));
        assertThat(ids(client.json(path, agnes))).containsExactlyInAnyOrder(people.id(), session.id());
        assertThat(ids(client.json(path, Callers.bearer("root", "admin")))).hasSize(2);
        assertThat(ids(client.json(path, HistoryClient.ofTenant("other", "agnes", "agent"))))
                .isEmpty();
        // An agent's own are all shown to it.
        var own = Talk.begin(log, "agent@" + user, ConversationKind.SESSION);
        assertThat(ids(client.json(
                        "/chat/user/" + own.owner() + "/conversations", Callers.bearer(own.owner(), "agent"))))
                .containsExactly(own.id());
    }

    @Test
    void hidesOthersAsIfTheyDidNotExist() {
        Talk.begin(log, user, ConversationKind.PEOPLE);
        var path = "/chat/user/" + user + "/conversations";
        var unknown = client.refusal("/chat/user/nobody/conversations", Callers.bearer("bob"), 404);

        assertThat(unknown).contains("\"code\":\"not_found\"");
        assertThat(client.refusal(path, Callers.bearer("bob"), 404)).isEqualTo(unknown);
        assertThat(client.refusal(path, HistoryClient.ofTenant("other", "bob"), 404))
                .isEqualTo(unknown);
        assertThat(client.refusal("/chat/user/no%20such!/conversations", Callers.bearer("agnes", "agent"), 404))
                .isEqualTo(unknown);
        client.get(path, "Bearer nonsense").expectStatus().isUnauthorized();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=201",
                "limit=-1",
                "limit=abc",
                "limit=",
                "limit=99999999999",
                "cursor=",
                "cursor=abc",
                "cursor=%25%25",
                "cursor=MS4xMg",
                "cursor=MS4xMjM0NTY3ODkwMTIzNDU2Nzg5MC5j",
                "cursor=MS4xMi5hIGI"
            })
    void refusesWhatNoEarlierAnswerSaid(String query) {
        assertThat(client.refusal("/chat/user/" + user + "/conversations?" + query, Callers.bearer(user), 400))
                .contains("\"code\":\"bad_request\"");
    }

    private JsonNode only() {
        var page = client.conversations(user, "");
        assertThat(page.path("count").asInt()).isEqualTo(1);
        return page.path("conversations").get(0);
    }

    private JsonNode first() {
        return client.conversations(user, "").path("conversations").get(0);
    }

    private static List<String> ids(JsonNode page) {
        return page.path("conversations")
                .valueStream()
                .map(shown -> shown.path("conversation_id").asString())
                .toList();
    }
}
