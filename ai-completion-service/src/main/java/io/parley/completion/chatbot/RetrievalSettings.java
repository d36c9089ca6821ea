package io.parley.completion.chatbot;

/**
 * How a chatbot looks into its documents before it answers.
 *
 * @param enabled whether it looks at all
 * @param topK how many passages a question is given at most
 * @param minScore what a passage must score to be given, from 0 to 1
 */
public record RetrievalSettings(boolean enabled, int topK, double minScore) {

    public static final RetrievalSettings DEFAULT = new RetrievalSettings(true, 5, 0.0);
}
