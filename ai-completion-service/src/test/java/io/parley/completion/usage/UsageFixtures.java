package io.parley.completion.usage;

import io.parley.events.TokenUsage;
import java.time.LocalDate;

/** What answers cost, for tests. */
public final class UsageFixtures {

    public static final LocalDate TODAY = LocalDate.parse("2026-11-20");

    private UsageFixtures() {}

    /** An answer of 1 token of prompt, and so many of its own, that the suite paid. */
    public static Spending spent(String chatbot, String user, LocalDate day, int partition, long seq, int tokens) {
        return new Spending(
                new Spender("t", chatbot, user), day, partition, seq, new TokenUsage(1, tokens, 1 + tokens), false);
    }
}
