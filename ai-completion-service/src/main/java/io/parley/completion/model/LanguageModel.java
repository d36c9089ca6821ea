package io.parley.completion.model;

import reactor.core.publisher.Flux;

/** A language model at some provider. */
public interface LanguageModel {

    /**
     * Asks when subscribed to. The provider is read at the subscriber's pace, cancelling ends the call at the
     * provider too, and the only error is a {@link ModelFailure}.
     */
    Flux<ModelSignal> stream(ModelRequest request);
}
