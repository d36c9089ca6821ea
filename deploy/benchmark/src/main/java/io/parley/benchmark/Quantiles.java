package io.parley.benchmark;

import java.util.List;

/** Of a series of values. */
record Quantiles(double median, double p95, double most) {
    private static final double NEARLY_ALL = 0.95;

    static Quantiles of(List<Double> values) {
        if (values.isEmpty()) {
            return new Quantiles(Double.NaN, Double.NaN, Double.NaN);
        }
        var sorted = values.stream().sorted().toList();
        return new Quantiles(at(sorted, 0.5), at(sorted, NEARLY_ALL), sorted.getLast());
    }

    private static double at(List<Double> sorted, double share) {
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }
}
