package io.parley.completion.retrieval;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;

/** {@code parley.retrieval.searches} by outcome, and how long they took. */
final class RetrievalMetrics {

    private final MeterRegistry meters;

    RetrievalMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void searched(Found.Outcome outcome, Duration took) {
        meters.timer("parley.retrieval.searches", "outcome", outcome.name().toLowerCase(Locale.ROOT))
                .record(took);
    }

    /** A question could only be searched by its words. */
    void withoutMeaning() {
        meters.counter("parley.retrieval.without_meaning").increment();
    }

    /** A question came before the index was built. */
    void notReady() {
        meters.counter("parley.retrieval.not_ready").increment();
    }
}
