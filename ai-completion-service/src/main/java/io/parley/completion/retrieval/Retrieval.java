package io.parley.completion.retrieval;

import io.parley.completion.chatbot.RetrievalSettings;
import reactor.core.publisher.Mono;

/** Looks for what a chatbot's documents say about a question. */
public interface Retrieval {

    /** Never fails, is never empty and takes no longer than its limit: an answer goes on without. */
    Mono<Found> find(String tenant, String chatbotId, String question, RetrievalSettings settings);
}
