package io.parley.session.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.events.MessageId;
import io.parley.session.frame.ErrorCode;
import io.parley.session.frame.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class MessageLimitsTests {

    private final SettableClock clock = new SettableClock();
    private final MessageLimits limits =
            new MessageLimits(new AcceptanceProperties(1000, 3, Duration.ofSeconds(10), Duration.ofSeconds(10)), clock);

    @Test
    void refusesWhatIsTooMuchAndSaysWhenThereIsRoom() {
        limits.admit("t", "ann", MessageId.random());
        clock.pass(Duration.ofSeconds(4));
        limits.admit("t", "ann", MessageId.random());
        limits.admit("t", "ann", MessageId.random());

        assertThatThrownBy(() -> limits.admit("t", "ann", MessageId.random()))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(ErrorCode.RATE_LIMITED);
                    assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(6));
                });
        clock.pass(Duration.ofSeconds(6));
        assertThatCode(() -> limits.admit("t", "ann", MessageId.random())).doesNotThrowAnyException();
    }

    @Test
    void countsWhatOtherReplicasAcceptedAndEachMessageOnce() {
        var own = MessageId.random();
        limits.admit("t", "ann", own);
        limits.posted("t", "c", "ann", own, clock.instant());
        limits.posted("t", "c", "ann", MessageId.random(), clock.instant());
        limits.posted("t", "c", "ann", MessageId.random(), clock.instant());

        assertThatThrownBy(() -> limits.admit("t", "ann", MessageId.random())).isInstanceOf(Refusal.class);
        assertThatCode(() -> limits.admit("t", "ann", own)).doesNotThrowAnyException();
    }

    @Test
    void countsNeitherThreadsNorWhatIsLongAgoNorOthers() {
        for (int i = 0; i < 5; i++) {
            limits.posted("t", "thread_abc", "ann", MessageId.random(), clock.instant());
            limits.posted("t", "c", "ann", MessageId.random(), clock.instant().minusSeconds(60));
            limits.posted("t", "c", "bob", MessageId.random(), clock.instant());
            limits.posted("u", "c", "ann", MessageId.random(), clock.instant());
        }

        assertThatCode(() -> limits.admit("t", "ann", MessageId.random())).doesNotThrowAnyException();
    }

    @Test
    void remembersNoLongerThanItCounts() {
        for (int i = 0; i < 1000; i++) {
            limits.posted("t", "c", "ann", MessageId.random(), clock.instant());
            clock.pass(Duration.ofSeconds(1));
        }

        assertThat(limits.remembered("t", "ann")).isLessThanOrEqualTo(10);
    }

    private static final class SettableClock extends Clock {

        private Instant now = Instant.parse("2026-11-20T10:30:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
