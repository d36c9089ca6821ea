package io.parley.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackOffTests {
    private static final Duration SHORT_LIFE = Duration.ofSeconds(5);

    private final BackOff backOff = new BackOff();

    @Test
    void waitsLongerEachTimeUpToALimit() {
        var pauses = Stream.generate(() -> backOff.after(SHORT_LIFE).toMillis()).limit(8);

        assertThat(pauses).containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 15_000L, 15_000L, 15_000L);
    }

    @Test
    void startsOverAfterAHealthyMinute() {
        backOff.after(SHORT_LIFE);
        backOff.after(SHORT_LIFE);

        assertThat(backOff.after(Duration.ofMinutes(1))).isEqualTo(Duration.ofMillis(500));
        assertThat(backOff.after(SHORT_LIFE)).isEqualTo(Duration.ofSeconds(1));
    }
}
