package io.parley.escalation.floor;

import static io.parley.escalation.floor.EscalationFixtures.AGNES;
import static io.parley.escalation.floor.EscalationFixtures.NOW;
import static io.parley.escalation.floor.EscalationFixtures.aKey;
import static io.parley.escalation.floor.EscalationFixtures.aRequest;
import static io.parley.escalation.floor.EscalationFixtures.raised;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.log.ConversationKey;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.IntStream;
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
        assertThat(floors().queuePosition(key).block(LIMIT)).isEqualTo(OptionalLong.empty());
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
                .flatMap(_ -> floors().change(raised, raised.assign(AGNES, "claimed", NOW)), 20)
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
        var second = first.told().assign(AGNES, "claimed", NOW);
        change(first.told(), second);

        floors().told(new FloorChange(key, 1)).block(LIMIT);

        assertThat(find(key)).isEqualTo(second);
        assertThat(untold(key)).containsExactly(new FloorChange(key, 2));
    }

    @Test
    default void queuesByWaitingTimeInsideATenant() {
        var tenant = "queue-" + UUID.randomUUID();
        var waiting = IntStream.range(0, 4)
                .mapToObj(i -> raised(aKey(tenant), NOW.plusSeconds(10 - i)))
                .toList();
        waiting.forEach(floor -> floors().queue(floor).block(LIMIT));
        floors().queue(raised(aKey("queue-" + UUID.randomUUID()), NOW)).block(LIMIT);

        assertThat(waiting.stream().map(floor -> position(floor.key()))).containsExactly(4L, 3L, 2L, 1L);

        floors().queue(waiting.get(3).told().assign(AGNES, "claimed", NOW)).block(LIMIT);

        assertThat(floors().queuePosition(waiting.get(3).key()).block(LIMIT)).isEqualTo(OptionalLong.empty());
        assertThat(position(waiting.get(2).key())).isEqualTo(1);
    }

    @Test
    default void leavesTheQueueAsALaterChangeMadeIt() {
        var tenant = "queue-" + UUID.randomUUID();
        var early = raised(aKey(tenant), NOW);
        var returned =
                early.told().assign(AGNES, "claimed", NOW).told().returnToQueue(AGNES, "busy", NOW.plusSeconds(60));
        var other = raised(aKey(tenant), NOW.plusSeconds(30));
        floors().queue(returned).block(LIMIT);
        floors().queue(other).block(LIMIT);

        floors().queue(early).block(LIMIT);

        assertThat(position(early.key())).isEqualTo(2);
        assertThat(position(other.key())).isEqualTo(1);
    }

    @Test
    default void givesEachItsPlaceWhereManyCameInOneMillisecond() {
        var tenant = "queue-" + UUID.randomUUID();
        var waiting = IntStream.range(0, 5).mapToObj(_ -> raised(aKey(tenant))).toList();
        waiting.forEach(floor -> floors().queue(floor).block(LIMIT));

        assertThat(waiting.stream().map(floor -> position(floor.key()))).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    default void listsEscalationsNewestFirst() {
        var key = aKey();
        var floor = ConversationFloor.untouched(key);
        for (int i = 0; i < 4; i++) {
            var raised = floor.raise(UUID.randomUUID(), aRequest(), -1, NOW.plusSeconds(i));
            change(floor, raised);
            floor = raised.told().resolve(AGNES, "done", NOW.plusSeconds(i)).told();
            change(raised.told(), floor);
        }

        var listed = Objects.requireNonNull(floors().escalations(key, 3).block(LIMIT));

        assertThat(listed).extracting(Escalation::number).containsExactly(4, 3, 2);
        assertThat(listed).extracting(Escalation::status).containsOnly(EscalationStatus.RESOLVED);
        assertThat(listed.getLast().metadata()).isEqualTo(aRequest().metadata());
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

    private long position(ConversationKey key) {
        return Objects.requireNonNull(floors().queuePosition(key).block(LIMIT)).orElseThrow();
    }
}
