package io.parley.gateway.rate;

import java.time.Duration;
import java.util.Arrays;

/**
 * What was taken in the last while, counted in slices of it, so that the count costs the same whatever the limit. A
 * slice counts until all of it is past: never more than the limit is taken within the window, wherever it begins.
 */
final class SlidingWindow {

    private static final int SLICES = 10;

    private final int[] taken = new int[SLICES + 1];
    private final int limit;
    private final long sliceNanos;
    private long newest = Long.MIN_VALUE;

    SlidingWindow(int limit, Duration window) {
        this.limit = limit;
        this.sliceNanos = Math.max(1, window.toNanos() / SLICES);
    }

    /** Takes one, and gives zero; or takes none, and gives the time until one may be taken. */
    synchronized Duration take(long nowNanos) {
        long now = Math.floorDiv(nowNanos, sliceNanos);
        forgetPast(now);
        int count = Arrays.stream(taken).sum();
        if (count < limit) {
            taken[slot(now)]++;
            return Duration.ZERO;
        }
        return Duration.ofNanos(freeFrom(count) * sliceNanos - nowNanos);
    }

    private void forgetPast(long now) {
        if (newest == Long.MIN_VALUE || now - newest > SLICES) {
            Arrays.fill(taken, 0);
            newest = now;
        }
        while (newest < now) {
            newest++;
            taken[slot(newest)] = 0;
        }
    }

    /** The slice that begins when so many have become past that one more may be taken. */
    private long freeFrom(int count) {
        int left = count;
        for (long slice = newest - SLICES; ; slice++) {
            left -= taken[slot(slice)];
            if (left < limit) {
                return slice + SLICES + 1;
            }
        }
    }

    private int slot(long slice) {
        return Math.floorMod(slice, taken.length);
    }
}
