package io.parley.completion.chatbot;

import io.parley.events.Chatbot;
import io.parley.events.WhileAnswering;
import org.jspecify.annotations.Nullable;

/**
 * A chatbot as this service needs it to answer.
 *
 * @param tenant whose it is; {@value Chatbot#EVERY_TENANT} where every tenant has it
 * @param greeting shown when a session begins, never stored
 * @param persona the system prompt
 * @param model the provider's name of the model; null for the suite's
 * @param whileAnswering what becomes of a message that arrives while an answer is written
 */
public record ChatbotProfile(
        String tenant,
        String id,
        String name,
        String greeting,
        String persona,
        @Nullable String model,
        double temperature,
        int maxTokens,
        WhileAnswering whileAnswering,
        Handoff handoff) {

    /** What the other services know of it. */
    public Chatbot announced() {
        return new Chatbot(tenant, id, name, greeting, whileAnswering);
    }
}
