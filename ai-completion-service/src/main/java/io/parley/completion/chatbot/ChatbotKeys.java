package io.parley.completion.chatbot;

import io.parley.completion.chatbot.OwnChatbots.Name;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The keys of chatbots' own, each with the address it goes to: one is never kept without the other. */
public interface ChatbotKeys {

    /** What may be shown of a key. */
    record Shown(String last4, @Nullable String baseUrl) {}

    Mono<Shown> find(Name name);

    /** The address as it is to be kept; fails with the problem {@code base_url_not_allowed}. */
    Mono<String> requireAllowed(String baseUrl);

    Mono<Shown> put(Name name, String apiKey, @Nullable String baseUrl);

    Mono<Void> delete(Name name);
}
