package io.parley.history.transcript;

import java.util.ArrayList;
import java.util.List;

/**
 * How many entries of each bucket the history of an assistant's room has: where a numbered page begins is found by it,
 * without looking at what comes before. It is a byte for a hundred entries, kept with the transcript itself.
 *
 * @param buckets from the transcript's first bucket on
 */
public record RoomCount(List<Integer> buckets) {

    public static final RoomCount NOTHING = new RoomCount(List.of());

    /**
     * Where the entry of a number is.
     *
     * @param bucket counted from the first one
     * @param before entries of the room before it in its bucket
     */
    record Position(int bucket, int before) {}

    /** Of all buckets together. */
    public int total() {
        return buckets.stream().mapToInt(Integer::intValue).sum();
    }

    /** @param number from 0, less than the total */
    Position find(long number) {
        long left = number;
        int bucket = 0;
        while (left >= buckets.get(bucket)) {
            left -= buckets.get(bucket);
            bucket++;
        }
        return new Position(bucket, (int) left);
    }

    RoomCount add(int bucket, int entries) {
        var changed = new ArrayList<>(buckets);
        while (changed.size() <= bucket) {
            changed.add(0);
        }
        changed.set(bucket, changed.get(bucket) + entries);
        return new RoomCount(List.copyOf(changed));
    }
}
