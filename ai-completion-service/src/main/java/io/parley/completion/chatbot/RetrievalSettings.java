package io.parley.completion.chatbot;

import org.jspecify.annotations.Nullable;

/**
 * How a chatbot looks into its documents before it answers.
 *
 * @param enabled whether it looks at all
 * @param topK how many passages a question is given at most
 * @param minScore what a passage must score to be given, from 0 to 1; 0 leaves it to the suite
 * @param embeddingModel the provider's name of the model that finds by meaning; null for the one in this process
 */
public record RetrievalSettings(
        boolean enabled,
        int topK,
        double minScore,
        @Nullable String embeddingModel) {

    public static final RetrievalSettings DEFAULT = new RetrievalSettings(true, 5, 0.0);

    /** Passages a question can be given. */
    public static final int MOST_PASSAGES = 20;

    public RetrievalSettings {
        if (topK < 1 || topK > MOST_PASSAGES) {
            throw new IllegalArgumentException("top_k is " + topK + ", expected 1 to " + MOST_PASSAGES);
        }
        if (!(minScore >= 0 && minScore <= 1)) {
            throw new IllegalArgumentException("min_score is " + minScore + ", expected 0 to 1");
        }
    }

    /** With the embedding model of this process. */
    public RetrievalSettings(boolean enabled, int topK, double minScore) {
        this(enabled, topK, minScore, null);
    }
}
