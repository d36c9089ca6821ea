package io.parley.completion.evaluation;

import java.util.List;
import java.util.Locale;

/**
 * How well something ranks.
 *
 * @param ranks of the first passage that answers, for each question, from 1; 0 where it is not among those found
 */
record Figures(List<Integer> ranks) {

    double recallAt(int most) {
        return ranks.isEmpty()
                ? 0
                : (double) ranks.stream()
                                .filter(rank -> rank > 0 && rank <= most)
                                .count()
                        / ranks.size();
    }

    /** Mean of 1 / rank; what was not found counts 0. */
    double reciprocalRank() {
        return ranks.stream()
                .mapToDouble(rank -> rank == 0 ? 0 : 1.0 / rank)
                .average()
                .orElse(0);
    }

    String row(String name) {
        return String.format(
                Locale.ROOT, "| %-22s | %8.3f | %8.3f | %5.3f |", name, recallAt(1), recallAt(5), reciprocalRank());
    }
}
