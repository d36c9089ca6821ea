package io.parley.completion.chatbot.mongo;

import io.parley.completion.chatbot.Budgets;
import io.parley.completion.chatbot.ChatbotProfile;
import io.parley.completion.chatbot.Handoff;
import io.parley.completion.chatbot.KeptChatbot;
import io.parley.completion.chatbot.ModelProvider;
import io.parley.completion.chatbot.RetrievalSettings;
import io.parley.events.WhileAnswering;
import java.util.Date;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** A chatbot as a document, and back. What a document of an earlier version does not name is as it was then. */
final class ChatbotDocument {

    static final String COLLECTION = "chatbots";

    private ChatbotDocument() {}

    static String id(String tenant, String id) {
        return tenant + "/" + id;
    }

    /**
     * What is left of one that was deleted, until all that belongs to it is gone. Its version is no chatbot's, so that
     * its end never meets another one of the same name.
     */
    static Document leaving(String tenant, String id, int lastVersion) {
        return new Document("_id", id(tenant, id))
                .append("tenant", tenant)
                .append("id", id)
                .append("version", -lastVersion)
                .append("leaving", true);
    }

    static boolean isThere(Document document) {
        return !document.getBoolean("leaving", false);
    }

    /** Whether its tenant's admins made it; what the seed puts in has no versions. */
    static boolean isOwn(Document document) {
        return document.containsKey("version");
    }

    static Document write(KeptChatbot chatbot) {
        return write(chatbot.profile())
                .append("version", chatbot.version())
                .append("created_at", Date.from(chatbot.createdAt()))
                .append("updated_at", Date.from(chatbot.updatedAt()));
    }

    static KeptChatbot readKept(Document document) {
        return new KeptChatbot(
                read(document),
                document.getInteger("version"),
                document.getDate("created_at").toInstant(),
                document.getDate("updated_at").toInstant());
    }

    static Document write(ChatbotProfile profile) {
        return new Document("_id", id(profile.tenant(), profile.id()))
                .append("tenant", profile.tenant())
                .append("id", profile.id())
                .append("name", profile.name())
                .append("greeting", profile.greeting())
                .append("persona", profile.persona())
                .append("model", profile.model())
                .append("temperature", profile.temperature())
                .append("max_tokens", profile.maxTokens())
                .append("while_answering", profile.whileAnswering().name())
                .append("handoff", handoff(profile.handoff()))
                .append("retrieval", retrieval(profile.retrieval()))
                .append("provider", profile.provider().name())
                .append("base_url", profile.baseUrl())
                .append("fallback_model", profile.fallbackModel())
                .append("budgets", budgets(profile.budgets()));
    }

    static ChatbotProfile read(Document document) {
        return new ChatbotProfile(
                document.getString("tenant"),
                document.getString("id"),
                document.getString("name"),
                document.getString("greeting"),
                document.getString("persona"),
                document.getString("model"),
                document.getDouble("temperature"),
                document.getInteger("max_tokens"),
                WhileAnswering.valueOf(document.get("while_answering", WhileAnswering.ENQUEUE.name())),
                handoff(document.get("handoff", Document.class)),
                retrieval(document.get("retrieval", Document.class)),
                ModelProvider.valueOf(document.get("provider", ModelProvider.OPENAI.name())),
                document.getString("base_url"),
                document.getString("fallback_model"),
                budgets(document.get("budgets", Document.class)));
    }

    private static Document handoff(Handoff handoff) {
        return new Document("words", handoff.words())
                .append("tool", handoff.tool())
                .append("after_failures", handoff.afterFailures())
                .append("when_nothing_found", handoff.whenNothingFound());
    }

    private static Handoff handoff(@Nullable Document document) {
        return document == null
                ? Handoff.NEVER
                : new Handoff(
                        document.getList("words", String.class),
                        document.getBoolean("tool"),
                        document.getInteger("after_failures"),
                        document.getBoolean("when_nothing_found", false));
    }

    private static Document retrieval(RetrievalSettings retrieval) {
        return new Document("enabled", retrieval.enabled())
                .append("top_k", retrieval.topK())
                .append("min_score", retrieval.minScore())
                .append("embedding_model", retrieval.embeddingModel());
    }

    private static RetrievalSettings retrieval(@Nullable Document document) {
        return document == null
                ? RetrievalSettings.DEFAULT
                : new RetrievalSettings(
                        document.getBoolean("enabled"),
                        document.getInteger("top_k"),
                        document.getDouble("min_score"),
                        document.getString("embedding_model"));
    }

    private static Document budgets(Budgets budgets) {
        return new Document("user_tokens_per_day", budgets.userTokensPerDay())
                .append("user_tokens_per_month", budgets.userTokensPerMonth())
                .append("chatbot_tokens_per_day", budgets.chatbotTokensPerDay())
                .append("chatbot_tokens_per_month", budgets.chatbotTokensPerMonth());
    }

    private static Budgets budgets(@Nullable Document document) {
        return document == null
                ? Budgets.NONE
                : new Budgets(
                        document.getLong("user_tokens_per_day"),
                        document.getLong("user_tokens_per_month"),
                        document.getLong("chatbot_tokens_per_day"),
                        document.getLong("chatbot_tokens_per_month"));
    }
}
