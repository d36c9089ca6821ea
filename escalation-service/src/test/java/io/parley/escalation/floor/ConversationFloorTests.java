package io.parley.escalation.floor;

import static io.parley.escalation.floor.EscalationFixtures.AGNES;
import static io.parley.escalation.floor.EscalationFixtures.ANN;
import static io.parley.escalation.floor.EscalationFixtures.BERT;
import static io.parley.escalation.floor.EscalationFixtures.NOW;
import static io.parley.escalation.floor.EscalationFixtures.aKey;
import static io.parley.escalation.floor.EscalationFixtures.aRequest;
import static io.parley.escalation.floor.EscalationFixtures.raised;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.parley.events.AgentAssigned;
import io.parley.events.EscalationCancelled;
import io.parley.events.EscalationRaised;
import io.parley.events.EscalationResolved;
import io.parley.events.EscalationReturned;
import io.parley.events.Floor;
import io.parley.events.HandedBack;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ConversationFloorTests {

    private final ConversationFloor untouched = ConversationFloor.untouched(aKey());

    @Test
    void isTheAssistantsUntilAPersonIsAskedFor() {
        assertThat(untouched.holder()).isEqualTo(Floor.ASSISTANT);
        assertThat(untouched.fence()).isZero();

        var id = UUID.randomUUID();
        var floor = untouched.raise(id, aRequest(), 7, NOW);

        assertThat(floor.holder()).isEqualTo(Floor.QUEUE);
        assertThat(floor.fence()).isEqualTo(1);
        assertThat(floor.lastRequest()).isEqualTo(7);
        assertThat(floor.untold())
                .isEqualTo(new EscalationRaised(
                        id, 1, "complex_query", ANN, aRequest().metadata()));
        assertThat(floor.open()).isEqualTo(Escalation.raise(id, 1, aRequest(), NOW));
    }

    @Test
    void goesFromTheQueueToAnAgentAndBackToTheAssistant() {
        var floor = raised(aKey()).told();
        var id = floor.open().id();

        var assigned = floor.assign(AGNES, "claimed", NOW);
        assertThat(assigned.holder()).isEqualTo(Floor.AGENT);
        assertThat(assigned.untold()).isEqualTo(new AgentAssigned(id, 2, "claimed", AGNES));
        assertThat(assigned.open().agent()).isEqualTo(AGNES);

        var transferred = assigned.told().assign(BERT, "transferred", NOW);
        assertThat(transferred.untold()).isEqualTo(new AgentAssigned(id, 3, "transferred", BERT));

        var later = NOW.plusSeconds(60);
        var returned = transferred.told().returnToQueue(BERT, "busy", later);
        assertThat(returned.holder()).isEqualTo(Floor.QUEUE);
        assertThat(returned.untold()).isEqualTo(new EscalationReturned(id, 4, "busy", BERT));
        assertThat(returned.open().agent()).isNull();
        assertThat(returned.open().waitingSince()).isEqualTo(later);

        var resolved = returned.told().assign(AGNES, "claimed", later).told().resolve(AGNES, "done", later);
        assertThat(resolved.holder()).isEqualTo(Floor.ASSISTANT);
        assertThat(resolved.open()).isNull();
        assertThat(resolved.untold()).isEqualTo(new EscalationResolved(id, 6, "done", AGNES));
        assertThat(resolved.escalation().status().wire()).isEqualTo("resolved");
    }

    @Test
    void isHandedBackByItsAgentAndCancelledByTheVisitor() {
        var floor = raised(aKey()).told();
        var id = floor.open().id();

        var handedBack = floor.assign(AGNES, "claimed", NOW).told().handBack(AGNES, "all clear", NOW);
        assertThat(handedBack.holder()).isEqualTo(Floor.ASSISTANT);
        assertThat(handedBack.untold()).isEqualTo(new HandedBack(id, 3, "all clear", AGNES));
        assertThat(handedBack.escalation().status().wire()).isEqualTo("returned_to_bot");

        var cancelled = floor.cancel(ANN, "never mind", NOW);
        assertThat(cancelled.holder()).isEqualTo(Floor.ASSISTANT);
        assertThat(cancelled.untold()).isEqualTo(new EscalationCancelled(id, 2, "never mind", ANN));
    }

    @Test
    void countsEscalationsAndNeverLowersTheFence() {
        var again =
                raised(aKey()).told().resolve(AGNES, "done", NOW).told().raise(UUID.randomUUID(), aRequest(), -1, NOW);

        assertThat(again.fence()).isEqualTo(3);
        assertThat(again.open().number()).isEqualTo(2);
    }

    @Test
    void refusesMovesThatItsEscalationDoesNotAllow() {
        var queued = raised(aKey()).told();
        var resolved = queued.resolve(AGNES, "done", NOW).told();

        refuses(untouched, floor -> floor.assign(AGNES, "", NOW));
        refuses(untouched, floor -> floor.resolve(AGNES, "", NOW));
        refuses(queued, floor -> floor.raise(UUID.randomUUID(), aRequest(), -1, NOW));
        refuses(queued, floor -> floor.returnToQueue(AGNES, "", NOW));
        refuses(queued, floor -> floor.handBack(AGNES, "", NOW));
        refuses(resolved, floor -> floor.assign(AGNES, "", NOW));
        refuses(resolved, floor -> floor.resolve(AGNES, "", NOW));
        refuses(resolved, floor -> floor.cancel(ANN, "", NOW));
        refuses(resolved, floor -> floor.handBack(AGNES, "", NOW));
        refuses(resolved, floor -> floor.returnToQueue(AGNES, "", NOW));
    }

    @Test
    void waitsWithTheNextChangeUntilTheLastIsTold() {
        var untold = raised(aKey());

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> untold.assign(AGNES, "", NOW));
    }

    private static void refuses(ConversationFloor floor, UnaryOperator<ConversationFloor> move) {
        assertThatExceptionOfType(MoveNotAllowed.class).isThrownBy(() -> move.apply(floor));
    }
}
