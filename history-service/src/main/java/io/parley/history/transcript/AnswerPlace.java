package io.parley.history.transcript;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Where an answer of a message is kept.
 *
 * @param seq its place in the log; -1 where that was not kept
 * @param apology whether it only stands for an answer that failed
 */
public record AnswerPlace(int generation, Place place, long seq, boolean apology) {

    /** The highest generation that completed is shown; an apology where there is none. */
    private static final Comparator<AnswerPlace> RANK =
            Comparator.comparing(AnswerPlace::apology).reversed().thenComparingInt(AnswerPlace::generation);

    /** The one of some that is shown. */
    static Optional<AnswerPlace> shown(Collection<AnswerPlace> answers) {
        return answers.stream().max(RANK);
    }

    boolean outranks(AnswerPlace other) {
        return RANK.compare(this, other) > 0;
    }
}
