package io.parley.completion.chatbot.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import io.parley.completion.chatbot.KeptChatbot;
import io.parley.completion.chatbot.OwnChatbots;
import io.parley.platform.log.GuardedDocuments;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tenants' chatbots beside those that every tenant has, written only while their version is as it was read; what they
 * were before under {@code <tenant>/<id>/<version>}.
 */
final class MongoOwnChatbots implements OwnChatbots {

    private static final String VERSIONS = "chatbot_versions";
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** How many versions one query names. */
    private static final int IDS = 500;

    private final ReactiveMongoTemplate mongo;
    private final GuardedDocuments guarded;

    MongoOwnChatbots(ReactiveMongoTemplate mongo) {
        this.mongo = mongo;
        this.guarded = new GuardedDocuments(mongo, ChatbotDocument.COLLECTION, "version");
    }

    @Override
    public Mono<KeptChatbot> find(Name name) {
        return document(name).filter(MongoOwnChatbots::isKept).map(ChatbotDocument::readKept);
    }

    private Mono<Document> document(Name name) {
        return mongo.findById(id(name), Document.class, ChatbotDocument.COLLECTION)
                .timeout(LIMIT);
    }

    // Chatbots are few, and whole tenants are asked for by admins alone: these two read the collection.

    @Override
    public Flux<KeptChatbot> list(String tenant) {
        return documents(eq("tenant", tenant)).filter(MongoOwnChatbots::isKept).map(ChatbotDocument::readKept);
    }

    @Override
    public Flux<KeptChatbot> all() {
        return documents(new Document()).filter(MongoOwnChatbots::isKept).map(ChatbotDocument::readKept);
    }

    @Override
    public Flux<Name> leaving() {
        return documents(new Document())
                .filter(document -> !ChatbotDocument.isThere(document))
                .map(document -> new Name(document.getString("tenant"), document.getString("id")));
    }

    private static boolean isKept(Document document) {
        return ChatbotDocument.isOwn(document) && ChatbotDocument.isThere(document);
    }

    private Flux<Document> documents(Bson which) {
        return mongo.getCollection(ChatbotDocument.COLLECTION)
                .flatMapMany(chatbots -> chatbots.find(which))
                .timeout(LIMIT);
    }

    @Override
    public Mono<Boolean> add(KeptChatbot chatbot) {
        return guarded.ready()
                .then(Mono.defer(() -> mongo.insert(ChatbotDocument.write(chatbot), ChatbotDocument.COLLECTION)))
                .timeout(LIMIT)
                .thenReturn(true)
                .onErrorResume(DuplicateKeyException.class, _ -> Mono.just(false));
    }

    @Override
    public Mono<Boolean> replace(KeptChatbot before, KeptChatbot next) {
        // Written again by whoever tries again, it is the same.
        var version = ChatbotDocument.write(before).append("_id", versionId(name(before), before.version()));
        return mongo.save(version, VERSIONS).timeout(LIMIT).then(replace(before, ChatbotDocument.write(next)));
    }

    @Override
    public Mono<Boolean> leave(KeptChatbot chatbot) {
        var profile = chatbot.profile();
        return replace(chatbot, ChatbotDocument.leaving(profile.tenant(), profile.id(), chatbot.version()));
    }

    private Mono<Boolean> replace(KeptChatbot before, Document next) {
        return guarded.ready()
                .then(mongo.getCollection(ChatbotDocument.COLLECTION))
                .flatMap(chatbots ->
                        Mono.from(chatbots.replaceOne(guarded.asRead(id(name(before)), before.version()), next)))
                .timeout(LIMIT)
                .map(result -> result.getMatchedCount() == 1);
    }

    @Override
    public Mono<Integer> leaving(Name name) {
        return document(name)
                .filter(document -> !ChatbotDocument.isThere(document))
                .map(document -> -document.getInteger("version"));
    }

    @Override
    public Mono<Void> forget(Name name, int lastVersion) {
        return Flux.fromIterable(versionIds(name, 1, lastVersion))
                .buffer(IDS)
                .concatMap(ids -> mongo.getCollection(VERSIONS)
                        .flatMap(versions -> Mono.from(versions.deleteMany(in("_id", ids))))
                        .timeout(LIMIT))
                .then(mongo.getCollection(ChatbotDocument.COLLECTION))
                .flatMap(chatbots -> Mono.from(chatbots.deleteOne(guarded.asRead(id(name), -lastVersion)))
                        .timeout(LIMIT))
                .then();
    }

    @Override
    public Mono<KeptChatbot> version(Name name, int version) {
        return mongo.findById(versionId(name, version), Document.class, VERSIONS)
                .timeout(LIMIT)
                .map(ChatbotDocument::readKept);
    }

    @Override
    public Flux<KeptChatbot> versions(Name name, int from, int to) {
        return from > to
                ? Flux.empty()
                : mongo.getCollection(VERSIONS)
                        .flatMapMany(versions -> versions.find(in("_id", versionIds(name, from, to))))
                        .timeout(LIMIT)
                        .map(ChatbotDocument::readKept);
    }

    private static List<String> versionIds(Name name, int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(version -> versionId(name, version))
                .toList();
    }

    private static String versionId(Name name, int version) {
        return id(name) + "/" + version;
    }

    private static String id(Name name) {
        return ChatbotDocument.id(name.tenant(), name.id());
    }

    private static Name name(KeptChatbot chatbot) {
        return new Name(chatbot.profile().tenant(), chatbot.profile().id());
    }
}
