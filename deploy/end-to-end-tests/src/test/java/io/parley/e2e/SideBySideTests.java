package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SideBySideTests {
    @Test
    void namesEveryCaseThatFailedAndRunsTheOthers() {
        var others = new AtomicInteger();
        var cases = new SideBySide()
                .add("first", () -> assertThat(404).as("status").isEqualTo(200))
                .add("second", others::incrementAndGet)
                .add("third", () -> {
                    throw new IOException("connection refused");
                })
                .add("fourth", others::incrementAndGet);

        assertThatThrownBy(cases::run)
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll(
                        "2 of 4 cases failed", "first", "[status]", "third", "java.io.IOException: connection refused")
                .satisfies(error -> assertThat(error.getSuppressed()).hasExactlyElementsOfTypes(IOException.class));
        assertThat(others).hasValue(2);
    }

    @Test
    void runsSeveralAtATime() {
        var both = new CountDownLatch(2);

        new SideBySide()
                .add("one", () -> meet(both))
                .add("the other", () -> meet(both))
                .run();

        assertThat(both.getCount()).isZero();
    }

    private static void meet(CountDownLatch both) throws InterruptedException {
        both.countDown();
        both.await();
    }
}
