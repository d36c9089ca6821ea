package io.parley.escalation.floor;

import static io.parley.escalation.floor.EscalationFixtures.NOW;
import static io.parley.escalation.floor.EscalationFixtures.raised;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.log.ConversationKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueueSignalsTests {

    private final InMemoryOpenWork openWork = new InMemoryOpenWork();
    private final ScriptedLog log = new ScriptedLog();
    private final Ticking clock = new Ticking();
    private final QueueSignals signals = new QueueSignals(openWork, log, clock);
    private final QueueSignals otherReplica = new QueueSignals(openWork, log, clock);

    @Test
    void tellsAtOnceWhereSomebodyStandsWhoHasCome() {
        raise("a");
        raise("b");
        signals.tellNew().block();

        assertThat(log.positions()).containsExactly("a=1", "b=2");
    }

    @Test
    void tellsAChangeOnceAndNotMoreOftenThanEveryFiveSeconds() {
        raise("a");
        raise("b");
        raise("c");
        sweep();
        assertThat(log.positions()).containsExactly("a=1", "b=2", "c=3");

        leave("a");
        clock.pass(Duration.ofSeconds(2));
        sweep();
        assertThat(log.positions()).hasSize(3);

        leave("b");
        clock.pass(Duration.ofSeconds(3));
        sweep();
        sweep();
        assertThat(log.positions()).hasSize(4).endsWith("c=1");
        clock.pass(Duration.ofSeconds(60));
        sweep();
        assertThat(log.positions()).hasSize(4);
    }

    @Test
    void tellsNobodyTwiceInFiveSecondsWhoLeavesAndComesBack() {
        raise("a");
        signals.tellNew().block();
        leave("a");
        raise("a");
        signals.tellNew().block();
        sweep();
        assertThat(log.positions()).hasSize(1);

        clock.pass(Duration.ofSeconds(5));
        sweep();
        assertThat(log.positions()).containsExactly("a=1", "a=1");
    }

    @Test
    void looksAtTheFrontOfAQueueOnly() {
        for (int i = 0; i < 210; i++) {
            openWork.place(raised(key("c%03d".formatted(i)))).block();
        }

        sweep();

        assertThat(log.positions()).hasSize(200).endsWith("c199=200");
    }

    @Test
    void tellsNothingOfWhoeverIsGoneAlready() {
        raise("a");
        leave("a");

        signals.tellNew().block();
        sweep();

        assertThat(log.positions()).isEmpty();
    }

    private void sweep() {
        signals.sweep().block();
        otherReplica.sweep().block();
    }

    private void raise(String conversation) {
        openWork.place(raised(key(conversation))).block();
        signals.raised(key(conversation));
    }

    private void leave(String conversation) {
        // Under the fence it came with, so that it can come again.
        openWork.place(new ConversationFloor(key(conversation), 1, 1, null, List.of(), -1, -1))
                .block();
    }

    private static ConversationKey key(String conversation) {
        return new ConversationKey("default", conversation);
    }

    private static final class Ticking extends Clock {

        private Instant now = NOW;

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return InstantSource.fixed(now).withZone(zone);
        }
    }
}
