package io.parley.session.delivery;

import io.parley.events.log.ConversationKey;
import io.parley.events.log.FactCodec;
import io.parley.events.log.LoggedFact;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The newest facts of every conversation in memory, as bytes: what a socket that was away for a moment has missed is
 * found here, without asking broker or database.
 *
 * <p>It holds ten minutes, or as many bytes as it was given; the oldest go first.
 */
public final class LogTail {

    private static final Duration KEPT = Duration.ofMinutes(10);

    /** What an entry costs beside its bytes. */
    private static final int OVERHEAD = 150;

    private final Map<ConversationKey, Held> conversations = new HashMap<>();
    private final ArrayDeque<Entry> oldest = new ArrayDeque<>();
    private final Map<Integer, Start> starts = new HashMap<>();
    private final Map<Integer, Long> newest = new HashMap<>();
    private final long limit;
    private final Clock clock;
    private long size;

    @SuppressWarnings("ArrayRecordComponent") // as the consumer gave it; never compared, never changed
    private record Entry(Held of, int partition, long seq, Instant at, byte[] value) {

        int cost() {
            return value.length + OVERHEAD;
        }
    }

    /** What is held of one conversation; its entries share its key. */
    private record Held(ConversationKey key, ArrayDeque<Entry> entries) {}

    /**
     * Where the tail of a partition begins.
     *
     * @param at time of the record before it
     * @param whole whether it begins with the partition itself
     */
    private record Start(long seq, Instant at, boolean whole) {}

    /** @param limit in bytes */
    public LogTail(long limit, Clock clock) {
        this.limit = limit;
        this.clock = clock;
    }

    /** Takes the next record of the log, whatever it holds. */
    public synchronized void add(ConversationKey key, int partition, long seq, Instant at, byte[] value) {
        starts.computeIfAbsent(partition, _ -> new Start(seq, at, seq == 0));
        newest.put(partition, seq);
        var held = conversations.computeIfAbsent(key, one -> new Held(one, new ArrayDeque<>()));
        var entry = new Entry(held, partition, seq, at, value);
        held.entries().addLast(entry);
        oldest.addLast(entry);
        size += entry.cost();
        var since = clock.instant().minus(KEPT);
        while (!oldest.isEmpty() && (size > limit || oldest.getFirst().at().isBefore(since))) {
            forget(oldest.removeFirst());
        }
    }

    private void forget(Entry entry) {
        size -= entry.cost();
        var held = entry.of();
        held.entries().removeFirst();
        if (held.entries().isEmpty()) {
            conversations.remove(held.key());
        }
        starts.put(entry.partition(), new Start(entry.seq() + 1, entry.at(), false));
    }

    /** Whether it holds everything up to a place: what a conversation began with may have been read by the view first. */
    synchronized boolean reaches(int partition, long seq) {
        return newest.getOrDefault(partition, -1L) >= seq;
    }

    /**
     * Every fact of a conversation after a place, with what is held of it before; nothing where the tail does not reach
     * back far enough.
     */
    Optional<List<LoggedFact>> since(ConversationKey key, int partition, long after) {
        return find(key, partition, after).map(entries -> facts(key, entries));
    }

    private static List<LoggedFact> facts(ConversationKey key, List<Entry> entries) {
        var facts = new ArrayList<LoggedFact>(entries.size());
        for (var entry : entries) {
            var fact = FactCodec.decodeFact(entry.value());
            if (fact != null) {
                facts.add(new LoggedFact(key, entry.partition(), entry.seq(), entry.at(), fact));
            }
        }
        return facts;
    }

    /** What is held of a conversation after a place. */
    List<LoggedFact> after(ConversationKey key, long seq) {
        return facts(key, newer(key, seq));
    }

    private synchronized List<Entry> newer(ConversationKey key, long seq) {
        var held = conversations.get(key);
        return held == null
                ? List.of()
                : held.entries().stream().filter(entry -> entry.seq() > seq).toList();
    }

    private synchronized Optional<List<Entry>> find(ConversationKey key, int partition, long after) {
        var start = starts.get(partition);
        var held = conversations.get(key);
        if (start == null || held == null || start.seq() > after) {
            return Optional.empty();
        }
        // The newest at or before the cursor, and from when on it is known what repeats earlier records.
        var since = held.entries().stream()
                .takeWhile(entry -> entry.seq() <= after)
                .reduce((_, later) -> later)
                .map(cursor -> cursor.at().minus(LogScan.CONTEXT));
        boolean reachesBack = start.whole()
                || since.filter(context -> !context.isBefore(start.at())).isPresent();
        return reachesBack
                ? Optional.of(held.entries().stream()
                        .filter(entry -> !entry.at().isBefore(since.orElse(Instant.MIN)))
                        .toList())
                : Optional.empty();
    }
}
