package io.parley.completion.evaluation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ./parley eval} was asked.
 *
 * @param minRecall 0 for none
 * @param speed number of passages to measure among; 0 for the evaluation
 */
record EvaluationOptions(String set, double minRecall, boolean misses, boolean compare, int speed) {

    private static final int PASSAGES = 50_000;

    /** Null where the arguments say nothing that can be done, or ask for help. */
    static @Nullable EvaluationOptions parse(List<String> arguments) {
        var set = "docs/retrieval-set";
        double minRecall = 0;
        boolean misses = false;
        boolean compare = false;
        int speed = 0;
        try {
            for (int i = 0; i < arguments.size(); i++) {
                switch (arguments.get(i)) {
                    case "--set" -> set = arguments.get(++i);
                    case "--min-recall" -> minRecall = Double.parseDouble(arguments.get(++i));
                    case "--misses" -> misses = true;
                    case "--compare" -> compare = true;
                    case "--speed" ->
                        speed = i + 1 < arguments.size()
                                        && !arguments.get(i + 1).startsWith("--")
                                ? Integer.parseInt(arguments.get(++i))
                                : PASSAGES;
                    default -> {
                        return null;
                    }
                }
            }
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            return null;
        }
        return minRecall < 0 || minRecall > 1 || speed < 0
                ? null
                : new EvaluationOptions(set, minRecall, misses, compare, speed);
    }
}
