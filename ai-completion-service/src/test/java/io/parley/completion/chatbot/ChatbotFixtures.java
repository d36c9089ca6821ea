package io.parley.completion.chatbot;

import io.parley.events.WhileAnswering;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Chatbots for tests. */
public final class ChatbotFixtures {

    public static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    private ChatbotFixtures() {}

    public static ChatbotProfile aChatbot(String tenant, String id) {
        return aChatbot(tenant, id, "Be kind.", null);
    }

    public static ChatbotProfile aChatbot(String tenant, String id, String persona, @Nullable String baseUrl) {
        return new ChatbotProfile(
                tenant,
                id,
                "Shop",
                "Hi!",
                persona,
                "big",
                0.5,
                100,
                WhileAnswering.ENQUEUE,
                Handoff.NEVER,
                new RetrievalSettings(true, 3, 0.25),
                ModelProvider.OPENAI,
                baseUrl,
                "small",
                new Budgets(10L, null, 20L, null));
    }

    /** One that is asked nothing special of: it looks into its documents, and spends what it needs. */
    public static ChatbotProfile plain(
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
                RetrievalSettings.DEFAULT,
                ModelProvider.OPENAI,
                null,
                null,
                Budgets.NONE);
    }

    public static KeptChatbot kept(ChatbotProfile profile, int version) {
        return new KeptChatbot(profile, version, NOW, NOW.plusSeconds(version));
    }
}
