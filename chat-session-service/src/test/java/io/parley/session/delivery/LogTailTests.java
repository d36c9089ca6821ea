package io.parley.session.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.MessagesRead;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.FactCodec;
import io.parley.events.log.LoggedFact;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LogTailTests {

    private static final ConversationKey ANNS = new ConversationKey("default", "ann");
    private static final ConversationKey BENS = new ConversationKey("default", "ben");

    private Instant now = Instant.parse("2026-11-20T10:30:00Z");
    private final LogTail tail = new LogTail(1 << 20, new Clock() {
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
            return this;
        }
    });

    @Test
    void hasWhatCameSinceTheLogBegan() {
        add(ANNS, 0);
        add(BENS, 1);
        add(ANNS, 2);

        assertThat(tail.since(ANNS, 0, 0).orElseThrow())
                .extracting(LoggedFact::seq)
                .containsExactly(0L, 2L);
        assertThat(tail.since(ANNS, 0, 2).orElseThrow()).hasSize(2);
    }

    @Test
    void knowsHowFarItReaches() {
        add(ANNS, 0);
        add(BENS, 7);

        assertThat(tail.reaches(0, 7)).isTrue();
        assertThat(tail.reaches(0, 8)).isFalse();
        assertThat(tail.reaches(1, 0)).isFalse();
    }

    @Test
    void knowsNothingOfAPlaceBeforeItBegan() {
        add(ANNS, 100);
        after(Duration.ofMinutes(2));
        add(ANNS, 101);

        assertThat(tail.since(ANNS, 0, 99)).isEmpty();
        assertThat(tail.since(new ConversationKey("default", "nobody"), 0, 101)).isEmpty();
        assertThat(tail.since(ANNS, 1, 101)).isEmpty();
    }

    @Test
    void wantsAMinuteBeforeTheCursorToKnowRepeats() {
        add(ANNS, 100);
        after(Duration.ofSeconds(59));
        add(ANNS, 101);
        after(Duration.ofSeconds(1));
        add(ANNS, 102);

        assertThat(tail.since(ANNS, 0, 100)).isEmpty();
        assertThat(tail.since(ANNS, 0, 101)).isEmpty();
        assertThat(tail.since(ANNS, 0, 102)).isPresent();
    }

    @Test
    void forgetsWhatIsOlderThanTenMinutes() {
        add(ANNS, 0);
        after(Duration.ofMinutes(6));
        add(ANNS, 1);
        after(Duration.ofMinutes(5));
        add(BENS, 2);

        assertThat(tail.since(ANNS, 0, 0)).isEmpty();
        assertThat(tail.since(ANNS, 0, 1).orElseThrow())
                .extracting(LoggedFact::seq)
                .containsExactly(1L);
    }

    @Test
    void forgetsTheOldestWhereThereIsTooMuch() {
        for (int seq = 0; seq < 20_000; seq++) {
            add(seq % 2 == 0 ? ANNS : BENS, seq);
            after(Duration.ofMillis(20));
        }

        assertThat(tail.since(ANNS, 0, 0)).isEmpty();
        assertThat(tail.since(ANNS, 0, 19_998)).isPresent();
    }

    private void after(Duration time) {
        now = now.plus(time);
    }

    private void add(ConversationKey key, long seq) {
        tail.add(key, 0, seq, now, FactCodec.encode(new MessagesRead("ann", seq)));
    }
}
