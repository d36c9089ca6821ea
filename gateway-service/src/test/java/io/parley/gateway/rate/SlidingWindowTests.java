package io.parley.gateway.rate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlidingWindowTests {

    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final SlidingWindow window = new SlidingWindow(3, WINDOW);

    @Test
    void takesAsManyAsTheLimit() {
        assertThat(window.take(at(0))).isZero();
        assertThat(window.take(at(100))).isZero();
        assertThat(window.take(at(4000))).isZero();

        assertThat(window.take(at(5000))).isPositive();
    }

    @Test
    void saysWhenToComeBack() {
        window.take(at(2500));
        window.take(at(2600));
        window.take(at(7000));

        var wait = window.take(at(8000));

        assertThat(wait).isBetween(Duration.ofMillis(4500), Duration.ofMillis(5500));
        assertThat(window.take(at(8000) + wait.toNanos() - 1)).isPositive();
        assertThat(window.take(at(8000) + wait.toNanos())).isZero();
    }

    @Test
    void doesNotCountWhatItRefused() {
        for (int moment = 0; moment < 11_000; moment += 100) {
            window.take(at(moment));
        }

        assertThat(window.take(at(11_000))).isZero();
    }

    @Test
    void forgetsAfterALongSilence() {
        window.take(at(0));
        window.take(at(0));
        window.take(at(0));

        assertThat(window.take(at(1_000_000))).isZero();
        assertThat(window.take(at(1_000_000))).isZero();
        assertThat(window.take(at(1_000_000))).isZero();
        assertThat(window.take(at(1_000_000))).isPositive();
    }

    @Test
    void neverTakesMoreWithinAnyWindow() {
        var random = new Random(7);
        var taken = new ArrayDeque<Long>();
        long now = 0;
        for (int attempt = 0; attempt < 20_000; attempt++) {
            now += Duration.ofMillis(random.nextInt(900)).toNanos();
            if (window.take(now).isZero()) {
                taken.addLast(now);
                while (taken.getFirst() <= now - WINDOW.toNanos()) {
                    taken.removeFirst();
                }
                assertThat(taken).hasSizeLessThanOrEqualTo(3);
            }
        }
    }

    private static long at(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
