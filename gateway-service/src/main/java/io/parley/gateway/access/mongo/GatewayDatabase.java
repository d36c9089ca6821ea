package io.parley.gateway.access.mongo;

import com.mongodb.MongoException;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.parley.gateway.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeoutException;
import org.bson.Document;
import org.reactivestreams.Publisher;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The gateway's own database, with a time limit on every call and one answer when it cannot be reached. */
@Component
class GatewayDatabase {

    private static final String NAME = "parley_gateway";
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final MongoDatabase database;

    GatewayDatabase(MongoClient client) {
        database = client.getDatabase(NAME);
    }

    MongoCollection<Document> collection(String name) {
        return database.getCollection(name);
    }

    <T> Mono<T> call(Publisher<T> command) {
        return Mono.from(command)
                .timeout(LIMIT)
                .onErrorMap(
                        failure -> failure instanceof TimeoutException
                                || (failure instanceof MongoException mongo && mongo.getCode() != DUPLICATE_KEY),
                        failure -> Problem.UNAVAILABLE
                                .because("The gateway's database cannot be reached at the moment.")
                                .retryAfter(LIMIT));
    }

    static final int DUPLICATE_KEY = 11000;

    /** What is kept of a secret or an address: enough to find it again, nothing to read. */
    static String fingerprint(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is part of every JDK", impossible);
        }
    }
}
