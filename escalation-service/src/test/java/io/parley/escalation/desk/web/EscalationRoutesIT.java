package io.parley.escalation.desk.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.escalation.EscalationClient;
import io.parley.escalation.EscalationClient.Answer;
import io.parley.escalation.WholeService;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.EscalationRaised;
import io.parley.events.HumanRequested;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import io.parley.testkit.Callers;
import io.parley.testkit.TestLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@WholeService
class EscalationRoutesIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String ANN = Callers.bearer("ann");
    private static final Sender ANN_SENDER = new Sender("ann", SenderType.USER, null);

    private static TestLog log;

    @LocalServerPort
    private int port;

    private EscalationClient client;
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
        client = new EscalationClient(port);
        key = new ConversationKey(Callers.TENANT, UUID.randomUUID().toString());
    }

    @Test
    void raisesAnEscalationThatIsInTheLogWhenTheAnswerComes() {
        start(ConversationKind.SESSION);

        var answer = client.escalate(
                key.conversation(),
                ANN,
                "{\"reason\":\"complex_query\",\"metadata\":{\"user_feedback\":\"Need human assistance\",\"a.b\":{\"$x\":1}}}");

        var raised = raised();
        assertThat(answer.status()).isEqualTo(201);
        var json = answer.json();
        assertThat(json.path("escalation_id").asString())
                .isEqualTo(raised.escalationId().toString());
        assertThat(json.path("conversation_id").asString()).isEqualTo(key.conversation());
        assertThat(json.path("status").asString()).isEqualTo("queued");
        assertThat(json.path("reason").asString()).isEqualTo("complex_query");
        assertThat(json.path("queue_position").asLong()).isPositive();
        assertThat(json.path("created_at").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(raised.fence()).isEqualTo(1);
        assertThat(raised.requestedBy().id()).isEqualTo("ann");
        assertThat(raised.requestedBy().type()).isEqualTo(SenderType.USER);
        assertThat(raised.metadata()).containsEntry("user_feedback", "Need human assistance");
    }

    @Test
    void takesAnEmptyBodyAndFindsTheOpenOneAgain() {
        start(ConversationKind.PEOPLE);

        var first = client.escalate(key.conversation(), ANN, null);
        var second = client.escalate(key.conversation(), ANN, "{\"reason\":\"again\"}");
        var third = client.escalate(key.conversation(), Callers.bearer("agnes", "agent"), "{}");

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.json().path("reason").asString()).isEqualTo("requested");
        for (var repeat : List.of(second, third)) {
            assertThat(repeat.status()).isEqualTo(200);
            assertThat(repeat.json().path("escalation_id"))
                    .isEqualTo(first.json().path("escalation_id"));
            assertThat(repeat.json().path("reason").asString()).isEqualTo("requested");
            assertThat(repeat.json().path("status").asString()).isEqualTo("queued");
        }
        assertThat(raisings()).hasSize(1);
    }

    @Test
    void raisesOneForTwentyWhoAskAtTheSameInstant() {
        start(ConversationKind.SESSION);

        var answers = Objects.requireNonNull(Flux.range(0, 20)
                .flatMap(
                        _ -> Mono.fromCallable(() -> client.escalate(key.conversation(), ANN, "{}"))
                                .subscribeOn(Schedulers.boundedElastic()),
                        20)
                .collectList()
                .block(LIMIT));

        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(19);
        assertThat(answers.stream().map(Answer::json).map(json -> json.path("escalation_id")))
                .containsOnly(answers.getFirst().json().path("escalation_id"));
        assertThat(raisings()).hasSize(1);
    }

    @Test
    void listsWhatCameOfIt() {
        start(ConversationKind.SESSION);
        var none = client.escalations(key.conversation(), ANN);
        assertThat(none.status()).isEqualTo(200);
        assertThat(none.json().path("count").asInt(-1)).isZero();
        assertThat(none.json().path("escalations").size()).isZero();

        var raised = client.escalate(key.conversation(), ANN, "{\"reason\":\"why not\"}")
                .json();

        for (var caller : List.of(ANN, Callers.bearer("agnes", "agent"), Callers.bearer("root", "admin"))) {
            var list = client.escalations(key.conversation(), caller).json();
            assertThat(list.path("conversation_id").asString()).isEqualTo(key.conversation());
            assertThat(list.path("count").asInt()).isEqualTo(1);
            var listed = list.path("escalations").get(0);
            for (var field : List.of("escalation_id", "conversation_id", "status", "reason", "created_at")) {
                assertThat(listed.path(field)).as(field).isEqualTo(raised.path(field));
            }
            assertThat(listed.path("queue_position").asLong()).isPositive();
        }
    }

    @Test
    void givesPlacesInTheQueueOfTheTenant() {
        var tenant = "t-" + UUID.randomUUID();
        var bearer = EscalationClient.ofTenant(tenant, "ann");
        for (int i = 1; i <= 3; i++) {
            var mine = new ConversationKey(tenant, "c" + i);
            log.append(mine, new ConversationStarted("ann", ConversationKind.PEOPLE, null));
            var answer = client.escalate("c" + i, bearer, null);
            assertThat(answer.json().path("queue_position").asLong()).isEqualTo(i);
        }
    }

    @Test
    void hearsARequestInTheLog() {
        start(ConversationKind.SESSION);
        log.append(key, new HumanRequested(ANN_SENDER, "stuck", Map.of("page", "/pay")));
        log.append(key, new HumanRequested(ANN_SENDER, "really", Map.of()));

        var raised = log.await(key, EscalationRaised.class, LIMIT);

        assertThat(raised.reason()).isEqualTo("stuck");
        assertThat(raised.metadata()).containsEntry("page", "/pay");
        var answer = client.escalate(key.conversation(), ANN, null);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("escalation_id").asString())
                .isEqualTo(raised.escalationId().toString());
        assertThat(raisings()).hasSize(1);
    }

    @Test
    void doesNotHearStrangersInTheLog() {
        start(ConversationKind.SESSION);
        log.append(key, new HumanRequested(new Sender("bob", SenderType.USER, null), null, Map.of()));
        log.append(key, new HumanRequested(new Sender("agnes", SenderType.AGENT, null), null, Map.of()));

        assertThat(client.escalate(key.conversation(), ANN, null).status()).isEqualTo(201);
        assertThat(raisings()).hasSize(1);
    }

    @Test
    void letsTheOwnerInAtOnce() {
        for (int i = 0; i < 20; i++) {
            key = new ConversationKey(Callers.TENANT, UUID.randomUUID().toString());
            start(ConversationKind.SESSION);
            assertThat(client.escalate(key.conversation(), ANN, null).status()).isEqualTo(201);
        }
    }

    @Test
    void hidesWhatIsNotTheCallersAsIfItDidNotExist() {
        start(ConversationKind.SESSION);
        var unknown = client.escalate(UUID.randomUUID().toString(), ANN, null);
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json().path("code").asString()).isEqualTo("not_found");

        for (var stranger : List.of(
                Callers.bearer("bob"), Callers.bearer("agnes", "agent"), EscalationClient.ofTenant("other", "ann"))) {
            assertThat(client.escalate(key.conversation(), stranger, null)).isEqualTo(unknown);
            assertThat(client.escalations(key.conversation(), stranger)).isEqualTo(unknown);
        }
        assertThat(client.escalate("no such!", ANN, null)).isEqualTo(unknown);
        assertThat(client.escalations(UUID.randomUUID().toString(), ANN)).isEqualTo(unknown);
        assertThat(client.escalate(key.conversation(), "Bearer nonsense", null).status())
                .isEqualTo(401);
        assertThat(raisings()).isEmpty();
    }

    @Test
    void keepsTheSameIdInTwoTenantsApart() {
        start(ConversationKind.PEOPLE);
        var other = new ConversationKey("other", key.conversation());
        log.append(other, new ConversationStarted("ann", ConversationKind.PEOPLE, null));

        var ours = client.escalate(key.conversation(), ANN, null);
        var theirs = client.escalate(key.conversation(), EscalationClient.ofTenant("other", "ann"), null);

        assertThat(theirs.status()).isEqualTo(201);
        assertThat(theirs.json().path("escalation_id")).isNotEqualTo(ours.json().path("escalation_id"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "no json | bad_request",
                "[] | bad_request",
                "\"reason\" | bad_request",
                "{\"reason\":7} | bad_request",
                "{\"reason\":{}} | bad_request",
                "{\"reason\":\"\\ud800\"} | bad_request",
                "{\"metadata\":[]} | bad_metadata",
                "{\"metadata\":\"x\"} | bad_metadata",
                "{\"metadata\":{\"a\":{\"b\":{\"c\":{\"d\":{}}}}}} | bad_metadata",
                "{\"metadata\":{\"a\":[[[[]]]]}} | bad_metadata",
                "{\"metadata\":{\"a\":1e400}} | bad_metadata"
            })
    void refusesBadBodies(String body, String code) {
        refuses(body, code);
    }

    @Test
    void refusesTooMuch() {
        refuses("{\"reason\":\"" + "x".repeat(501) + "\"}", "bad_request");
        refuses("{\"metadata\":{\"a\":\"" + "x".repeat(5 * 1024) + "\"}}", "bad_metadata");
        assertThat(client.escalate(key.conversation(), ANN, "{\"reason\":\"" + "x".repeat(500_000) + "\"}")
                        .status())
                .isEqualTo(413);
    }

    @Test
    void takesWhatIsJustAllowed() {
        start(ConversationKind.SESSION);
        var reason = "😀".repeat(500);
        var metadata = "{\"a\":{\"b\":{\"c\":{\"d\":\"" + "x".repeat(4_000) + "\"}}}}";

        var answer = client.escalate(
                key.conversation(), ANN, "{\"reason\":\"" + reason + "\",\"metadata\":" + metadata + "}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().path("reason").asString()).isEqualTo(reason);
    }

    private void refuses(String body, String code) {
        start(ConversationKind.SESSION);
        var answer = client.escalate(key.conversation(), ANN, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("code").asString()).isEqualTo(code);
        assertThat(raisings()).isEmpty();
    }

    private void start(ConversationKind kind) {
        log.append(key, new ConversationStarted("ann", kind, "leta"));
    }

    private EscalationRaised raised() {
        assertThat(raisings()).hasSize(1);
        return (EscalationRaised) raisings().getFirst().fact();
    }

    private List<LoggedFact> raisings() {
        return log.facts(key).stream()
                .filter(logged -> logged.fact() instanceof EscalationRaised)
                .toList();
    }
}
