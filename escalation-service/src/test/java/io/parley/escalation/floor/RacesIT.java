package io.parley.escalation.floor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.escalation.EscalationApplication;
import io.parley.escalation.EscalationClient;
import io.parley.escalation.EscalationClient.Answer;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.EscalationRaised;
import io.parley.events.Floor;
import io.parley.events.FloorEvent;
import io.parley.events.NoteAdded;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.ConversationReading;
import io.parley.testkit.Backends;
import io.parley.testkit.Callers;
import io.parley.testkit.TestLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpMethod;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Everybody at once, over one replica and over two that share a database and a log. */
class RacesIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String ANN = Callers.bearer("ann");
    private static final int ROUNDS = 30;

    private static final List<ConfigurableApplicationContext> contexts = new ArrayList<>();
    private static final List<EscalationClient> replicas = new ArrayList<>();
    private static TestLog log;

    private final ConversationKey key =
            new ConversationKey(Callers.TENANT, UUID.randomUUID().toString());

    @BeforeAll
    static void start() {
        log = new TestLog();
        for (int replica = 0; replica < 2; replica++) {
            var context = new SpringApplicationBuilder(EscalationApplication.class)
                    .initializers(new Backends())
                    .run(
                            "--server.port=0",
                            "--spring.mongodb.database=parley_escalation_races",
                            "--parley.log.service=escalation-races",
                            "--parley.log.replica=" + replica);
            contexts.add(context);
            replicas.add(new EscalationClient(
                    Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"))));
        }
    }

    @AfterAll
    static void stop() {
        contexts.forEach(ConfigurableApplicationContext::close);
        log.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void givesAnEscalationToOneOfEightWhoClaim(int among) {
        for (int round = 0; round < ROUNDS; round++) {
            var conversation = UUID.randomUUID().toString();
            var mine = new ConversationKey(Callers.TENANT, conversation);
            log.append(mine, new ConversationStarted("ann", ConversationKind.SESSION, "leta"));
            var id = raise(conversation);

            var answers = together(IntStream.range(0, 8)
                    .<Callable<Answer>>mapToObj(agent -> () -> claim(replicas.get(agent % among), id, agent))
                    .toList());

            assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
            assertThat(answers).filteredOn(answer -> answer.status() == 409).hasSize(7);
            var winner = answers.stream()
                    .filter(answer -> answer.status() == 200)
                    .findFirst()
                    .orElseThrow()
                    .json()
                    .path("agent");
            assertThat(answers)
                    .filteredOn(answer -> answer.status() == 409)
                    .allSatisfy(refused -> assertThat(
                                    refused.json().path("escalation").path("agent"))
                            .isEqualTo(winner));
        }
    }

    /** A machine with much to do answers 503 now and then: a client asks again. */
    private static Answer claim(EscalationClient replica, String id, int agent) {
        var answer = replica.move(id, "claim", Callers.bearer("agent-" + agent, "agent"));
        for (int again = 0; again < 20 && answer.status() == 503; again++) {
            answer = replica.move(id, "claim", Callers.bearer("agent-" + agent, "agent"));
        }
        return answer;
    }

    @Test
    void leavesALegalStoryInTheLogWhateverMeets() {
        log.append(key, new ConversationStarted("ann", ConversationKind.PEOPLE, "leta"));
        raise(key.conversation());
        var random = new Random();
        for (int round = 0; round < ROUNDS; round++) {
            var id = newest();
            var answers = together(IntStream.range(0, 12)
                    .<Callable<Answer>>mapToObj(_ -> {
                        var replica = replicas.get(random.nextInt(2));
                        int which = random.nextInt(9);
                        return () -> anything(replica, id, which);
                    })
                    .toList());
            assertThat(answers)
                    .extracting(Answer::status)
                    .containsAnyOf(200, 201, 409)
                    .doesNotContain(500, 503);
        }

        var story = counted();
        assertThat(story.stream().map(FloorEvent::fence))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, story.size()).boxed().toList());
        FloorEvent before = null;
        for (var fact : story) {
            boolean isOpen = before != null && before.floor() != Floor.ASSISTANT;
            assertThat(fact instanceof EscalationRaised).isEqualTo(!isOpen);
            assertThat(isOpen && !before.escalationId().equals(fact.escalationId()))
                    .isFalse();
            before = fact;
        }
        var floors = contexts.getFirst().getBean(Floors.class);
        var floor = Objects.requireNonNull(floors.find(key).block(LIMIT));
        assertThat(floor.fence()).isEqualTo(story.size());
        assertThat(floor.holder()).isEqualTo(story.getLast().floor());
        var openWork = contexts.getFirst().getBean(OpenWork.class);
        assertThat(openWork.waiting(key).blockOptional(LIMIT).isPresent()).isEqualTo(floor.holder() == Floor.QUEUE);
        await().atMost(LIMIT)
                .until(() -> floors.untold(Instant.now().plusSeconds(60), 10)
                        .collectList()
                        .block(LIMIT)
                        .isEmpty());
    }

    private Answer anything(EscalationClient replica, String id, int which) {
        var agent = Callers.bearer("agent-" + which % 2, "agent");
        return switch (which) {
            case 0, 1 -> replica.move(id, "claim", agent);
            case 2 -> replica.move(id, "transfer", agent, "{\"to_agent\":\"agent-1\",\"note\":\"yours\"}");
            case 3 -> replica.move(id, "transfer", agent, "{\"to_team\":\"billing\"}");
            case 4 -> replica.move(id, "return", agent);
            case 5 -> replica.move(id, "hand-back", agent);
            case 6 -> replica.move(id, "resolve", agent);
            case 7 -> replica.call(HttpMethod.DELETE, "/chat/" + key.conversation() + "/escalate", ANN, null);
            default -> replica.escalate(key.conversation(), ANN, null);
        };
    }

    private String newest() {
        return replicas.getFirst()
                .escalations(key.conversation(), ANN)
                .json()
                .path("escalations")
                .get(0)
                .path("escalation_id")
                .asString();
    }

    private static String raise(String conversation) {
        var answer = await().atMost(LIMIT)
                .until(() -> replicas.getFirst().escalate(conversation, ANN, null), got -> got.status() != 503);
        assertThat(answer.status()).isEqualTo(201);
        return answer.text("escalation_id");
    }

    private static <T> List<T> together(List<Callable<T>> calls) {
        return Objects.requireNonNull(Flux.fromIterable(calls)
                .flatMap(call -> Mono.fromCallable(call).subscribeOn(Schedulers.boundedElastic()), calls.size())
                .collectList()
                .block(LIMIT));
    }

    /** What counts for the log's readers: a change that two replicas told counts once. */
    private List<FloorEvent> counted() {
        var reading = ConversationReading.NONE;
        var counted = new ArrayList<FloorEvent>();
        for (var logged : log.facts(key)) {
            var step = reading.read(logged);
            if (step.isAdmitted() && logged.fact() instanceof FloorEvent fact && !(fact instanceof NoteAdded)) {
                counted.add(fact);
            }
            reading = step.next();
        }
        return counted;
    }
}
