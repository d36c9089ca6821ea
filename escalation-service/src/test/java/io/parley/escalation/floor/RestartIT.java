package io.parley.escalation.floor;

import static io.parley.escalation.floor.EscalationFixtures.AGNES;
import static io.parley.escalation.floor.EscalationFixtures.BERT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.escalation.EscalationApplication;
import io.parley.escalation.EscalationClient;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.EscalationRaised;
import io.parley.events.NoteAdded;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import io.parley.testkit.Backends;
import io.parley.testkit.Callers;
import io.parley.testkit.TestLog;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Query;

/** What is left when the service stops and starts again, with a database and a group of its own. */
class RestartIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String ANN = Callers.bearer("ann");
    private static final String AGENT = Callers.bearer("agnes", "agent");

    private final ConversationKey raisedOverHttp = aConversation();
    private final ConversationKey keptNotTold = aConversation();

    @Test
    void losesAndDoublesNothing() {
        try (var log = new TestLog()) {
            log.append(raisedOverHttp, new ConversationStarted("ann", ConversationKind.SESSION, "leta"));
            log.append(keptNotTold, new ConversationStarted("ann", ConversationKind.SESSION, "leta"));
            String id;
            try (var first = start()) {
                id = escalate(first, raisedOverHttp, 201);
                keepAndDie(first, keptNotTold);
            }
            try (var second = start()) {
                assertThat(escalate(second, raisedOverHttp, 200)).isEqualTo(id);
                log.await(keptNotTold, EscalationRaised.class::isInstance, LIMIT);
                await().atMost(LIMIT)
                        .until(() -> floors(second)
                                .find(keptNotTold)
                                .block(LIMIT)
                                .untold()
                                .isEmpty());
                second.getBean(ReactiveMongoTemplate.class)
                        .remove(new Query(), "positions")
                        .block(LIMIT);
            }
            try (var third = start()) {
                assertThat(escalate(third, raisedOverHttp, 200)).isEqualTo(id);
                escalate(third, keptNotTold, 200);
            }
            assertThat(raisings(log, raisedOverHttp)).hasSize(1);
            assertThat(raisings(log, keptNotTold)).hasSize(1);
        }
    }

    @Test
    void tellsAMoveAndItsNoteThatSomebodyKeptAndDied() {
        try (var log = new TestLog()) {
            log.append(raisedOverHttp, new ConversationStarted("ann", ConversationKind.SESSION, "leta"));
            String id;
            try (var first = start()) {
                id = escalate(first, raisedOverHttp, 201);
                var raised = Objects.requireNonNull(
                        floors(first).find(raisedOverHttp).block(LIMIT));
                var note = new Move.Note(UUID.randomUUID(), "Paid twice.");
                var given = raised.move(
                        new Move.ToAgent(EscalationFixtures.admin(BERT), AGNES, note),
                        Instant.now().truncatedTo(ChronoUnit.MILLIS));
                floors(first).change(raised, given).block(LIMIT);
            }
            try (var second = start()) {
                log.await(raisedOverHttp, NoteAdded.class::isInstance, LIMIT);
                var client = client(second);
                assertThat(client.get("/agent/conversations", AGENT).text()).contains(id);
                assertThat(client.get("/agent/queue?limit=200", AGENT).text()).doesNotContain(id);
                assertThat(notes(client, id)).isEqualTo(1);
                assertThat(client.move(id, "resolve", AGENT, "{\"note\":\"Done.\"}")
                                .status())
                        .isEqualTo(200);
                // Everything is read: nothing raises a position any more.
                assertThat(notes(client, id)).isEqualTo(2);
                for (var view : List.of("positions", "conversations", "notes")) {
                    second.getBean(ReactiveMongoTemplate.class)
                            .remove(new Query(), view)
                            .block(LIMIT);
                }
            }
            try (var third = start()) {
                var client = client(third);
                assertThat(await().atMost(LIMIT).until(() -> notes(client, id), count -> count >= 0))
                        .isEqualTo(2);
                assertThat(client.escalations(raisedOverHttp.conversation(), ANN)
                                .json()
                                .path("count")
                                .asInt())
                        .isEqualTo(1);
            }
            assertThat(log.facts(raisedOverHttp))
                    .filteredOn(logged -> logged.fact() instanceof NoteAdded)
                    .hasSize(2);
        }
    }

    private static int notes(EscalationClient client, String id) {
        return client.get("/agent/escalations/" + id + "/notes", AGENT)
                .json()
                .path("count")
                .asInt(-1);
    }

    private static void keepAndDie(ConfigurableApplicationContext context, ConversationKey key) {
        var before = ConversationFloor.untouched(key);
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var after = before.raise(UUID.randomUUID(), EscalationFixtures.aRequest(), -1, now);
        floors(context).change(before, after).block(LIMIT);
    }

    private static Floors floors(ConfigurableApplicationContext context) {
        return context.getBean(Floors.class);
    }

    private static String escalate(ConfigurableApplicationContext context, ConversationKey key, int status) {
        var client = client(context);
        var answer = await().atMost(LIMIT)
                .until(() -> client.escalate(key.conversation(), ANN, null), got -> got.status() != 503);
        assertThat(answer.status()).isEqualTo(status);
        return answer.json().path("escalation_id").asString();
    }

    private static EscalationClient client(ConfigurableApplicationContext context) {
        return new EscalationClient(
                Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port")));
    }

    private static List<LoggedFact> raisings(TestLog log, ConversationKey key) {
        return log.facts(key).stream()
                .filter(logged -> logged.fact() instanceof EscalationRaised)
                .toList();
    }

    private static ConversationKey aConversation() {
        return new ConversationKey(Callers.TENANT, UUID.randomUUID().toString());
    }

    private static ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(EscalationApplication.class)
                .initializers(new Backends())
                .run(
                        "--server.port=0",
                        "--spring.mongodb.database=parley_escalation_restart",
                        "--parley.log.service=escalation-restart");
    }
}
