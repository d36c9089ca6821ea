package io.parley.escalation.floor;

import static io.parley.escalation.floor.EscalationFixtures.AGNES;
import static io.parley.escalation.floor.EscalationFixtures.BERT;
import static io.parley.escalation.floor.EscalationFixtures.NOW;
import static io.parley.escalation.floor.EscalationFixtures.aKey;
import static io.parley.escalation.floor.EscalationFixtures.aRequest;
import static io.parley.escalation.floor.EscalationFixtures.after;
import static io.parley.escalation.floor.EscalationFixtures.claim;
import static io.parley.escalation.floor.EscalationFixtures.resolve;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.escalation.floor.RaiseEscalation.Outcome;
import io.parley.events.AgentAssigned;
import io.parley.events.EscalationRaised;
import io.parley.events.log.ConversationKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class RaiseEscalationTests {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final InMemoryFloors floors = new InMemoryFloors();
    private final ScriptedLog log = new ScriptedLog();
    private final ConversationKey key = aKey();

    private final InMemoryOpenWork openWork = new InMemoryOpenWork();
    private final TellFloorChange telling = telling(NOW);
    private final RaiseEscalation escalation =
            new RaiseEscalation(floors, telling, UUID::randomUUID, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void tellsTheLogBeforeItAnswers() {
        var outcome = raise();

        assertThat(outcome.isNew()).isTrue();
        assertThat(log.facts()).singleElement().isInstanceOfSatisfying(EscalationRaised.class, raised -> {
            assertThat(raised.escalationId()).isEqualTo(outcome.escalation().id());
            assertThat(raised.fence()).isEqualTo(1);
        });
        assertThat(floors.find(key).block()).matches(floor -> !floor.isUntold());
        assertThat(openWork.queuePosition(key).block()).hasValue(1);
    }

    @Test
    void findsTheOpenOneAgain() {
        var first = raise();
        var second = raise();

        assertThat(second).isEqualTo(new Outcome(first.escalation(), false));
        assertThat(log.facts()).hasSize(1);
    }

    @Test
    void raisesOneOfManyAtTheSameInstant() {
        var outcomes = Objects.requireNonNull(Flux.range(0, 50)
                .flatMap(_ -> escalation.raise(key, aRequest(), -1).subscribeOn(Schedulers.parallel()), 50)
                .collectList()
                .block(LIMIT));

        assertThat(outcomes).filteredOn(Outcome::isNew).hasSize(1);
        assertThat(outcomes)
                .extracting(Outcome::escalation)
                .containsOnly(outcomes.getFirst().escalation());
        assertThat(log.facts()).hasSize(1);
    }

    @Test
    void failsWhereTheLogIsAwayAndIsToldLater() {
        log.goAway();
        StepVerifier.create(escalation.raise(key, aRequest(), -1)).verifyErrorMessage("the log is away");
        StepVerifier.create(escalation.raise(key, aRequest(), -1)).verifyErrorMessage("the log is away");
        sweepAt(NOW.plusSeconds(10));
        log.comeBack();

        sweepAt(NOW.plusSeconds(10));

        assertThat(log.facts()).hasSize(1);
        assertThat(raise().isNew()).isFalse();
        assertThat(floors.untold(NOW.plusSeconds(60), 10).collectList().block()).isEmpty();
    }

    @Test
    void leavesAChangeThatIsBeingToldToWhoeverMadeIt() {
        log.goAway();
        StepVerifier.create(escalation.raise(key, aRequest(), -1)).verifyError();
        log.comeBack();

        sweepAt(NOW.plusSeconds(1));

        assertThat(log.facts()).isEmpty();
    }

    @Test
    void forgetsANoteWhoseChangeWasNeverKept() {
        raise();
        var floor = Objects.requireNonNull(floors.find(key).block());
        // Somebody noted the next change and died.
        var next = floor.move(claim(AGNES), NOW);
        floors.change(new ConversationFloor(key, 77, 1, floor.escalation(), List.of(), -1, -1), next)
                .block();

        sweepAt(NOW.plusSeconds(10));
        assertThat(floors.untold(NOW.plusSeconds(60), 10).collectList().block()).hasSize(1);
        sweepAt(NOW.plusSeconds(120));

        assertThat(floors.untold(NOW.plusSeconds(600), 10).collectList().block())
                .isEmpty();
        assertThat(log.facts()).hasSize(1);
    }

    @Test
    void tellsTheChangeBeforeFirst() {
        raise();
        var floor = Objects.requireNonNull(floors.find(key).block());
        var claimed = floor.move(claim(AGNES), NOW).told();
        floors.change(floor, claimed).block();
        floors.change(claimed, claimed.move(resolve(AGNES), NOW)).block();

        var again = raise();

        assertThat(again.isNew()).isTrue();
        assertThat(again.escalation().number()).isEqualTo(2);
        assertThat(log.facts()).extracting(fact -> fact.fence()).containsExactly(1L, 3L, 4L);
    }

    @Test
    void raisesForARequestOfTheLogOnce() {
        var change = escalation.raiseRequested(key, aRequest(), 40).block();
        assertThat(change).isEqualTo(new FloorChange(key, 1));
        assertThat(escalation.raiseRequested(key, aRequest(), 41).blockOptional())
                .isEmpty();
        telling.tell(change).block();
        var floor = Objects.requireNonNull(floors.find(key).block());
        floors.change(floor, after(floor, claim(AGNES), resolve(AGNES))).block();

        // read again after it was settled
        assertThat(escalation.raiseRequested(key, aRequest(), 40).blockOptional())
                .isEmpty();
        assertThat(escalation.raiseRequested(key, aRequest(), 50).block()).isEqualTo(new FloorChange(key, 4));
    }

    @Test
    void givesAConversationToTheAgentWhoWritesThereOnce() {
        assertThat(escalation.takeByWriting(key, AGNES, 40).block()).isEqualTo(new FloorChange(key, 1));
        assertThat(escalation.takeByWriting(key, BERT, 41).blockOptional()).isEmpty();

        var floor = Objects.requireNonNull(floors.find(key).block());
        assertThat(floor.open().isWith("agnes")).isTrue();
        assertThat(floor.untold())
                .containsExactly(new AgentAssigned(floor.open().id(), 1, "agent_wrote", AGNES));
        floors.change(floor, after(floor, resolve(AGNES))).block();

        // read again after it was settled
        assertThat(escalation.takeByWriting(key, AGNES, 40).blockOptional()).isEmpty();
        assertThat(escalation.takeByWriting(key, AGNES, 60).block()).isEqualTo(new FloorChange(key, 3));
    }

    @Test
    void raisesNothingInAConversationThatWasErasedSinceItWasEntered() {
        new EraseFloor(floors, openWork).erase(key, 50, 0).block();

        assertThat(escalation.raise(key, aRequest(), 10).blockOptional()).isEmpty();
        assertThat(escalation.raiseRequested(key, aRequest(), 49).blockOptional())
                .isEmpty();
        assertThat(escalation.raise(key, aRequest(), 51).blockOptional()).isPresent();
        assertThat(log.facts()).singleElement().extracting(fact -> fact.fence()).isEqualTo(2L);
    }

    private Outcome raise() {
        return Objects.requireNonNull(escalation.raise(key, aRequest(), -1).block(LIMIT));
    }

    private void sweepAt(Instant time) {
        telling(time).sweep().block(LIMIT);
    }

    private TellFloorChange telling(Instant time) {
        var clock = Clock.fixed(time, ZoneOffset.UTC);
        return new TellFloorChange(floors, openWork, log, new QueueSignals(openWork, log, clock), clock);
    }
}
