package io.parley.history.transcript;

import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What a batch of facts writes into one bucket of a transcript. It says the same whenever the same facts are read
 * again, and a bucket that has applied its {@link #seq()} already holds all of it.
 */
public final class BucketChange {

    private final int number;
    private final long firstSeq;
    private long seq;
    private boolean opening;
    private final SortedMap<Integer, TranscriptEntry> entries = new TreeMap<>();
    private final Set<Integer> superseded = new TreeSet<>();

    BucketChange(int number, long firstSeq) {
        this.number = number;
        this.firstSeq = firstSeq;
    }

    public int number() {
        return number;
    }

    /** Whether the bucket begins with this change. */
    public boolean isOpening() {
        return opening;
    }

    /** The seq of the bucket's first entry, where the change opens it. */
    public long firstSeq() {
        return firstSeq;
    }

    /** The last fact that had to do with the bucket. */
    public long seq() {
        return seq;
    }

    /** New and changed entries by slot. */
    public SortedMap<Integer, TranscriptEntry> entries() {
        return entries;
    }

    /** Slots of other entries that are no longer shown. */
    public Set<Integer> superseded() {
        return superseded.stream().filter(slot -> !entries.containsKey(slot)).collect(Collectors.toSet());
    }

    void add(int slot, TranscriptEntry entry) {
        opening |= slot == 0;
        entries.put(slot, entry);
        seq = entry.seq();
    }

    /** Puts an entry of an earlier batch into its slot anew. */
    void put(int slot, TranscriptEntry entry, long by) {
        entries.put(slot, superseded.contains(slot) ? entry.supersede() : entry);
        seq = by;
    }

    /** Changes an entry that this change holds. */
    Optional<TranscriptEntry> change(int slot, UnaryOperator<TranscriptEntry> change, long by) {
        seq = by;
        return Optional.ofNullable(entries.computeIfPresent(slot, (_, entry) -> change.apply(entry)));
    }

    void supersede(int slot, long by) {
        superseded.add(slot);
        entries.computeIfPresent(slot, (_, entry) -> entry.supersede());
        seq = by;
    }
}
