package io.parley.escalation.floor;

import static io.parley.escalation.floor.EscalationFixtures.AGNES;
import static io.parley.escalation.floor.EscalationFixtures.NOW;
import static io.parley.escalation.floor.EscalationFixtures.aKey;
import static io.parley.escalation.floor.EscalationFixtures.aRequest;
import static io.parley.escalation.floor.EscalationFixtures.after;
import static io.parley.escalation.floor.EscalationFixtures.agent;
import static io.parley.escalation.floor.EscalationFixtures.claim;
import static io.parley.escalation.floor.EscalationFixtures.raised;
import static io.parley.escalation.floor.EscalationFixtures.resolve;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.log.ConversationKey;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** What holds for floors wherever they are kept. */
public interface FloorsContract {

    Duration LIMIT = Duration.ofSeconds(10);

    Floors floors();

    @Test
    default void findsAnUntouchedFloorWhereNothingWasKept() {
        var key = aKey();

        assertThat(find(key)).isEqualTo(ConversationFloor.untouched(key));
        assertThat(floors().escalations(key, 10).block(LIMIT)).isEmpty();
        assertThat(floors().findAll(List.of(key)).collectList().block(LIMIT)).isEmpty();
    }

    @Test
    default void keepsAFloorWithWhatIsToTell() {
        var floor = raised(aKey());

        assertThat(change(ConversationFloor.untouched(floor.key()), floor)).isTrue();

        assertThat(find(floor.key())).isEqualTo(floor);
        assertThat(untold(floor.key())).containsExactly(new FloorChange(floor.key(), 1));

        floors().told(new FloorChange(floor.key(), 1)).block(LIMIT);

        assertThat(find(floor.key())).isEqualTo(floor.told());
        assertThat(untold(floor.key())).isEmpty();
    }

    @Test
    default void keepsOneOfManyChangesAtTheSameInstant() {
        var key = aKey();

        var kept = Flux.range(0, 20)
                .flatMap(_ -> floors().change(ConversationFloor.untouched(key), raised(key)), 20)
                .filter(Boolean::booleanValue)
                .count()
                .block(LIMIT);

        assertThat(kept).isEqualTo(1);
        var raised = find(key).told();
        floors().told(new FloorChange(key, 1)).block(LIMIT);
        kept = Flux.range(0, 20)
                .flatMap(_ -> floors().change(raised, raised.move(claim(AGNES), NOW)), 20)
                .filter(Boolean::booleanValue)
                .count()
                .block(LIMIT);
        assertThat(kept).isEqualTo(1);
        assertThat(find(key).fence()).isEqualTo(2);
    }

    @Test
    default void leavesALaterChangeUntoldWhenAnEarlierIsToldAgain() {
        var key = aKey();
        var first = raised(key);
        change(ConversationFloor.untouched(key), first);
        floors().told(new FloorChange(key, 1)).block(LIMIT);
        var second = first.told().move(claim(AGNES), NOW);
        change(first.told(), second);

        floors().told(new FloorChange(key, 1)).block(LIMIT);

        assertThat(find(key)).isEqualTo(second);
        assertThat(untold(key)).containsExactly(new FloorChange(key, 2));
    }

    @Test
    default void listsEscalationsNewestFirst() {
        var key = aKey();
        var floor = ConversationFloor.untouched(key);
        for (int i = 0; i < 4; i++) {
            var raised = floor.raise(UUID.randomUUID(), aRequest(), -1, NOW.plusSeconds(i));
            change(floor, raised);
            var claimed = raised.told().move(claim(AGNES), NOW.plusSeconds(i)).told();
            change(raised.told(), claimed);
            floor = claimed.move(resolve(AGNES), NOW.plusSeconds(i)).told();
            change(claimed, floor);
        }

        var listed = Objects.requireNonNull(floors().escalations(key, 3).block(LIMIT));

        assertThat(listed).extracting(Escalation::number).containsExactly(4, 3, 2);
        assertThat(listed).extracting(Escalation::status).containsOnly(EscalationStatus.RESOLVED);
        assertThat(listed.getLast().metadata()).isEqualTo(aRequest().metadata());
    }

    @Test
    default void keepsANoteWithTheMoveItGoesWith() {
        var raised = raised(aKey());
        change(ConversationFloor.untouched(raised.key()), raised);
        var note = new Move.Note(UUID.randomUUID(), "Third lost parcel.");
        var moved = after(raised, claim(AGNES)).move(new Move.Resolve(agent(AGNES), note), NOW);
        change(raised.told(), moved);

        assertThat(find(raised.key())).isEqualTo(moved);
        assertThat(moved.untold()).hasSize(2);
    }

    @Test
    default void locatesEscalationsInsideATenant() {
        var first = raised(aKey());
        change(ConversationFloor.untouched(first.key()), first);
        var resolved = after(first, claim(AGNES), resolve(AGNES));
        change(first, resolved);
        var second = resolved.raise(UUID.randomUUID(), aRequest(), -1, NOW);
        change(resolved, second);

        assertThat(locate("default", first.escalation().id()))
                .contains(new LocatedEscalation(first.key(), resolved.escalation()));
        assertThat(locate("default", second.escalation().id()))
                .contains(new LocatedEscalation(first.key(), second.escalation()));
        assertThat(locate("other", second.escalation().id())).isEmpty();
        assertThat(locate("default", UUID.randomUUID())).isEmpty();
    }

    @Test
    default void doesNotLocateWhatWasNeverKept() {
        var kept = raised(aKey());
        change(ConversationFloor.untouched(kept.key()), kept);
        var late = raised(kept.key());

        assertThat(change(ConversationFloor.untouched(kept.key()), late)).isFalse();

        assertThat(locate("default", late.escalation().id())).isEmpty();
        assertThat(locate("default", kept.escalation().id())).isPresent();
    }

    @Test
    default void keepsNothingButTheFenceOfWhatIsErased() {
        var first = raised(aKey());
        change(ConversationFloor.untouched(first.key()), first);
        var resolved = after(first, claim(AGNES), resolve(AGNES));
        change(first, resolved);
        var second = resolved.raise(UUID.randomUUID(), aRequest(), -1, NOW);
        change(resolved, second);
        var erased = second.erase(70, 3);

        assertThat(floors().erase(resolved, erased).block(LIMIT)).isFalse();
        assertThat(floors().erase(second, erased).block(LIMIT)).isTrue();

        assertThat(find(first.key())).isEqualTo(erased);
        assertThat(erased.fence()).isEqualTo(5);
        assertThat(floors().escalations(first.key(), 10).block(LIMIT)).isEmpty();
        assertThat(locate("default", first.escalation().id())).isEmpty();
        assertThat(locate("default", second.escalation().id())).isEmpty();
        assertThat(change(second.told(), second.told().move(claim(AGNES), NOW))).isFalse();

        var third = erased.raise(UUID.randomUUID(), aRequest(), -1, NOW);
        assertThat(change(erased, third)).isTrue();
        assertThat(floors().escalations(first.key(), 10).block(LIMIT)).containsExactly(third.escalation());
    }

    private Optional<LocatedEscalation> locate(String tenant, UUID id) {
        return floors().locate(tenant, id).blockOptional(LIMIT);
    }

    private boolean change(ConversationFloor before, ConversationFloor after) {
        return Boolean.TRUE.equals(floors().change(before, after).block(LIMIT));
    }

    private ConversationFloor find(ConversationKey key) {
        return Objects.requireNonNull(floors().find(key).block(LIMIT));
    }

    private List<FloorChange> untold(ConversationKey key) {
        return Objects.requireNonNull(floors().untold(NOW.plusSeconds(60), 100)
                .filter(change -> change.key().equals(key))
                .collectList()
                .block(LIMIT));
    }
}
