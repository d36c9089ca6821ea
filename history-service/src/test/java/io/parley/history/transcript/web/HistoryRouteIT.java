package io.parley.history.transcript.web;

import static io.parley.history.HistoryClient.contents;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.AgentAssigned;
import io.parley.events.AnswerCompleted;
import io.parley.events.AnswerFailed;
import io.parley.events.Citation;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.EscalationRaised;
import io.parley.events.FailureCode;
import io.parley.events.FinishReason;
import io.parley.events.MessageDeleted;
import io.parley.events.MessageEdited;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.NoteAdded;
import io.parley.events.ReactionSet;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import io.parley.events.log.WireJson;
import io.parley.history.HistoryClient;
import io.parley.history.Talk;
import io.parley.history.WholeService;
import io.parley.platform.log.LogTopology;
import io.parley.testkit.Callers;
import io.parley.testkit.TestLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@WholeService
class HistoryRouteIT {

    private static final Sender ANN = new Sender("ann", SenderType.USER, "Ann");

    private static TestLog log;

    @LocalServerPort
    private int port;

    @Autowired
    private LogTopology topology;

    private HistoryClient client;
    private ConversationKey key;

    @BeforeAll
    static void openLog() {
        log = new TestLog();
    }

    @AfterAll
    static void closeLog() {
        log.close();
    }

    @BeforeEach
    void aConversation() {
        client = new HistoryClient(port);
        key = new ConversationKey(Callers.TENANT, UUID.randomUUID().toString());
    }

    @Test
    void showsAConversationAsTheContractSays() {
        start(ConversationKind.SESSION);
        var question = says("Is it <b>safe</b>?", Map.of("page", "/home"));
        var answer = answers(question, 0, 0, "It is.");

        var page = client.history(key.conversation(), "ann", "");

        assertThat(page.path("conversation_id").asString()).isEqualTo(key.conversation());
        assertThat(page.path("count").asInt()).isEqualTo(2);
        assertThat(page.path("has_more").asBoolean(true)).isFalse();
        assertThat(page.path("cursor").path("epoch").asString()).isEqualTo(topology.epoch());
        assertThat(page.path("cursor").path("seq").asLong()).isEqualTo(answer.seq());

        var asked = page.path("messages").get(0);
        assertThat(asked.path("id").asString())
                .isEqualTo(((MessagePosted) question.fact()).messageId().toString());
        assertThat(asked.path("sender_id").asString()).isEqualTo("ann");
        assertThat(asked.path("sender_type").asString()).isEqualTo("user");
        assertThat(asked.path("content").asString()).isEqualTo("Is it <b>safe</b>?");
        assertThat(asked.path("timestamp").asString()).isEqualTo(WireJson.format(question.at()));
        assertThat(asked.path("conversation_id").asString()).isEqualTo(key.conversation());
        assertThat(asked.path("metadata").path("page").asString()).isEqualTo("/home");
        assertThat(asked.path("seq").asLong()).isEqualTo(question.seq());

        var answered = page.path("messages").get(1);
        assertThat(answered.path("sender_id").asString()).isEqualTo("ai-assistant");
        assertThat(answered.path("sender_type").asString()).isEqualTo("assistant");
        var metadata = answered.path("metadata");
        assertThat(metadata.propertyNames())
                .containsExactlyInAnyOrder("chatbot_id", "model", "in_reply_to", "finish_reason", "citations");
        assertThat(metadata.path("in_reply_to").asString())
                .isEqualTo(asked.path("id").asString());
        assertThat(metadata.path("citations").get(0).path("document_id").asString())
                .isEqualTo("doc");
    }

    @Test
    void showsAtOnceWhatWasAcknowledged() {
        start(ConversationKind.PEOPLE);
        int stale = 0;
        for (int i = 0; i < 500; i++) {
            var said = says("m" + i, Map.of());
            var page = client.history(key.conversation(), "ann", "?limit=1");
            boolean shown = contents(page).equals(List.of("m" + i))
                    && page.path("cursor").path("seq").asLong() == said.seq();
            stale += shown ? 0 : 1;
        }
        assertThat(stale).isZero();
    }

    @Test
    void showsAConversationThatBeganAMomentAgo() {
        for (int i = 0; i < 20; i++) {
            key = new ConversationKey(Callers.TENANT, UUID.randomUUID().toString());
            start(ConversationKind.PEOPLE);
            assertThat(client.contents(key.conversation(), "ann", "")).isEmpty();
        }
    }

    @Test
    void pagesThroughAThousandMessagesWithoutGapOrOverlap() {
        start(ConversationKind.PEOPLE);
        var all = IntStream.range(0, 1_000).mapToObj(i -> "m" + i).toList();
        all.forEach(text -> says(text, Map.of()));

        var backward = new ArrayList<String>();
        var query = "?limit=170";
        var page = client.history(key.conversation(), "ann", query);
        while (true) {
            backward.addAll(0, contents(page));
            if (!page.path("has_more").asBoolean()) {
                break;
            }
            query = "?limit=170&before="
                    + page.path("messages").get(0).path("seq").asLong();
            page = client.history(key.conversation(), "ann", query);
        }
        assertThat(backward).isEqualTo(all);

        var forward = new ArrayList<String>();
        page = client.history(key.conversation(), "ann", "?limit=170&after=0");
        while (true) {
            forward.addAll(contents(page));
            if (!page.path("has_more").asBoolean()) {
                break;
            }
            var last = page.path("messages").get(page.path("count").asInt() - 1);
            query = "?limit=170&after=" + last.path("seq").asLong();
            page = client.history(key.conversation(), "ann", query);
        }
        assertThat(forward).isEqualTo(all);

        assertThat(client.contents(key.conversation(), "ann", "")).isEqualTo(all.subList(950, 1_000));
    }

    @Test
    void showsEachMessageOnceHoweverOftenItStandsInTheLog() {
        start(ConversationKind.SESSION);
        var question = says("once", Map.of());
        log.append(key, question.fact());
        var answer = answers(question, 0, 0, "the answer");
        log.append(key, answer.fact());
        start(ConversationKind.SESSION);

        assertThat(client.contents(key.conversation(), "ann", "")).containsExactly("once", "the answer");
    }

    @Test
    void showsNoAnswerThatAPersonOvertookAndNoFailure() {
        start(ConversationKind.SESSION);
        var question = says("help", Map.of());
        log.append(key, new EscalationRaised(UUID.randomUUID(), 1, "requested", ANN, Map.of()));
        answers(question, 0, 0, "stale");
        var id = ((MessagePosted) question.fact()).messageId();
        log.append(key, new AnswerFailed(id.answer(0), id, 0, 1, 1, "leta", FailureCode.HANDED_OVER));
        var later = says("anybody?", Map.of());

        assertThat(client.contents(key.conversation(), "ann", "")).containsExactly("help", "anybody?");
        assertThat(later.seq()).isPositive();
    }

    @Test
    void showsTheHighestGenerationOfAnAnswer() {
        start(ConversationKind.SESSION);
        var question = says("why?", Map.of());
        answers(question, 0, 0, "first");
        assertThat(client.contents(key.conversation(), "ann", "")).containsExactly("why?", "first");
        answers(question, 1, 0, "second");

        assertThat(client.contents(key.conversation(), "ann", "")).containsExactly("why?", "second");
    }

    @Test
    void showsWhatBecameOfAMessage() {
        start(ConversationKind.PEOPLE);
        var edited = says("first words", Map.of());
        var deleted = says("taken back", Map.of("quote", "taken back"));
        var edit = log.append(key, new MessageEdited(Talk.idOf(edited), "ann", "other words"));
        log.append(key, new ReactionSet(Talk.idOf(edited), "agnes", "up"));
        log.append(key, new MessageDeleted(Talk.idOf(deleted), "ann"));
        log.append(key, new MessageEdited(MessageId.random(), "ann", "of nobody's message"));
        log.append(key, new ReactionSet(MessageId.random(), "ann", "down"));

        var page = client.history(key.conversation(), "ann", "");

        var first = page.path("messages").get(0);
        assertThat(first.path("content").asString()).isEqualTo("other words");
        assertThat(first.path("edited_at").asString()).isEqualTo(WireJson.format(edit.at()));
        assertThat(first.path("seq").asLong()).isEqualTo(edited.seq());
        assertThat(first.path("reactions")).hasSize(1);
        assertThat(first.path("reactions").get(0).path("user_id").asString()).isEqualTo("agnes");
        assertThat(first.path("reactions").get(0).path("reaction").asString()).isEqualTo("up");
        assertThat(first.has("deleted")).isFalse();
        var second = page.path("messages").get(1);
        assertThat(second.path("content").asString("-")).isEmpty();
        assertThat(second.path("deleted").asBoolean()).isTrue();
        assertThat(second.has("edited_at")).isFalse();
        assertThat(second.has("reactions")).isFalse();
        assertThat(page.toString()).doesNotContain("taken back", "first words");
        assertThat(page.path("count").asInt()).isEqualTo(2);
    }

    @Test
    void showsNotesToNobody() {
        start(ConversationKind.PEOPLE);
        var agent = new Sender("agnes", SenderType.AGENT, null);
        var escalation = UUID.randomUUID();
        log.append(key, new AgentAssigned(escalation, 1, "claimed", agent));
        log.append(key, new NoteAdded(escalation, 1, UUID.randomUUID(), agent, "is nice"));
        says("hello", Map.of());

        assertThat(client.contents(key.conversation(), "ann", "")).containsExactly("hello");
        var agents = client.json("/chat/" + key.conversation() + "/history", Callers.bearer("agnes", "agent"));
        assertThat(HistoryClient.contents(agents)).containsExactly("hello");
        assertThat(agents.toString()).doesNotContain("is nice");
    }

    @Test
    void givesEachKindOfReaderTheCursorOfItsOwn() {
        start(ConversationKind.PEOPLE);
        var agent = new Sender("agnes", SenderType.AGENT, null);
        var escalation = UUID.randomUUID();
        log.append(key, new AgentAssigned(escalation, 1, "claimed", agent));
        var said = says("hello", Map.of());
        var note = log.append(key, new NoteAdded(escalation, 1, UUID.randomUUID(), agent, "is nice"));

        var owners = client.history(key.conversation(), "ann", "");
        assertThat(owners.path("cursor").path("seq").asLong()).isEqualTo(said.seq());
        client.get("/chat/" + key.conversation() + "/history", Callers.bearer("agnes", "agent"))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.cursor.seq")
                .isEqualTo(note.seq());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=201",
                "limit=-1",
                "limit=abc",
                "limit=1.5",
                "limit=",
                "limit=99999999999999999999",
                "before=abc",
                "before=-1",
                "after=",
                "after=1e3",
                "before=1&after=1"
            })
    void refusesBadNumbers(String query) {
        start(ConversationKind.PEOPLE);

        assertThat(client.refusal("/chat/" + key.conversation() + "/history?" + query, Callers.bearer("ann"), 400))
                .contains("\"code\":\"bad_request\"");
    }

    @Test
    void hidesWhatIsNotTheCallersAsIfItDidNotExist() {
        start(ConversationKind.SESSION);
        says("secret", Map.of());
        var path = "/chat/" + key.conversation() + "/history";
        var unknown = client.refusal("/chat/" + UUID.randomUUID() + "/history", Callers.bearer("ann"), 404);

        assertThat(unknown).contains("\"code\":\"not_found\"");
        assertThat(client.refusal(path, Callers.bearer("bob"), 404)).isEqualTo(unknown);
        assertThat(client.refusal(path, Callers.bearer("agnes", "agent"), 404)).isEqualTo(unknown);
        assertThat(client.refusal(path, Callers.bearer("root", "admin"), 404)).isEqualTo(unknown);
        assertThat(client.refusal(path, HistoryClient.ofTenant("other", "ann"), 404))
                .isEqualTo(unknown);
        assertThat(client.refusal("/chat/no%20such!/history", Callers.bearer("ann"), 404))
                .isEqualTo(unknown);
        // What the gateway lets in is not too long for a service.
        assertThat(client.refusal("/chat/" + "x".repeat(12_000) + "/history", Callers.bearer("ann"), 404))
                .isEqualTo(unknown);
        client.get(path, "Bearer nonsense").expectStatus().isUnauthorized();
    }

    @Test
    void keepsTheSameIdInTwoTenantsApart() {
        start(ConversationKind.PEOPLE);
        says("ours", Map.of());
        var other = new ConversationKey("other", key.conversation());
        log.append(other, new ConversationStarted("ann", ConversationKind.PEOPLE, null));
        log.append(other, new MessagePosted(MessageId.random(), ANN, "theirs", Map.of(), null, null));

        assertThat(client.contents(key.conversation(), "ann", "")).containsExactly("ours");
        client.get("/chat/" + key.conversation() + "/history", HistoryClient.ofTenant("other", "ann"))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.messages[0].content")
                .isEqualTo("theirs");
    }

    @Test
    void letsAgentsInWhereTheyAreAsked() {
        var agnes = Callers.bearer("agnes", "agent");
        start(ConversationKind.AI_ROOM);
        var path = "/chat/" + key.conversation() + "/history";
        client.get(path, agnes).expectStatus().isNotFound();

        log.append(key, new EscalationRaised(UUID.randomUUID(), 1, "requested", ANN, Map.of()));

        client.get(path, agnes).expectStatus().isOk();
        client.get(path, Callers.bearer("bob")).expectStatus().isNotFound();
        client.get(path, HistoryClient.ofTenant("other", "agnes", "agent"))
                .expectStatus()
                .isNotFound();
    }

    private void start(ConversationKind kind) {
        log.append(key, new ConversationStarted("ann", kind, "leta"));
    }

    private LoggedFact says(String content, Map<String, Object> metadata) {
        return log.append(key, new MessagePosted(MessageId.random(), ANN, content, metadata, null, "leta"));
    }

    private LoggedFact answers(LoggedFact question, int generation, long fence, String text) {
        var id = ((MessagePosted) question.fact()).messageId();
        return log.append(
                key,
                new AnswerCompleted(
                        id.answer(generation),
                        id,
                        generation,
                        1,
                        fence,
                        "leta",
                        text,
                        FinishReason.STOP,
                        List.of(new Citation("doc", "Guide", 3, "…", 0.9)),
                        null,
                        "gpt-4o-mini"));
    }
}
