package io.parley.history.transcript;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a batch of facts writes into one bucket of a transcript. It says the same whenever the same facts are read
 * again, and a bucket that has applied its {@link #seq()} already holds all of it.
 */
public final class BucketChange {

    private final int number;
    private final long firstSeq;
    private long seq;
    private final SortedMap<Integer, TranscriptEntry> added = new TreeMap<>();
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
        return added.containsKey(0);
    }

    /** The seq of the bucket's first entry, where the change opens it. */
    public long firstSeq() {
        return firstSeq;
    }

    /** The last fact that had to do with the bucket. */
    public long seq() {
        return seq;
    }

    /** New entries by slot. */
    public SortedMap<Integer, TranscriptEntry> added() {
        return added;
    }

    /** Slots of earlier entries that are no longer shown. */
    public Set<Integer> superseded() {
        return superseded;
    }

    void add(int slot, TranscriptEntry entry) {
        added.put(slot, entry);
        seq = entry.seq();
    }

    void supersede(int slot, long by) {
        if (added.computeIfPresent(slot, (_, entry) -> entry.supersede()) == null) {
            superseded.add(slot);
        }
        seq = by;
    }
}
