package io.parley.completion.model;

import io.parley.events.FinishReason;
import io.parley.events.TokenUsage;
import org.jspecify.annotations.Nullable;

/** What a model says while it answers: tokens, and at the end how it ended. */
public sealed interface ModelSignal {

    /** The next piece of the answer; never empty. */
    record Token(String text) implements ModelSignal {}

    /** The answer is whole. A stream without it is no answer. */
    record Finished(
            FinishReason reason,
            @Nullable TokenUsage usage,
            @Nullable String model) implements ModelSignal {}
}
