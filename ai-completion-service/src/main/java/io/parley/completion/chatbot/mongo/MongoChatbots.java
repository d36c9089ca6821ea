package io.parley.completion.chatbot.mongo;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.parley.completion.chatbot.ChatbotProfile;
import io.parley.completion.chatbot.Chatbots;
import io.parley.events.Chatbot;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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

    /** Each question asks for its chatbot several times; a change is seen everywhere after this. */
    private static final Duration KNOWN = Duration.ofSeconds(2);

    private final ReactiveMongoTemplate mongo;
    private final AsyncCache<String, Optional<ChatbotProfile>> known =
            Caffeine.newBuilder().expireAfterWrite(KNOWN).maximumSize(1_000).buildAsync();

    MongoChatbots(ReactiveMongoTemplate mongo) {
        this.mongo = mongo;
    }

    @Override
    public Mono<ChatbotProfile> find(String tenant, String id) {
        return Mono.fromFuture(
                        () -> known.get(
                                tenant + "/" + id, (_, _) -> read(tenant, id).toFuture()),
                        true)
                .flatMap(Mono::justOrEmpty);
    }

    private Mono<Optional<ChatbotProfile>> read(String tenant, String id) {
        // A tenant's own comes before the one that every tenant has.
        var both = Query.query(Criteria.where("_id")
                .in(ChatbotDocument.id(tenant, id), ChatbotDocument.id(Chatbot.EVERY_TENANT, id)));
        return mongo.find(both, Document.class, CHATBOTS)
                .map(ChatbotDocument::read)
                .collectList()
                .timeout(LIMIT)
                .map(found -> found.stream().min(OWN_FIRST));
    }

    @Override
    public Flux<ChatbotProfile> list(String tenant) {
        return mongo.find(
                        Query.query(Criteria.where("tenant").in(List.of(tenant, Chatbot.EVERY_TENANT))),
                        Document.class,
                        CHATBOTS)
                .map(ChatbotDocument::read)
                .timeout(LIMIT)
                .sort(Comparator.comparing(ChatbotProfile::id).thenComparing(OWN_FIRST))
                .distinct(ChatbotProfile::id);
    }

    @Override
    public Mono<Void> save(ChatbotProfile profile) {
        return mongo.save(ChatbotDocument.write(profile), CHATBOTS)
                .timeout(LIMIT)
                .doOnTerminate(() -> known.synchronous().invalidateAll())
                .then();
    }
}
