package io.parley.completion.chatbot;

import io.parley.events.Chatbot;
import java.util.List;
import reactor.core.publisher.Mono;

/** Tells the other services which chatbots there are. */
public interface ChatbotCatalogue {

    /** Announces chatbots; the newest announcement of each counts. */
    Mono<Void> publish(List<Chatbot> chatbots);

    /** Announces that a chatbot is gone. */
    Mono<Void> withdraw(String tenant, String id);
}
