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

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private static final Comparator<ChatbotProfile> OWN_FIRST =
            Comparator.comparing(bot -> bot.tenant().equals(Chatbot.EVERY_TENANT));

    private final ReactiveMongoTemplate mongo;

    MongoChatbots(ReactiveMongoTemplate mongo) {
        this.mongo = mongo;
    }

    /** Read each time: a change is there for the next question, and two documents by their ids cost less than a miss. */
    @Override
    public Mono<ChatbotProfile> find(String tenant, String id) {
        // A tenant's own comes before the one that every tenant has.
        var both = Query.query(
                Criteria.where("_id").in(ChatbotDocument.id(tenant, id), ChatbotDocument.id(Chatbot.EVERY_TENANT, id)));
        return mongo.find(both, Document.class, ChatbotDocument.COLLECTION)
                .filter(ChatbotDocument::isThere)
                .map(ChatbotDocument::read)
                .collectList()
                .timeout(LIMIT)
                .flatMap(found -> Mono.justOrEmpty(found.stream().min(OWN_FIRST)));
    }

    @Override
    public Flux<ChatbotProfile> list(String tenant) {
        return mongo.find(
                        Query.query(Criteria.where("tenant").in(List.of(tenant, Chatbot.EVERY_TENANT))),
                        Document.class,
                        ChatbotDocument.COLLECTION)
                .filter(ChatbotDocument::isThere)
                .map(ChatbotDocument::read)
                .timeout(LIMIT)
                .sort(Comparator.comparing(ChatbotProfile::id).thenComparing(OWN_FIRST))
                .distinct(ChatbotProfile::id);
    }

    @Override
    public Mono<Void> save(ChatbotProfile profile) {
        return mongo.save(ChatbotDocument.write(profile), ChatbotDocument.COLLECTION)
                .timeout(LIMIT)
                .then();
    }
}
