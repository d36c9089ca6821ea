package io.parley.completion;

import com.mongodb.reactivestreams.client.MongoClient;
import io.parley.testkit.Backends;
import io.parley.testkit.ScriptedModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.http.client.ReactorResourceFactory;

/** The service as a process that tests start, stop and kill. */
final class CompletionProcess implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private CompletionProcess(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static CompletionProcess start(String replica, ScriptedModel model, String... more) {
        return start(replica, model.baseUrl(), more);
    }

    static CompletionProcess start(String replica, String modelUrl, String... more) {
        return start(replica, modelUrl, _ -> {}, more);
    }

    /** @param parts adds what the service has no part of its own for, or another one in its place */
    static CompletionProcess start(
            String replica, String modelUrl, Consumer<GenericApplicationContext> parts, String... more) {
        var arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--parley.log.replica=" + replica,
                "--parley.model.base-url=" + modelUrl,
                "--parley.model.api-key=test-key"));
        arguments.addAll(List.of(more));
        return new CompletionProcess(new SpringApplicationBuilder(AiCompletionApplication.class)
                .initializers(
                        new Backends(),
                        context -> ownNetwork((GenericApplicationContext) context),
                        context -> parts.accept((GenericApplicationContext) context))
                .run(arguments.toArray(String[]::new)));
    }

    /** A process that ends takes its event loops with it; the scripted model and other processes need theirs. */
    private static void ownNetwork(GenericApplicationContext context) {
        context.registerBean(ReactorResourceFactory.class, () -> {
            var resources = new ReactorResourceFactory();
            resources.setUseGlobalResources(false);
            resources.setShutdownQuietPeriod(Duration.ZERO);
            return resources;
        });
    }

    String url() {
        return "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
    }

    String managementUrl() {
        return "http://127.0.0.1:" + context.getEnvironment().getProperty("local.management.port");
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Nullable String database() {
        return mongo().getMongoDatabase().map(database -> database.getName()).block();
    }

    long openAnswers() {
        return count("open_answers");
    }

    long count(String collection) {
        var counted = mongo().getCollection(collection)
                .flatMap(found -> reactor.core.publisher.Mono.from(found.countDocuments(new Document())))
                .block();
        return counted == null ? 0 : counted;
    }

    /** A document as it stands in the database, as JSON. */
    String document(String collection, String id) {
        var found = mongo().findById(id, Document.class, collection).block();
        return found == null ? "" : found.toJson();
    }

    /** All there is in the database, as JSON. */
    List<String> dump() {
        return mongo().getCollectionNames()
                .flatMap(collection -> mongo().findAll(Document.class, collection))
                .map(Document::toJson)
                .collectList()
                .blockOptional()
                .orElseThrow();
    }

    /** Puts a document under another id, in place of what is there. */
    void copy(String collection, String id, String to) {
        mongo().findById(id, Document.class, collection)
                .map(found -> new Document(found).append("_id", to))
                .flatMap(copied -> mongo().save(copied, collection))
                .block();
    }

    void put(String collection, String id, Map<String, Object> fields) {
        mongo().save(new Document(fields).append("_id", id), collection).block();
    }

    void empty(String collection) {
        mongo().dropCollection(collection).block();
    }

    private ReactiveMongoTemplate mongo() {
        return context.getBean(ReactiveMongoTemplate.class);
    }

    /** As the death of the process: nothing it does at its end reaches the database any more. */
    void kill() {
        context.getBean(MongoClient.class).close();
        context.close();
    }

    @Override
    public void close() {
        context.close();
    }
}
