package io.parley.completion.retrieval;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Which model makes the vectors of a chatbot's documents, and so those of the questions to them. */
interface EmbeddingModels {

    /** The model a chatbot has chosen; the one of this process where it is unknown or has chosen none. */
    Mono<Embeddings> of(String tenant, String chatbotId);

    /** @param name the provider's name of the model; null for the one of this process */
    Embeddings named(@Nullable String name, String tenant, String chatbotId);
}
