package io.parley.events;

import org.jspecify.annotations.Nullable;

/**
 * What an answer cost at its provider, in tokens.
 *
 * @param estimated true where the provider did not say; null where it did
 */
public record TokenUsage(
        int promptTokens,
        int completionTokens,
        int totalTokens,
        @Nullable Boolean estimated) {

    /** As the provider says. */
    public TokenUsage(int promptTokens, int completionTokens, int totalTokens) {
        this(promptTokens, completionTokens, totalTokens, null);
    }
}
