package io.parley.completion.chatbot;

import reactor.core.publisher.Mono;

/** What goes with a chatbot when it is deleted. Every bean of this type is asked. */
public interface ChatbotBelongings {

    /** Removes all that belongs to a chatbot; asked again until it succeeds once. */
    Mono<Void> removeAll(String tenant, String chatbotId);
}
