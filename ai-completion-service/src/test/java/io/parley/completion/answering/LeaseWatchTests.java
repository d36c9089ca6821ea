package io.parley.completion.answering;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class LeaseWatchTests {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final LeaseWatch watch = new LeaseWatch(Duration.ofSeconds(6), nanos::get);

    @Test
    void isSureForALeaseFromTheBeginningOfALook() {
        long begun = watch.begin();
        pass(Duration.ofSeconds(4));
        watch.looked(begun);
        pass(Duration.ofMillis(1_999));
        assertThat(isSure()).isTrue();

        pass(Duration.ofMillis(1));

        assertThat(isSure()).isFalse();
    }

    @Test
    void letsThoseWaitWhoMayHaveLostTheirLeasesUntilTheNextLook() {
        pass(Duration.ofSeconds(15));
        var sure = new AtomicBoolean();
        watch.sure(Mono.fromRunnable(() -> sure.set(true))).subscribe();
        assertThat(sure).isFalse();

        watch.looked(watch.begin());

        assertThat(sure).isTrue();
        assertThat(isSure()).isTrue();
    }

    @Test
    void keepsNobodyWaitingLongerThanALookThatSawNothing() {
        pass(Duration.ofSeconds(15));
        long begun = watch.begin();
        pass(Duration.ofSeconds(7));
        var sure = new AtomicBoolean();
        watch.sure(Mono.fromRunnable(() -> sure.set(true))).subscribe();

        watch.looked(begun);

        assertThat(sure).isTrue();
        assertThat(isSure()).isFalse();
    }

    private boolean isSure() {
        var sure = new AtomicBoolean();
        watch.sure(Mono.fromRunnable(() -> sure.set(true))).subscribe();
        return sure.get();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
