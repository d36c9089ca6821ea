package io.parley.completion.model;

import io.parley.events.FinishReason;
import io.parley.events.TokenUsage;
import org.jspecify.annotations.Nullable;

/** What a model says while it answers: tokens, and at the end how it ended or that a person is wanted. */
public sealed interface ModelSignal {

    /** The next piece of the answer; never empty. */
    record Token(String text) implements ModelSignal {}

    /**
     * The model says that a person is to answer; what it said before is no answer.
     *
     * @param reason in the model's words; null where it gives none
     */
    record PersonWanted(@Nullable String reason) implements ModelSignal {}

    /** The answer is whole. A stream without an end of its own is no answer. */
    record Finished(
            FinishReason reason,
            @Nullable TokenUsage usage,
            @Nullable String model) implements ModelSignal {}
}
