package io.parley.completion.document;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;

/** How many documents there are in each state, and how long it takes to read one. */
final class DocumentMetrics {

    private static final String DOCUMENTS = "parley.documents";
    private static final String PARSING = "parley.documents.parsing";

    private final MeterRegistry registry;
    private volatile Map<DocumentStatus, Long> counted = Map.of();

    DocumentMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (var status : DocumentStatus.values()) {
            Gauge.builder(DOCUMENTS, () -> counted.getOrDefault(status, 0L))
                    .description("Documents of all tenants")
                    .tag("status", status.word())
                    .register(registry);
        }
    }

    void counted(Map<DocumentStatus, Long> documents) {
        counted = documents;
    }

    Parsing parsing(DocumentKind kind) {
        return new Parsing(kind, Timer.start(registry));
    }

    /** The reading of one document, from the moment a parser is asked for. */
    final class Parsing {

        private final DocumentKind kind;
        private final Timer.Sample sample;

        private Parsing(DocumentKind kind, Timer.Sample sample) {
            this.kind = kind;
            this.sample = sample;
        }

        /** @param outcome {@code ok}, the code of a fault, or {@code error} */
        void ended(String outcome) {
            var _ = sample.stop(Timer.builder(PARSING)
                    .description("Reading a document and splitting it")
                    .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                    .tag("outcome", outcome)
                    .register(registry));
        }
    }
}
