package io.parley.escalation.floor;

import static io.parley.escalation.floor.EscalationFixtures.AGNES;
import static io.parley.escalation.floor.EscalationFixtures.ANN;
import static io.parley.escalation.floor.EscalationFixtures.BERT;
import static io.parley.escalation.floor.EscalationFixtures.NOW;
import static io.parley.escalation.floor.EscalationFixtures.aKey;
import static io.parley.escalation.floor.EscalationFixtures.aRequest;
import static io.parley.escalation.floor.EscalationFixtures.agent;
import static io.parley.escalation.floor.EscalationFixtures.claim;
import static io.parley.escalation.floor.EscalationFixtures.giveBack;
import static io.parley.escalation.floor.EscalationFixtures.handBack;
import static io.parley.escalation.floor.EscalationFixtures.resolve;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.AgentAssigned;
import io.parley.events.EscalationRaised;
import io.parley.events.EscalationResolved;
import io.parley.events.Floor;
import io.parley.events.FloorEvent;
import io.parley.events.NoteAdded;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.ConversationReading;
import io.parley.events.log.LoggedFact;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class MoveEscalationTests {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final InMemoryFloors floors = new InMemoryFloors();
    private final InMemoryOpenWork openWork = new InMemoryOpenWork();
    private final ScriptedLog log = new ScriptedLog();
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final ConversationKey key = aKey();
    private final Replica one = new Replica();
    private final Replica two = new Replica();

    private UUID id;

    /** A process with its own memory and the database and log of all. */
    private final class Replica {

        private final TellFloorChange telling =
                new TellFloorChange(floors, openWork, log, new QueueSignals(openWork, log, clock), clock);
        private final RaiseEscalation raising = new RaiseEscalation(floors, telling, UUID::randomUUID, clock);
        private final MoveEscalation moving = new MoveEscalation(floors, telling, clock);

        Mono<LocatedEscalation> move(Move move) {
            return floors.locate(key.tenant(), id).flatMap(found -> moving.move(found, move));
        }
    }

    @BeforeEach
    void raise() {
        id = Objects.requireNonNull(one.raising.raise(key, aRequest(), -1).block(LIMIT))
                .escalation()
                .id();
    }

    @Test
    void tellsTheLogBeforeItAnswers() {
        var claimed = Objects.requireNonNull(one.move(claim(AGNES)).block(LIMIT));

        assertThat(claimed.key()).isEqualTo(key);
        assertThat(claimed.escalation().isWith("agnes")).isTrue();
        assertThat(log.facts()).last().isEqualTo(new AgentAssigned(id, 2, "complex_query", AGNES));
        assertThat(openWork.assignedTo(key.tenant(), "agnes", 10).block()).containsExactly(key);
        assertThat(openWork.queue(key.tenant(), 10).block()).isEmpty();
    }

    @Test
    void findsOnesOwnClaimAgainAndRefusesAnother() {
        one.move(claim(AGNES)).block(LIMIT);

        assertThat(two.move(claim(AGNES)).block(LIMIT).escalation().isWith("agnes"))
                .isTrue();
        StepVerifier.create(two.move(claim(BERT)))
                .verifyErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(MoveRefused.class, refused -> {
                            assertThat(refused.current().key()).isEqualTo(key);
                            assertThat(refused.current().escalation().isWith("agnes"))
                                    .isTrue();
                        }));
        assertThat(log.facts()).hasSize(2);
    }

    @Test
    void refusesWithTheEarlierEscalationWhereANewerOneIsOpen() {
        one.move(claim(AGNES)).block(LIMIT);
        one.move(resolve(AGNES)).block(LIMIT);
        one.raising.raise(key, aRequest(), -1).block(LIMIT);

        StepVerifier.create(one.move(claim(AGNES)))
                .verifyErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(MoveRefused.class, refused -> {
                            assertThat(refused.current().escalation().id()).isEqualTo(id);
                            assertThat(refused.current().escalation().status()).isEqualTo(EscalationStatus.RESOLVED);
                        }));
    }

    @Test
    void refusesWhereThereIsNone() {
        StepVerifier.create(one.moving.moveNewest(aKey(), new Move.Cancel(ANN)))
                .verifyErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(
                                MoveRefused.class,
                                refused -> assertThat(refused.current()).isNull()));
    }

    @Test
    void movesNothingThatWasErasedMeanwhile() {
        var found = Objects.requireNonNull(floors.locate(key.tenant(), id).block());
        new EraseFloor(floors, openWork).erase(key, 50, 1).block(LIMIT);

        assertThat(one.moving.move(found, claim(AGNES)).blockOptional(LIMIT)).isEmpty();
        assertThat(log.facts()).hasSize(1);
    }

    @Test
    void judgesByWhatItIsNowAndNotWhenItWasFound() {
        var found = Objects.requireNonNull(floors.locate(key.tenant(), id).block());
        one.move(claim(AGNES)).block(LIMIT);
        one.move(resolve(AGNES)).block(LIMIT);
        one.raising.raise(key, aRequest(), -1).block(LIMIT);

        StepVerifier.create(two.moving.move(found, claim(BERT)))
                .verifyErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(
                                MoveRefused.class,
                                refused -> assertThat(
                                                refused.current().escalation().status())
                                        .isEqualTo(EscalationStatus.RESOLVED)));
    }

    @Test
    void tellsANoteOnceHoweverOftenTheMoveIsTold() {
        one.move(claim(AGNES)).block(LIMIT);
        log.goAway();
        var note = new Move.Note(UUID.randomUUID(), "Paid twice.");
        StepVerifier.create(one.move(new Move.Resolve(agent(AGNES), note))).verifyErrorMessage("the log is away");
        log.comeBack();

        two.telling.settle(Objects.requireNonNull(floors.find(key).block())).block(LIMIT);

        assertThat(log.facts())
                .endsWith(
                        new EscalationResolved(id, 3, "complex_query", AGNES),
                        new NoteAdded(id, 3, note.id(), AGNES, "Paid twice."));
        assertThat(floors.find(key).block().isUntold()).isFalse();
    }

    @Test
    void leavesTheQueueThoughTheChangeBeforeIsToldLate() {
        var raised = Objects.requireNonNull(floors.find(key).block());
        one.move(claim(AGNES)).block(LIMIT);

        // A replica that was slow places what it has read before, and then looks again.
        openWork.place(raised).block(LIMIT);
        var claimed = Objects.requireNonNull(floors.find(key).block());
        openWork.place(claimed).block(LIMIT);

        assertThat(openWork.queue(key.tenant(), 10).block()).isEmpty();
    }

    @RepeatedTest(50)
    void givesOneOfEightWhoClaim() {
        var outcomes = Objects.requireNonNull(Flux.range(0, 8)
                .flatMap(
                        i -> (i % 2 == 0 ? one : two)
                                .move(claim(new Sender("agent-" + i, SenderType.AGENT, null)))
                                .map(_ -> "claimed")
                                .onErrorResume(MoveRefused.class, _ -> Mono.just("refused"))
                                .subscribeOn(Schedulers.parallel()),
                        8)
                .collectList()
                .block(LIMIT));

        assertThat(outcomes).filteredOn("claimed"::equals).hasSize(1);
        assertThat(outcomes).filteredOn("refused"::equals).hasSize(7);
    }

    /** Everything at once, from two replicas: what counts in the log is one legal story without a gap. */
    @RepeatedTest(50)
    void leavesALegalStoryWhateverMeets() {
        var random = new Random();
        Flux.range(0, 60)
                .flatMap(
                        _ -> anything(random.nextBoolean() ? one : two, random.nextInt(8))
                                .onErrorResume(MoveRefused.class, _ -> Mono.empty())
                                .subscribeOn(Schedulers.parallel()),
                        16)
                .then()
                .block(LIMIT);

        var story = counted();
        assertThat(story.stream().map(FloorEvent::fence))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, story.size()).boxed().toList());
        FloorEvent before = null;
        for (var fact : story) {
            assertThat(follows(before, fact)).as("%s after %s", fact, before).isTrue();
            before = fact;
        }
        var floor = Objects.requireNonNull(floors.find(key).block());
        assertThat(floor.fence()).isEqualTo(story.size());
        assertThat(floor.holder()).isEqualTo(story.getLast().floor());
        assertThat(floor.isUntold()).isFalse();
        assertThat(openWork.waiting(key).blockOptional().isPresent())
                .isEqualTo(floor.open() != null && floor.open().status() == EscalationStatus.QUEUED);
    }

    private Mono<?> anything(Replica replica, int which) {
        var agent = which % 2 == 0 ? AGNES : BERT;
        return switch (which) {
            case 0, 1 -> replica.moving.moveNewest(key, claim(agent));
            case 2 -> replica.moving.moveNewest(key, new Move.ToAgent(agent(AGNES), BERT, null));
            case 3 -> replica.moving.moveNewest(key, giveBack(agent));
            case 4 -> replica.moving.moveNewest(key, handBack(agent));
            case 5 -> replica.moving.moveNewest(key, resolve(agent));
            case 6 -> replica.moving.moveNewest(key, new Move.Cancel(ANN));
            default -> replica.raising.raise(key, aRequest(), -1);
        };
    }

    /** The log as its readers read it: a fact that was told twice counts once. */
    private List<FloorEvent> counted() {
        var reading = ConversationReading.NONE;
        var counted = new ArrayList<FloorEvent>();
        long seq = 0;
        for (var fact : log.facts()) {
            var step = reading.read(new LoggedFact(key, 0, seq++, NOW, fact));
            if (step.isAdmitted()) {
                counted.add(fact);
            }
            reading = step.next();
        }
        return counted;
    }

    private static boolean follows(FloorEvent before, FloorEvent fact) {
        boolean isOpen = before != null && before.floor() != Floor.ASSISTANT;
        return fact instanceof EscalationRaised
                ? !isOpen
                : isOpen && Objects.requireNonNull(before).escalationId().equals(fact.escalationId());
    }
}
