package io.parley.escalation.floor;

import static io.parley.escalation.floor.EscalationFixtures.AGNES;
import static io.parley.escalation.floor.EscalationFixtures.ANN;
import static io.parley.escalation.floor.EscalationFixtures.BERT;
import static io.parley.escalation.floor.EscalationFixtures.NOW;
import static io.parley.escalation.floor.EscalationFixtures.aKey;
import static io.parley.escalation.floor.EscalationFixtures.aRequest;
import static io.parley.escalation.floor.EscalationFixtures.admin;
import static io.parley.escalation.floor.EscalationFixtures.after;
import static io.parley.escalation.floor.EscalationFixtures.agent;
import static io.parley.escalation.floor.EscalationFixtures.claim;
import static io.parley.escalation.floor.EscalationFixtures.giveBack;
import static io.parley.escalation.floor.EscalationFixtures.handBack;
import static io.parley.escalation.floor.EscalationFixtures.raised;
import static io.parley.escalation.floor.EscalationFixtures.resolve;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.parley.events.AgentAssigned;
import io.parley.events.EscalationCancelled;
import io.parley.events.EscalationRaised;
import io.parley.events.EscalationResolved;
import io.parley.events.EscalationReturned;
import io.parley.events.Floor;
import io.parley.events.HandedBack;
import io.parley.events.NoteAdded;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                .containsExactly(new EscalationRaised(
                        id, 1, "complex_query", ANN, aRequest().metadata()));
        assertThat(floor.open()).isEqualTo(Escalation.raise(id, 1, aRequest(), NOW));
    }

    /** Every status, every move, and who makes it: agnes has what is assigned, bert does not. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            from            | claim    | to_agent | to_team | return | hand_back       | resolve  | cancel
            none agnes      | -        | -        | -       | -      | -               | -        | -
            queued agnes    | assigned | -        | -       | -      | -               | -        | cancelled
            queued admin    | assigned | assigned | queued  | -      | -               | -        | cancelled
            assigned agnes  | same     | assigned | queued  | queued | returned_to_bot | resolved | cancelled
            assigned bert   | -        | -        | -       | -      | -               | -        | cancelled
            assigned admin  | -        | assigned | queued  | queued | returned_to_bot | resolved | cancelled
            resolved agnes  | -        | -        | -       | -      | -               | -        | -
            resolved admin  | -        | -        | -       | -      | -               | -        | -
            returned_to_bot agnes | -  | -        | -       | -      | -               | -        | -
            returned_to_bot admin | -  | -        | -       | -      | -               | -        | -
            cancelled agnes | -        | -        | -       | -      | -               | -        | -
            cancelled admin | -        | -        | -       | -      | -               | -        | -
            erased admin    | -        | -        | -       | -      | -               | -        | -
            """, useHeadersInDisplayName = true)
    void allowsWhatTheTableSays(
            String from,
            String claim,
            String toAgent,
            String toTeam,
            String giveBack,
            String handBack,
            String resolve,
            String cancel) {
        var status = from.substring(0, from.indexOf(' '));
        var who = from.substring(from.indexOf(' ') + 1);
        var sender = who.equals("agnes") ? AGNES : BERT;
        var by = who.equals("admin") ? admin(BERT) : agent(sender);
        var floor = floor(status);

        allows(floor, new Move.Claim(sender), claim);
        allows(floor, new Move.ToAgent(by, BERT, null), toAgent);
        allows(floor, new Move.ToTeam(by, "billing", null), toTeam);
        allows(floor, new Move.Return(by), giveBack);
        allows(floor, new Move.HandBack(by), handBack);
        allows(floor, new Move.Resolve(by, null), resolve);
        allows(floor, new Move.Cancel(ANN), cancel);
    }

    private ConversationFloor floor(String status) {
        var queued = raised(aKey()).told();
        return switch (status) {
            case "none" -> untouched;
            case "queued" -> queued;
            case "assigned" -> after(queued, claim(AGNES));
            case "resolved" -> after(queued, claim(AGNES), resolve(AGNES));
            case "returned_to_bot" -> after(queued, claim(AGNES), handBack(AGNES));
            case "cancelled" -> after(queued, new Move.Cancel(ANN));
            case "erased" -> queued.erase(9, 1);
            default -> throw new IllegalArgumentException(status);
        };
    }

    private static void allows(ConversationFloor floor, Move move, String expected) {
        if (expected.equals("-")) {
            assertThatExceptionOfType(MoveNotAllowed.class)
                    .as("%s of %s", move, floor.escalation())
                    .isThrownBy(() -> floor.move(move, NOW))
                    .extracting(MoveNotAllowed::current)
                    .isEqualTo(floor.escalation());
            return;
        }
        var moved = floor.move(move, NOW);
        if (expected.equals("same")) {
            assertThat(moved).isSameAs(floor);
            return;
        }
        assertThat(moved.escalation().status().wire()).isEqualTo(expected);
        assertThat(moved.fence()).isEqualTo(floor.fence() + 1);
        assertThat(moved.untold()).singleElement().matches(fact -> fact.fence() == moved.fence());
        assertThat(moved.untold().getFirst().floor()).isEqualTo(moved.holder());
    }

    @Test
    void goesFromTheQueueToAnAgentAndBackToTheAssistant() {
        var floor = raised(aKey()).told();
        var id = floor.open().id();

        var assigned = floor.move(claim(AGNES), NOW);
        assertThat(assigned.holder()).isEqualTo(Floor.AGENT);
        assertThat(assigned.untold()).containsExactly(new AgentAssigned(id, 2, "complex_query", AGNES));
        assertThat(assigned.open().agent()).isEqualTo(AGNES);

        var transferred = assigned.told().move(new Move.ToAgent(agent(AGNES), BERT, null), NOW);
        assertThat(transferred.untold()).containsExactly(new AgentAssigned(id, 3, "complex_query", BERT));

        var later = NOW.plusSeconds(60);
        var returned = transferred.told().move(giveBack(BERT), later);
        assertThat(returned.holder()).isEqualTo(Floor.QUEUE);
        assertThat(returned.untold()).containsExactly(new EscalationReturned(id, 4, "complex_query", BERT));
        assertThat(returned.open().agent()).isNull();
        assertThat(returned.open().waitingSince()).isEqualTo(later);

        var resolved = after(returned, claim(AGNES)).move(resolve(AGNES), later);
        assertThat(resolved.holder()).isEqualTo(Floor.ASSISTANT);
        assertThat(resolved.open()).isNull();
        assertThat(resolved.untold()).containsExactly(new EscalationResolved(id, 6, "complex_query", AGNES));
    }

    @Test
    void isHandedBackByItsAgentAndCancelledByTheVisitor() {
        var floor = raised(aKey()).told();
        var id = floor.open().id();

        var handedBack = after(floor, claim(AGNES)).move(handBack(AGNES), NOW);
        assertThat(handedBack.untold()).containsExactly(new HandedBack(id, 3, "complex_query", AGNES));

        var cancelled = floor.move(new Move.Cancel(ANN), NOW);
        assertThat(cancelled.untold()).containsExactly(new EscalationCancelled(id, 2, "complex_query", ANN));
    }

    @Test
    void tellsANoteAfterTheMoveItGoesWith() {
        var floor = after(raised(aKey()), claim(AGNES));
        var id = floor.open().id();
        var note = new Move.Note(UUID.randomUUID(), "Wants the invoice again.");

        var moved = floor.move(new Move.ToTeam(agent(AGNES), "billing", note), NOW);

        assertThat(moved.open().team()).isEqualTo("billing");
        assertThat(moved.untold())
                .containsExactly(
                        new EscalationReturned(id, 3, "complex_query", AGNES),
                        new NoteAdded(id, 3, note.id(), AGNES, "Wants the invoice again."));
    }

    @Test
    void isTakenByAnAgentWhoWritesWhereNobodyWasAskedFor() {
        var id = UUID.randomUUID();

        var taken = untouched.take(id, AGNES, 12, NOW);

        assertThat(taken.holder()).isEqualTo(Floor.AGENT);
        assertThat(taken.lastRequest()).isEqualTo(12);
        assertThat(taken.untold()).containsExactly(new AgentAssigned(id, 1, "agent_wrote", AGNES));
        assertThat(taken.open().metadata()).isEqualTo(Map.of());
        assertThatExceptionOfType(MoveNotAllowed.class)
                .isThrownBy(() -> taken.told().take(UUID.randomUUID(), BERT, 13, NOW));
        assertThatExceptionOfType(MoveNotAllowed.class)
                .isThrownBy(() -> taken.told().raise(UUID.randomUUID(), aRequest(), -1, NOW));
    }

    @Test
    void countsEscalationsAndNeverLowersTheFence() {
        var resolved = after(raised(aKey()), claim(AGNES), resolve(AGNES));
        var again = resolved.raise(UUID.randomUUID(), aRequest(), -1, NOW);

        assertThat(again.fence()).isEqualTo(4);
        assertThat(again.open().number()).isEqualTo(2);
    }

    @Test
    void keepsNothingButTheFenceWhenItIsErased() {
        var floor = raised(aKey());

        var erased = floor.erase(30, 1);
        assertThat(erased.fence()).isEqualTo(2);
        assertThat(erased.escalation()).isNull();
        assertThat(erased.untold()).isEmpty();
        assertThat(erased.holder()).isEqualTo(Floor.ASSISTANT);
        assertThat(erased.erasedAt()).isEqualTo(30);
        assertThat(erased.raise(UUID.randomUUID(), aRequest(), 31, NOW).open().number())
                .isEqualTo(2);

        assertThat(untouched.erase(30, 7).fence()).isEqualTo(7);
    }

    @Test
    void waitsWithTheNextChangeUntilTheLastIsTold() {
        var untold = raised(aKey());

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> untold.move(claim(AGNES), NOW));
    }
}
