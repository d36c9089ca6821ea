package io.parley.completion.chatbot.mongo;

import io.parley.completion.chatbot.ChatbotProfile;
import io.parley.completion.chatbot.Chatbots;
import io.parley.events.Chatbot;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.bson.Document;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Chatbots under {@code <tenant>/<id>}. */
final class MongoChatbots implements Chatbots {

    private static final String CHATBOTS = "chatbots";
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private static final Comparator<ChatbotProfile> OWN_FIRST =
            Comparator.comparing(bot -> bot.tenant().equals(Chatbot.EVERY_TENANT));

    private final ReactiveMongoTemplate mongo;

    MongoChatbots(ReactiveMongoTemplate mongo) {
        this.mongo = mongo;
    }

    @Override
    public Mono<ChatbotProfile> find(String tenant, String id) {
        // A tenant's own comes before the one that every tenant has.
        var both = Query.query(Criteria.where("_id").in(tenant + "/" + id, Chatbot.EVERY_TENANT + "/" + id));
        return mongo.find(both, Document.class, CHATBOTS)
                .map(MongoChatbots::profile)
                .collectList()
                .timeout(LIMIT)
                .flatMap(found -> Mono.justOrEmpty(found.stream().min(OWN_FIRST)));
    }

    @Override
    public Flux<ChatbotProfile> list(String tenant) {
        return mongo.find(
                        Query.query(Criteria.where("tenant").in(List.of(tenant, Chatbot.EVERY_TENANT))),
                        Document.class,
                        CHATBOTS)
                .map(MongoChatbots::profile)
                .timeout(LIMIT)
                .sort(Comparator.comparing(ChatbotProfile::id).thenComparing(OWN_FIRST))
                .distinct(ChatbotProfile::id);
    }

    @Override
    public Mono<Void> save(ChatbotProfile profile) {
        var document = new Document("_id", profile.tenant() + "/" + profile.id())
                .append("tenant", profile.tenant())
                .append("id", profile.id())
                .append("name", profile.name())
                .append("greeting", profile.greeting())
                .append("persona", profile.persona())
                .append("model", profile.model())
                .append("temperature", profile.temperature())
                .append("max_tokens", profile.maxTokens());
        return mongo.save(document, CHATBOTS).timeout(LIMIT).then();
    }

    private static ChatbotProfile profile(Document document) {
        return new ChatbotProfile(
                document.getString("tenant"),
                document.getString("id"),
                document.getString("name"),
                document.getString("greeting"),
                document.getString("persona"),
                document.getString("model"),
                document.getDouble("temperature"),
                document.getInteger("max_tokens"));
    }
}
