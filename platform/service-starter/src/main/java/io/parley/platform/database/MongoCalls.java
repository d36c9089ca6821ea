package io.parley.platform.database;

import com.mongodb.reactivestreams.client.MongoCollection;
import java.time.Duration;
import java.util.function.Function;
import org.bson.Document;
import org.reactivestreams.Publisher;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Calls to one collection by the driver itself, each with a time limit of 5 s. */
public record MongoCalls(ReactiveMongoTemplate mongo, String collection) {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    public <T> Mono<T> one(Function<MongoCollection<Document>, Publisher<T>> operation) {
        return mongo.getCollection(collection)
                .flatMap(found -> Mono.from(operation.apply(found)))
                .timeout(LIMIT);
    }

    /** The limit is for each document: how long its reader takes is not the database's fault. */
    public Flux<Document> many(Function<MongoCollection<Document>, Publisher<Document>> operation) {
        return mongo.getCollection(collection).flatMapMany(operation).timeout(LIMIT);
    }
}
