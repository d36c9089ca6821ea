package io.parley.completion.retrieval;

import java.util.List;

/**
 * What looking into a chatbot's documents came to.
 *
 * @param passages best first; only where something was found
 */
public record Found(Outcome outcome, List<FoundPassage> passages) {

    /** How it went. */
    public enum Outcome {
        /** The chatbot has no documents, or does not look into them. */
        NO_DOCUMENTS,
        /** There are passages. */
        FOUND,
        /** It has documents, and none is about the question. */
        NOTHING,
        /** It has documents, and they could not be searched in time. */
        UNAVAILABLE
    }

    public static final Found NO_DOCUMENTS = new Found(Outcome.NO_DOCUMENTS, List.of());
    public static final Found UNAVAILABLE = new Found(Outcome.UNAVAILABLE, List.of());

    static Found of(List<FoundPassage> passages) {
        return new Found(passages.isEmpty() ? Outcome.NOTHING : Outcome.FOUND, List.copyOf(passages));
    }
}
