package io.parley.escalation.desk.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.escalation.AtTheDesk;
import io.parley.escalation.EscalationClient;
import io.parley.escalation.EscalationClient.Answer;
import io.parley.events.AgentAssigned;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.EscalationCancelled;
import io.parley.events.EscalationResolved;
import io.parley.events.EscalationReturned;
import io.parley.events.FloorEvent;
import io.parley.events.HandedBack;
import io.parley.events.MessagesRead;
import io.parley.events.NoteAdded;
import io.parley.events.log.ConversationKey;
import io.parley.testkit.Callers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

class DeskRoutesIT extends AtTheDesk {

    @Test
    void claimsTransfersReturnsAndResolves() {
        var id = escalated();

        var claimed = client.move(id, "claim", AGNES);
        assertThat(claimed.status()).isEqualTo(200);
        assertThat(claimed.text("escalation_id")).isEqualTo(id);
        assertThat(claimed.text("conversation_id")).isEqualTo(key.conversation());
        assertThat(claimed.text("status")).isEqualTo("assigned");
        assertThat(claimed.text("reason")).isEqualTo("stuck");
        assertThat(claimed.json().path("agent").path("id").asString()).isEqualTo("agnes");
        assertThat(claimed.json().has("queue_position")).isFalse();
        assertThat(claimed.json().path("metadata").isObject()).isTrue();
        assertThat(claimed.text("created_at")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(facts(AgentAssigned.class)).hasSize(1);

        var again = client.move(id, "claim", AGNES);
        assertThat(again.status()).isEqualTo(200);
        assertThat(facts(AgentAssigned.class)).hasSize(1);

        var given = client.move(id, "transfer", AGNES, "{\"to_agent\":\"bert\",\"note\":\"Paid twice.\"}");
        assertThat(given.status()).isEqualTo(200);
        assertThat(given.json().path("agent").path("id").asString()).isEqualTo("bert");
        assertThat(facts(NoteAdded.class)).singleElement().isInstanceOfSatisfying(NoteAdded.class, note -> {
            assertThat(note.text()).isEqualTo("Paid twice.");
            assertThat(note.author().id()).isEqualTo("agnes");
            assertThat(note.fence()).isEqualTo(3);
        });

        var returned = client.move(id, "return", BERT);
        assertThat(returned.status()).isEqualTo(200);
        assertThat(returned.text("status")).isEqualTo("queued");
        assertThat(returned.json().path("queue_position").asLong()).isPositive();
        assertThat(returned.json().has("agent")).isFalse();
        assertThat(facts(EscalationReturned.class)).hasSize(1);

        client.move(id, "claim", BERT);
        var team = client.move(id, "transfer", BERT, "{\"to_team\":\"billing\"}");
        assertThat(team.text("status")).isEqualTo("queued");
        assertThat(team.text("team")).isEqualTo("billing");

        client.move(id, "claim", AGNES);
        var resolved = client.move(id, "resolve", AGNES, "{\"note\":\"Refunded.\"}");
        assertThat(resolved.status()).isEqualTo(200);
        assertThat(resolved.text("status")).isEqualTo("resolved");
        assertThat(facts(EscalationResolved.class)).hasSize(1);
        assertThat(facts(NoteAdded.class)).hasSize(2);
        assertThat(log.facts(key).stream()
                        .map(logged -> logged.fact())
                        .filter(fact -> fact instanceof FloorEvent && !(fact instanceof NoteAdded))
                        .map(fact -> ((FloorEvent) fact).fence()))
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    }

    @Test
    void handsBackToTheAssistantAndIsAskedAgain() {
        var id = claimed();

        var back = client.move(id, "hand-back", AGNES);
        assertThat(back.status()).isEqualTo(200);
        assertThat(back.text("status")).isEqualTo("returned_to_bot");
        assertThat(facts(HandedBack.class)).hasSize(1);

        var second = raised();
        assertThat(second).isNotEqualTo(id);
        refused(client.move(id, "claim", AGNES), "returned_to_bot", id);
        assertThat(client.move(second, "claim", AGNES).status()).isEqualTo(200);
    }

    @Test
    void refusesWithTheCurrentStateWhatIsNotAllowed() {
        var id = escalated();
        for (var move : List.of("return", "hand-back", "resolve")) {
            refused(client.move(id, move, AGNES), "queued", id);
        }
        refused(client.move(id, "transfer", AGNES, "{\"to_agent\":\"bert\"}"), "queued", id);

        client.move(id, "claim", AGNES);
        for (var move : List.of("claim", "return", "hand-back", "resolve")) {
            var refusal = client.move(id, move, BERT);
            refused(refusal, "assigned", id);
            assertThat(refusal.json()
                            .path("escalation")
                            .path("agent")
                            .path("id")
                            .asString())
                    .isEqualTo("agnes");
        }
        refused(client.move(id, "transfer", BERT, "{\"to_team\":\"billing\"}"), "assigned", id);

        assertThat(client.move(id, "resolve", ROOT).status()).isEqualTo(200);
        for (var move : List.of("claim", "return", "hand-back", "resolve")) {
            refused(client.move(id, move, AGNES), "resolved", id);
        }
    }

    private static void refused(Answer answer, String status, String id) {
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.text("code")).isEqualTo("conflict");
        assertThat(answer.json().path("success").asBoolean(true)).isFalse();
        assertThat(answer.text("error")).isEqualTo(answer.text("detail")).isNotEmpty();
        assertThat(answer.json().path("status").asInt()).isEqualTo(409);
        var current = answer.json().path("escalation");
        assertThat(current.path("status").asString()).isEqualTo(status);
        assertThat(current.path("escalation_id").asString()).isEqualTo(id);
    }

    @Test
    void letsAnAdminGiveOutWhatWaits() {
        var id = escalated();

        var given = client.move(id, "transfer", ROOT, "{\"to_agent\":\"bert\"}");

        assertThat(given.status()).isEqualTo(200);
        assertThat(client.move(id, "claim", BERT).status()).isEqualTo(200);
    }

    @Test
    void knowsNoEscalationOfOthersOrOfNobody() {
        var id = escalated();
        var unknown = client.move(UUID.randomUUID().toString(), "claim", AGNES);

        assertThat(unknown.status()).isEqualTo(404);
        for (var wrong : List.of(
                client.move(id, "claim", STRANGER),
                client.move("nonsense", "claim", AGNES),
                client.move("1-1-1-1-1", "claim", AGNES),
                client.move(id, "resolve", STRANGER),
                client.move(id, "transfer", STRANGER, "{\"to_team\":\"x\"}"))) {
            assertThat(wrong).isEqualTo(unknown);
        }
        assertThat(client.move(id.toUpperCase(Locale.ROOT), "claim", AGNES).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "{}",
                "{\"to_agent\":\"a\",\"to_team\":\"b\"}",
                "{\"to_agent\":7}",
                "{\"to_agent\":\"no such!\"}",
                "{\"to_agent\":\"ai-assistant\"}",
                "{\"to_agent\":\"ann\"}",
                "{\"to_agent\":\" \"}",
                "{\"to_team\":[]}",
                "{\"to_team\":\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"}",
                "{\"to_agent\":\"bert\",\"note\":7}",
                "{\"to_agent\":\"bert\",\"note\":\"\\ud800\"}"
            })
    void refusesBadTransfers(String body) {
        var id = claimed();

        var answer = client.move(id, "transfer", AGNES, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("code")).isEqualTo("bad_request");
        assertThat(facts(AgentAssigned.class)).hasSize(1);
    }

    @Test
    void takesTheLongestNoteAndNothingLonger() {
        var id = claimed();

        assertThat(client.move(id, "resolve", AGNES, "{\"note\":\"" + "😀".repeat(4_001) + "\"}")
                        .status())
                .isEqualTo(400);
        assertThat(client.move(id, "resolve", AGNES, "{\"note\":\"" + "😀".repeat(4_000) + "\",\"other\":[1]}")
                        .status())
                .isEqualTo(200);
        assertThat(facts(NoteAdded.class)).hasSize(1);
    }

    @Test
    void showsTheQueueOfTheTenantOldestFirst() {
        var tenant = "t-" + UUID.randomUUID();
        var agent = EscalationClient.ofTenant(tenant, "agnes", "agent");
        var ids = new ArrayList<String>();
        for (int i = 1; i <= 4; i++) {
            ids.add(escalated(tenant, "c" + i));
        }
        client.move(ids.get(1), "claim", agent);

        var queue = client.get("/agent/queue", agent).json();
        assertThat(queue.path("count").asInt()).isEqualTo(3);
        assertThat(texts(queue, "escalation_id")).containsExactly(ids.get(0), ids.get(2), ids.get(3));
        assertThat(texts(queue, "conversation_id")).containsExactly("c1", "c3", "c4");
        assertThat(texts(queue, "queue_position")).containsExactly("1", "2", "3");
        var first = queue.path("escalations").get(0);
        assertThat(first.path("status").asString()).isEqualTo("queued");
        assertThat(first.path("reason").asString()).isEqualTo("requested");
        assertThat(first.path("waiting_since").asString()).isNotEmpty();
        assertThat(first.path("user_id").asString()).isEqualTo("ann");
        assertThat(first.has("user_name")).isFalse();

        var two = client.get("/agent/queue?limit=2", agent).json();
        assertThat(texts(two, "conversation_id")).containsExactly("c1", "c3");

        client.move(ids.get(1), "transfer", agent, "{\"to_team\":\"billing\"}");
        var all = client.get("/agent/queue?limit=200", agent).json();
        assertThat(texts(all, "conversation_id")).containsExactly("c1", "c3", "c4", "c2");
        assertThat(all.path("escalations").get(3).path("team").asString()).isEqualTo("billing");
    }

    private String escalated(String tenant, String conversation) {
        log.append(
                new ConversationKey(tenant, conversation),
                new ConversationStarted("ann", ConversationKind.SESSION, "leta"));
        return client.escalate(conversation, EscalationClient.ofTenant(tenant, "ann"), null)
                .text("escalation_id");
    }

    private static List<String> texts(JsonNode list, String field) {
        return list.path("escalations")
                .valueStream()
                .map(one -> one.path(field).asString())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1001", "-1", "x", "1.5", "99999999999"})
    void refusesBadLimits(String limit) {
        var answer = client.get("/agent/queue?limit=" + limit, AGNES);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("code")).isEqualTo("bad_request");
    }

    @Test
    void showsAnAgentWhatItHas() {
        var tenant = "t-" + UUID.randomUUID();
        var agent = EscalationClient.ofTenant(tenant, "agnes", "agent");
        key = new ConversationKey(tenant, "c1");
        var id = escalated(tenant, "c1");
        client.move(escalated(tenant, "c2"), "claim", EscalationClient.ofTenant(tenant, "bert", "agent"));
        client.move(id, "claim", agent);
        says(ANN_SENDER, "Are you there?");
        says(ANN_SENDER, "Hello?");

        var held = client.get("/agent/conversations", agent).json();
        assertThat(held.path("count").asInt()).isEqualTo(1);
        var one = held.path("conversations").get(0);
        assertThat(one.path("escalation_id").asString()).isEqualTo(id);
        assertThat(one.path("conversation_id").asString()).isEqualTo("c1");
        assertThat(one.path("status").asString()).isEqualTo("assigned");
        assertThat(one.path("reason").asString()).isEqualTo("requested");
        assertThat(one.path("waiting_since").asString()).isNotEmpty();
        assertThat(one.path("assigned_at").asString()).isNotEmpty();
        assertThat(one.path("user_id").asString()).isEqualTo("ann");
        assertThat(one.path("user_name").asString()).isEqualTo("Ann");
        assertThat(one.path("last_message_at").asString()).isNotEmpty();
        assertThat(one.path("visitor_wrote_last").asBoolean()).isTrue();
        assertThat(one.path("unread").asInt()).isEqualTo(2);

        log.append(key, new MessagesRead("agnes", log.facts(key).getLast().seq()));
        one = client.get("/agent/conversations", agent)
                .json()
                .path("conversations")
                .get(0);
        assertThat(one.path("unread").asInt(-1)).isZero();
        assertThat(one.path("visitor_wrote_last").asBoolean()).isTrue();

        says(ANN_SENDER, "Well.");
        says(AGNES_SENDER, "Here I am.");
        one = client.get("/agent/conversations", agent)
                .json()
                .path("conversations")
                .get(0);
        assertThat(one.path("unread").asInt(-1)).isZero();
        assertThat(one.path("visitor_wrote_last").asBoolean(true)).isFalse();

        client.move(id, "resolve", agent);
        assertThat(client.get("/agent/conversations", agent)
                        .json()
                        .path("count")
                        .asInt(-1))
                .isZero();
    }

    @Test
    void givesAConversationToTheAgentWhoWritesThere() {
        start(ConversationKind.PEOPLE);
        says(AGNES_SENDER, "May I help?");

        var list = client.escalations(key.conversation(), AGNES).json();
        assertThat(list.path("count").asInt()).isEqualTo(1);
        var opened = list.path("escalations").get(0);
        assertThat(opened.path("status").asString()).isEqualTo("assigned");
        assertThat(opened.path("agent").path("id").asString()).isEqualTo("agnes");
        assertThat(log.await(key, AgentAssigned.class, LIMIT).fence()).isEqualTo(1);

        var id = opened.path("escalation_id").asString();
        assertThat(client.move(id, "claim", AGNES).status()).isEqualTo(200);
        says(AGNES_SENDER, "Bye.");
        assertThat(client.move(id, "resolve", AGNES).status()).isEqualTo(200);
        assertThat(client.escalations(key.conversation(), AGNES)
                        .json()
                        .path("count")
                        .asInt())
                .isEqualTo(1);
        assertThat(facts(AgentAssigned.class)).hasSize(1);
    }

    @Test
    void letsTheVisitorCancel() {
        var id = escalated();
        var path = "/chat/" + key.conversation() + "/escalate";

        assertThat(client.call(HttpMethod.DELETE, path, AGNES, null).status()).isEqualTo(403);
        var cancelled = client.call(HttpMethod.DELETE, path, ANN, null);
        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(cancelled.text("escalation_id")).isEqualTo(id);
        assertThat(cancelled.text("status")).isEqualTo("cancelled");
        assertThat(facts(EscalationCancelled.class)).hasSize(1);

        refused(client.call(HttpMethod.DELETE, path, ANN, null), "cancelled", id);
        refused(client.move(id, "claim", AGNES), "cancelled", id);
        assertThat(client.call(HttpMethod.DELETE, path, BOB, null).status()).isEqualTo(404);
    }

    @Test
    void refusesToCancelWhatWasNeverAsked() {
        start(ConversationKind.SESSION);

        var answer = client.call(HttpMethod.DELETE, "/chat/" + key.conversation() + "/escalate", ANN, null);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.text("code")).isEqualTo("conflict");
        assertThat(answer.json().has("escalation")).isFalse();
    }

    @Test
    void keepsWhatAnAgentSaysOfItself() {
        var agent = agent("agent-" + UUID.randomUUID());
        assertThat(client.get("/agent/status", agent).text("status")).isEqualTo("offline");

        var set = client.call(HttpMethod.PUT, "/agent/status", agent, "{\"status\":\"online\",\"capacity\":5,\"x\":1}");
        assertThat(set.status()).isEqualTo(200);
        assertThat(set.text("status")).isEqualTo("online");
        assertThat(set.json().path("capacity").asInt()).isEqualTo(5);
        assertThat(client.get("/agent/status", agent)).isEqualTo(set);

        var away = client.call(HttpMethod.PUT, "/agent/status", agent, "{\"status\":\"away\"}");
        assertThat(away.text("status")).isEqualTo("away");
        assertThat(away.json().has("capacity")).isFalse();
        assertThat(client.get("/agent/status", agent)).isEqualTo(away);
    }

    @Test
    void showsATenantsAgentsWhoeverSaidSomething() {
        var tenant = "t-" + UUID.randomUUID();
        for (var agent : List.of("bob", "ann")) {
            client.call(
                    HttpMethod.PUT,
                    "/agent/status",
                    EscalationClient.ofTenant(tenant, agent, "agent"),
                    "{\"status\":\"online\",\"capacity\":2}");
        }
        // Its id begins as the tenant's, and is another.
        client.call(
                HttpMethod.PUT,
                "/agent/status",
                EscalationClient.ofTenant(tenant + ".x", "eve", "agent"),
                "{\"status\":\"online\"}");

        var shown = client.get("/agent/agents", EscalationClient.ofTenant(tenant, "carol", "agent"))
                .json();

        assertThat(shown.path("count").asInt()).isEqualTo(2);
        var first = shown.path("agents").get(0);
        assertThat(first.path("agent_id").asString()).isEqualTo("ann");
        assertThat(first.path("status").asString()).isEqualTo("online");
        assertThat(first.path("capacity").asInt()).isEqualTo(2);
        assertThat(shown.path("agents").get(1).path("agent_id").asString()).isEqualTo("bob");
    }

    private static String agent(String id) {
        return Callers.bearer(id, "agent");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~",
                "no json",
                "[]",
                "{}",
                "{\"status\":null}",
                "{\"status\":\"ONLINE\"}",
                "{\"status\":\"busy\"}",
                "{\"status\":1}",
                "{\"status\":\"online\",\"capacity\":\"5\"}",
                "{\"status\":\"online\",\"capacity\":-1}",
                "{\"status\":\"online\",\"capacity\":1001}",
                "{\"status\":\"online\",\"capacity\":1.5}",
                "{\"status\":\"online\",\"capacity\":1e30}",
                "{\"status\":\"online\",\"capacity\":true}"
            })
    void refusesBadStatuses(String body) {
        var answer = client.call(HttpMethod.PUT, "/agent/status", AGNES, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("code")).isEqualTo("bad_request");
    }
}
