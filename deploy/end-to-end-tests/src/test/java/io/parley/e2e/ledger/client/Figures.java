package io.parley.e2e.ledger.client;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What the clients of a run measure together. */
public final class Figures {
    public final LongAdder connections = new LongAdder();
    public final LongAdder failedConnections = new LongAdder();
    public final LongAdder saidAgain = new LongAdder();
    public final LongAdder acknowledged = new LongAdder();
    public final LongAdder refusedResumes = new LongAdder();

    /** From saying to the receipt, reconnections included. */
    public final Samples receipts = new Samples();

    /** From saying to being shown to another reader over a live socket. */
    public final Samples deliveries = new Samples();

    /** From the open socket to the last fact of the replay. */
    public final Samples recoveries = new Samples();

    private final Map<String, LongAdder> refusals = new ConcurrentHashMap<>();
    private final Map<Integer, LongAdder> closes = new ConcurrentHashMap<>();

    void refused(String code) {
        refusals.computeIfAbsent(code, _ -> new LongAdder()).increment();
    }

    void closed(int code) {
        closes.computeIfAbsent(code, _ -> new LongAdder()).increment();
    }

    public Map<String, LongAdder> refusals() {
        return new TreeMap<>(refusals);
    }

    public Map<Integer, LongAdder> closes() {
        return new TreeMap<>(closes);
    }

    /** The part of a text that says when it was said, for {@link #deliveries}. */
    static @Nullable Long saidAt(String text) {
        int at = text.lastIndexOf('@');
        try {
            return at < 0 ? null : Long.parseLong(text.substring(at + 1));
        } catch (NumberFormatException anotherText) {
            return null;
        }
    }
}
