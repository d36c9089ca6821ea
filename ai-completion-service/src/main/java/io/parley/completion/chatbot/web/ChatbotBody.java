package io.parley.completion.chatbot.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.parley.completion.chatbot.Budgets;
import io.parley.completion.chatbot.ChatbotKeys;
import io.parley.completion.chatbot.ChatbotProfile;
import io.parley.completion.chatbot.EditChatbots.Described;
import io.parley.completion.chatbot.Handoff;
import io.parley.completion.chatbot.KeptChatbot;
import io.parley.completion.chatbot.ModelProvider;
import io.parley.completion.chatbot.RetrievalSettings;
import io.parley.events.WhileAnswering;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A chatbot as admins see it.
 *
 * @param apiKey whether it has a key of its own; null in a version, which has none
 * @param own whether the tenant's admins made it and may change it; every tenant has the others
 */
record ChatbotBody(
        String id,
        String name,
        String greeting,
        String persona,
        @Nullable String model,
        double temperature,
        int maxTokens,
        ModelProvider provider,
        @Nullable String baseUrl,
        @Nullable Key apiKey,
        @Nullable String fallbackModel,
        Handoff handoff,
        WhileAnswering whileAnswering,
        RetrievalSettings retrieval,
        Budgets budgets,
        boolean own,
        @Nullable Integer version,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt) {

    /** What is shown of a key. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Key(boolean configured, @Nullable String last4) {

        static Key of(ChatbotKeys.@Nullable Shown shown) {
            return shown == null ? new Key(false, null) : new Key(true, shown.last4());
        }
    }

    static ChatbotBody of(Described described) {
        return of(described.profile(), described.kept(), Key.of(described.key()));
    }

    static ChatbotBody ofVersion(KeptChatbot version) {
        return of(version.profile(), version, null);
    }

    private static ChatbotBody of(ChatbotProfile profile, @Nullable KeptChatbot kept, @Nullable Key key) {
        return new ChatbotBody(
                profile.id(),
                profile.name(),
                profile.greeting(),
                profile.persona(),
                profile.model(),
                profile.temperature(),
                profile.maxTokens(),
                profile.provider(),
                profile.baseUrl(),
                key,
                profile.fallbackModel(),
                profile.handoff(),
                profile.whileAnswering(),
                profile.retrieval(),
                profile.budgets(),
                kept != null,
                kept == null ? null : kept.version(),
                kept == null ? null : kept.createdAt(),
                kept == null ? null : kept.updatedAt());
    }
}
