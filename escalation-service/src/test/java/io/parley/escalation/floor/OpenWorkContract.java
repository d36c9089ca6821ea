package io.parley.escalation.floor;

import static io.parley.escalation.floor.EscalationFixtures.AGNES;
import static io.parley.escalation.floor.EscalationFixtures.BERT;
import static io.parley.escalation.floor.EscalationFixtures.NOW;
import static io.parley.escalation.floor.EscalationFixtures.aKey;
import static io.parley.escalation.floor.EscalationFixtures.admin;
import static io.parley.escalation.floor.EscalationFixtures.after;
import static io.parley.escalation.floor.EscalationFixtures.claim;
import static io.parley.escalation.floor.EscalationFixtures.giveBack;
import static io.parley.escalation.floor.EscalationFixtures.raised;
import static io.parley.escalation.floor.EscalationFixtures.resolve;
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

/** What holds for open work wherever it is kept. */
public interface OpenWorkContract {

    Duration LIMIT = Duration.ofSeconds(10);

    OpenWork openWork();

    @Test
    default void queuesByWaitingTimeInsideATenant() {
        var tenant = "queue-" + UUID.randomUUID();
        var waiting = IntStream.range(0, 4)
                .mapToObj(i -> raised(aKey(tenant), NOW.plusSeconds(10 - i)))
                .toList();
        waiting.forEach(this::place);
        place(raised(aKey("queue-" + UUID.randomUUID()), NOW));

        assertThat(waiting.stream().map(floor -> position(floor.key()))).containsExactly(4L, 3L, 2L, 1L);
        assertThat(queue(tenant, 3))
                .containsExactly(
                        waiting.get(3).key(),
                        waiting.get(2).key(),
                        waiting.get(1).key());
        assertThat(openWork().tenants().collectList().block(LIMIT)).contains(tenant);

        place(after(waiting.get(3), claim(AGNES)));

        assertThat(openWork().queuePosition(waiting.get(3).key()).block(LIMIT)).isEqualTo(OptionalLong.empty());
        assertThat(openWork().waiting(waiting.get(3).key()).blockOptional(LIMIT))
                .isEmpty();
        assertThat(position(waiting.get(2).key())).isEqualTo(1);
    }

    @Test
    default void leavesTheQueueAsALaterChangeMadeIt() {
        var tenant = "queue-" + UUID.randomUUID();
        var early = raised(aKey(tenant), NOW);
        var returned = after(early, claim(AGNES)).move(giveBack(AGNES), NOW.plusSeconds(60));
        var other = raised(aKey(tenant), NOW.plusSeconds(30));
        place(returned);
        place(other);

        place(early);

        assertThat(position(early.key())).isEqualTo(2);
        assertThat(position(other.key())).isEqualTo(1);
    }

    @Test
    default void keepsThePlaceOfWhatGoesToATeamWhileItWaits() {
        var tenant = "queue-" + UUID.randomUUID();
        var first = raised(aKey(tenant), NOW);
        place(first);
        place(raised(aKey(tenant), NOW.plusSeconds(30)));

        place(first.told().move(new Move.ToTeam(admin(AGNES), "billing", null), NOW.plusSeconds(60)));

        assertThat(position(first.key())).isEqualTo(1);
    }

    @Test
    default void givesEachItsPlaceWhereManyCameInOneMillisecond() {
        var tenant = "queue-" + UUID.randomUUID();
        var waiting = IntStream.range(0, 5).mapToObj(_ -> raised(aKey(tenant))).toList();
        waiting.forEach(this::place);

        assertThat(waiting.stream().map(floor -> position(floor.key()))).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
        var queue = queue(tenant, 10);
        assertThat(queue.stream().map(this::position)).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    default void knowsWhatAnAgentHas() {
        var tenant = "work-" + UUID.randomUUID();
        var first = after(raised(aKey(tenant)), claim(AGNES));
        var second = raised(aKey(tenant)).told().move(claim(AGNES), NOW.plusSeconds(1));
        var berts = after(raised(aKey(tenant)), claim(BERT));
        List.of(second, first, berts).forEach(this::place);
        place(after(raised(aKey("work-" + UUID.randomUUID())), claim(AGNES)));

        assertThat(held(tenant, AGNES.id())).containsExactly(first.key(), second.key());

        place(after(first, resolve(AGNES)));
        place(second.told().move(new Move.ToAgent(admin(BERT), BERT, null), NOW.plusSeconds(2)));
        place(second);

        assertThat(held(tenant, AGNES.id())).isEmpty();
        assertThat(held(tenant, BERT.id())).containsExactly(berts.key(), second.key());
    }

    @Test
    default void letsOneOfManyTellAPosition() {
        var floor = raised(aKey("signal-" + UUID.randomUUID()));
        place(floor);
        var waiting = Objects.requireNonNull(openWork().waiting(floor.key()).block(LIMIT));
        assertThat(waiting).isEqualTo(new Waiting(floor.key(), 0, null));

        assertThat(told(waiting, 1)).isEqualTo(1);

        var now = Objects.requireNonNull(openWork().waiting(floor.key()).block(LIMIT));
        assertThat(now).isEqualTo(new Waiting(floor.key(), 1, NOW));
        assertThat(told(waiting, 2)).isZero();
        place(floor.told());
        assertThat(openWork().waiting(floor.key()).block(LIMIT)).isEqualTo(now);
    }

    @Test
    default void remembersForAMomentWhatWasToldToWhoeverLeft() {
        var floor = raised(aKey("signal-" + UUID.randomUUID()));
        place(floor);
        told(Objects.requireNonNull(openWork().waiting(floor.key()).block(LIMIT)), 3);

        place(after(floor, claim(AGNES)));
        assertThat(openWork().waiting(floor.key()).blockOptional(LIMIT)).isEmpty();
        assertThat(openWork().queuePosition(floor.key()).block(LIMIT)).isEqualTo(OptionalLong.empty());
        place(floor);
        assertThat(openWork().waiting(floor.key()).blockOptional(LIMIT)).isEmpty();

        var returned = after(floor, claim(AGNES), giveBack(AGNES));
        place(returned);
        assertThat(openWork().waiting(floor.key()).block(LIMIT)).isEqualTo(new Waiting(floor.key(), 0, NOW));

        place(after(returned, claim(AGNES), resolve(AGNES)));
        openWork().forgetGone(NOW.minusSeconds(1)).block(LIMIT);
        openWork().forgetGone(NOW).block(LIMIT);
        place(returned);
        assertThat(openWork().waiting(floor.key()).block(LIMIT)).isEqualTo(new Waiting(floor.key(), 0, null));
    }

    private long told(Waiting waiting, long position) {
        return Objects.requireNonNull(Flux.range(0, 8)
                .flatMap(_ -> openWork().telling(waiting, position, NOW), 8)
                .filter(Boolean::booleanValue)
                .count()
                .block(LIMIT));
    }

    private void place(ConversationFloor floor) {
        openWork().place(floor).block(LIMIT);
    }

    private List<ConversationKey> queue(String tenant, int limit) {
        return Objects.requireNonNull(openWork().queue(tenant, limit).block(LIMIT)).stream()
                .map(Waiting::key)
                .toList();
    }

    private List<ConversationKey> held(String tenant, String agent) {
        return Objects.requireNonNull(openWork().assignedTo(tenant, agent, 10).block(LIMIT));
    }

    private long position(ConversationKey key) {
        return Objects.requireNonNull(openWork().queuePosition(key).block(LIMIT))
                .orElseThrow();
    }
}
