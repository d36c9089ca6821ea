package io.parley.completion.chatbot;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The chatbots of all tenants. */
public interface Chatbots {

    /** The tenant's chatbot of this id, else the one every tenant has; empty where there is neither. */
    Mono<ChatbotProfile> find(String tenant, String id);

    /** The tenant's own and those every tenant has, by id. */
    Flux<ChatbotProfile> list(String tenant);

    /** Stores a chatbot in place of the one with its tenant and id. */
    Mono<Void> save(ChatbotProfile profile);
}
