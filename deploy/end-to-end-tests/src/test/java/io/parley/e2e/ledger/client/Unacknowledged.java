package io.parley.e2e.ledger.client;

import io.parley.e2e.ledger.check.Expectation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was said and has no receipt yet, in the order in which it was said. */
final class Unacknowledged {
    /** The server says {@code not_accepted} after 10 s; beyond that nothing is to be expected any more. */
    private static final long SAID_AGAIN_AFTER = Duration.ofSeconds(12).toNanos();

    private static final Duration AFTER_REFUSAL = Duration.ofMillis(500);

    private final Map<String, Words> waiting = new LinkedHashMap<>();
    private final Figures figures;

    Unacknowledged(Figures figures) {
        this.figures = figures;
    }

    /** A message of this client. */
    static final class Words {
        private final String name;
        private final String text;
        private final Expectation expectation;
        private final long saidAt = System.nanoTime();
        private volatile long againAt;

        Words(String name, String text, Expectation expectation) {
            this.name = name;
            this.text = text;
            this.expectation = expectation;
        }

        String name() {
            return name;
        }

        String text() {
            return text;
        }

        Expectation expectation() {
            return expectation;
        }

        boolean wantAnswer() {
            return !(expectation instanceof Expectation.None);
        }

        /** Whether an end of an answer must come. */
        boolean areAwaited() {
            return wantAnswer() && !(expectation instanceof Expectation.Unheard);
        }

        void left() {
            againAt = System.nanoTime() + SAID_AGAIN_AFTER;
        }
    }

    synchronized void add(Words words) {
        waiting.put(words.name(), words);
    }

    /** The words that this is the first receipt of. */
    synchronized @Nullable Words acknowledged(@Nullable String name, long now) {
        var words = waiting.remove(name);
        if (words != null) {
            figures.acknowledged.increment();
            figures.receipts.add(now - words.saidAt);
        }
        return words;
    }

    synchronized void refused(Frame.Refusal refusal) {
        var words = waiting.get(refusal.clientMessageId());
        if (words != null) {
            var wait = refusal.retryAfter().isPositive() ? refusal.retryAfter() : AFTER_REFUSAL;
            words.againAt = System.nanoTime() + wait.toNanos();
        }
    }

    synchronized List<Words> all() {
        waiting.values().forEach(words -> {
            if (words.againAt != 0) {
                figures.saidAgain.increment();
            }
        });
        return List.copyOf(waiting.values());
    }

    synchronized List<Words> mayBeSaidAgain(long now) {
        var again = waiting.values().stream()
                .filter(words -> words.againAt != 0 && words.againAt < now)
                .toList();
        figures.saidAgain.add(again.size());
        return again;
    }

    synchronized int size() {
        return waiting.size();
    }
}
