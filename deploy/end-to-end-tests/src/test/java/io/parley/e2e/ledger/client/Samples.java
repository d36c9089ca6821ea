package io.parley.e2e.ledger.client;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Times that were measured, by many threads. */
public final class Samples {
    private double[] millis = new double[256];
    private int count;

    public synchronized void add(long nanos) {
        if (count == millis.length) {
            millis = Arrays.copyOf(millis, 2 * count);
        }
        millis[count++] = nanos / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    public synchronized int count() {
        return count;
    }

    /** In milliseconds; the smallest value that so large a part is not above. */
    public synchronized double quantile(double part) {
        if (count == 0) {
            return Double.NaN;
        }
        var sorted = Arrays.copyOf(millis, count);
        Arrays.sort(sorted);
        return sorted[Math.clamp((int) Math.ceil(part * count) - 1, 0, count - 1)];
    }

    @Override
    public String toString() {
        return "n %d, p50 %.0f, p95 %.0f, p99 %.0f, most %.0f ms"
                .formatted(count(), quantile(0.5), quantile(0.95), quantile(0.99), quantile(1));
    }
}
