package io.parley.completion.retrieval;

/** There is no vector of a text; the message says why and holds nothing of the text. */
public final class EmbeddingFailed extends RuntimeException {

    /** Why. */
    public enum Reason {
        /** More waits than there is room for. */
        BUSY,
        /** It took too long. */
        TIMEOUT,
        /** There is no key for the provider. */
        NO_API_KEY,
        /** The provider refused, or what it said is no vector. */
        PROVIDER,
        /** The text has nothing that a model could read, or the model in this process failed. */
        MODEL
    }

    private final Reason reason;

    public EmbeddingFailed(Reason reason, String seen) {
        super(seen, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
