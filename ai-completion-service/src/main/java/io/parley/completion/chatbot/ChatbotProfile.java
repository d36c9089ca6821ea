package io.parley.completion.chatbot;

import io.parley.events.Chatbot;
import io.parley.events.WhileAnswering;
import org.jspecify.annotations.Nullable;

/**
 * A chatbot as this service needs it to answer.
 *
 * @param tenant whose it is; {@value Chatbot#EVERY_TENANT} where every tenant has it
 * @param greeting shown when a session begins, never stored
 * @param model the provider's name of the model; null for the suite's
 * @param persona the system prompt
 * @param whileAnswering what becomes of a message that arrives while an answer is written
 * @param retrieval how it looks into its documents
 * @param baseUrl where its own key goes, as it was set; the address that is used is kept with that key
 * @param fallbackModel asked once, where the model is not to be had
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
        Handoff handoff,
        RetrievalSettings retrieval,
        ModelProvider provider,
        @Nullable String baseUrl,
        @Nullable String fallbackModel,
        Budgets budgets) {

    ChatbotProfile at(String otherBaseUrl) {
        return new ChatbotProfile(
                tenant,
                id,
                name,
                greeting,
                persona,
                model,
                temperature,
                maxTokens,
                whileAnswering,
                handoff,
                retrieval,
                provider,
                otherBaseUrl,
                fallbackModel,
                budgets);
    }

    /** What the other services know of it. */
    public Chatbot announced() {
        return new Chatbot(tenant, id, name, greeting, whileAnswering);
    }
}
