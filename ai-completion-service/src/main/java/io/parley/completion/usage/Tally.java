package io.parley.completion.usage;

/**
 * A sum of what answers cost.
 *
 * @param ownKeyTokens how many of all tokens users paid with keys of their own
 * @param estimatedAnswers of how many answers the tokens are an estimate
 */
public record Tally(
        long answers,
        long promptTokens,
        long completionTokens,
        long totalTokens,
        long ownKeyTokens,
        long estimatedAnswers) {

    public static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, 0);

    public Tally plus(Spending spending) {
        var usage = spending.usage();
        return plus(new Tally(
                1,
                usage.promptTokens(),
                usage.completionTokens(),
                usage.totalTokens(),
                spending.isOwnKey() ? usage.totalTokens() : 0,
                Boolean.TRUE.equals(usage.estimated()) ? 1 : 0));
    }

    public Tally plus(Tally more) {
        return new Tally(
                answers + more.answers,
                promptTokens + more.promptTokens,
                completionTokens + more.completionTokens,
                totalTokens + more.totalTokens,
                ownKeyTokens + more.ownKeyTokens,
                estimatedAnswers + more.estimatedAnswers);
    }

    /** What counts to budgets. */
    public long budgetedTokens() {
        return totalTokens - ownKeyTokens;
    }
}
