package io.parley.escalation.floor;

import static io.parley.escalation.floor.EscalationFixtures.AGNES;
import static io.parley.escalation.floor.EscalationFixtures.NOW;
import static io.parley.escalation.floor.EscalationFixtures.aKey;
import static io.parley.escalation.floor.EscalationFixtures.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.escalation.floor.RaiseEscalation.Outcome;
import io.parley.events.EscalationRaised;
import io.parley.events.log.ConversationKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
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

    private final TellFloorChange telling = new TellFloorChange(floors, log, Clock.fixed(NOW, ZoneOffset.UTC));
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
        assertThat(floors.find(key).block()).matches(floor -> floor.untold() == null);
        assertThat(floors.queuePosition(key).block()).hasValue(1);
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
                .flatMap(_ -> escalation.raise(key, aRequest()).subscribeOn(Schedulers.parallel()), 50)
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
        StepVerifier.create(escalation.raise(key, aRequest())).verifyErrorMessage("the log is away");
        StepVerifier.create(escalation.raise(key, aRequest())).verifyErrorMessage("the log is away");
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
        StepVerifier.create(escalation.raise(key, aRequest())).verifyError();
        log.comeBack();

        sweepAt(NOW.plusSeconds(1));

        assertThat(log.facts()).isEmpty();
    }

    @Test
    void forgetsANoteWhoseChangeWasNeverKept() {
        raise();
        var floor = Objects.requireNonNull(floors.find(key).block());
        // Somebody noted the next change and died.
        var next = floor.assign(AGNES, "claimed", NOW);
        floors.change(new ConversationFloor(key, 77, floor.escalation(), null, -1), next)
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
        floors.change(floor, floor.resolve(AGNES, "done", NOW)).block();

        var again = raise();

        assertThat(again.isNew()).isTrue();
        assertThat(again.escalation().number()).isEqualTo(2);
        assertThat(log.facts()).extracting(fact -> fact.fence()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void raisesForARequestOfTheLogOnce() {
        var change = escalation.raiseRequested(key, aRequest(), 40).block();
        assertThat(change).isEqualTo(new FloorChange(key, 1));
        assertThat(escalation.raiseRequested(key, aRequest(), 41).blockOptional())
                .isEmpty();
        telling.tell(change).block();
        var floor = Objects.requireNonNull(floors.find(key).block());
        floors.change(floor, floor.resolve(AGNES, "done", NOW).told()).block();

        // read again after it was settled
        assertThat(escalation.raiseRequested(key, aRequest(), 40).blockOptional())
                .isEmpty();
        assertThat(escalation.raiseRequested(key, aRequest(), 50).block()).isEqualTo(new FloorChange(key, 3));
    }

    private Outcome raise() {
        return Objects.requireNonNull(escalation.raise(key, aRequest()).block(LIMIT));
    }

    private void sweepAt(Instant time) {
        new TellFloorChange(floors, log, Clock.fixed(time, ZoneOffset.UTC))
                .sweep()
                .block(LIMIT);
    }
}
