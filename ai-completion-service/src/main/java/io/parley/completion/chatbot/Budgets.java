package io.parley.completion.chatbot;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How many tokens a chatbot may spend that are not paid with a user's own key. Days and months are UTC's; null is no
 * limit.
 *
 * @param userTokensPerDay of one user with this chatbot
 * @param chatbotTokensPerDay of all users together
 */
public record Budgets(
        @Nullable Long userTokensPerDay,
        @Nullable Long userTokensPerMonth,
        @Nullable Long chatbotTokensPerDay,
        @Nullable Long chatbotTokensPerMonth) {

    public Budgets {
        Stream.of(userTokensPerDay, userTokensPerMonth, chatbotTokensPerDay, chatbotTokensPerMonth)
                .filter(limit -> limit != null && limit < 1)
                .forEach(limit -> {
                    throw new IllegalArgumentException("a budget of " + limit + " tokens, expected 1 or more");
                });
    }

    public static final Budgets NONE = new Budgets(null, null, null, null);

    /** Whether there is nothing to keep to. */
    public boolean areUnlimited() {
        return equals(NONE);
    }
}
