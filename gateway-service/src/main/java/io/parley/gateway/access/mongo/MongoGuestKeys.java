package io.parley.gateway.access.mongo;

import com.mongodb.MongoException;
import com.mongodb.reactivestreams.client.MongoCollection;
import io.parley.gateway.access.GuestKeys;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.function.Supplier;
import org.bson.Document;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Guest keys by age. The first replica to come makes the first key; its fixed id decides a race. */
@Component
class MongoGuestKeys implements GuestKeys {

    private static final String FIRST = "1";

    private final GatewayDatabase database;
    private final Clock clock;
    private final MongoCollection<Document> keys;

    MongoGuestKeys(GatewayDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.keys = database.collection("guest_keys");
    }

    @Override
    public Mono<List<String>> load(Supplier<String> first) {
        return stored().switchIfEmpty(Mono.defer(() -> keep(first.get()).then(stored())));
    }

    private Mono<List<String>> stored() {
        return database.call(Flux.from(keys.find().sort(new Document("created_at", -1)))
                        .map(found -> found.getString("jwk"))
                        .collectList())
                .filter(found -> !found.isEmpty());
    }

    private Mono<Void> keep(String jwk) {
        Document key = new Document("_id", FIRST).append("jwk", jwk).append("created_at", Date.from(clock.instant()));
        return database.call(keys.insertOne(key))
                .onErrorComplete(failure ->
                        failure instanceof MongoException lost && lost.getCode() == GatewayDatabase.DUPLICATE_KEY)
                .then();
    }
}
