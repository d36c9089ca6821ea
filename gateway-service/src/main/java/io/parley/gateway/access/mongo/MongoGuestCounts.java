package io.parley.gateway.access.mongo;

import com.mongodb.MongoException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import io.parley.gateway.access.GuestCounts;
import io.parley.gateway.problem.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** One document for an address, whose hour begins with its first guest. */
@Component
class MongoGuestCounts implements GuestCounts {

    private static final Duration WINDOW = Duration.ofHours(1);

    private final GatewayDatabase database;
    private final MongoCollection<Document> counts;
    private final Clock clock;

    MongoGuestCounts(GatewayDatabase database, Clock clock) {
        this.database = database;
        this.counts = database.collection("guest_counts");
        this.clock = clock;
    }

    @Override
    public Mono<Void> admit(String address, int limit) {
        String id = GatewayDatabase.fingerprint(address);
        return count(id)
                .switchIfEmpty(Mono.defer(() -> begin(id)))
                // Two first guests at one instant: the one that came second counts on in the other's hour.
                .onErrorResume(MongoGuestCounts::isDuplicate, race -> count(id))
                .flatMap(counted -> judge(counted, limit));
    }

    private Mono<Document> count(String id) {
        return database.call(counts.findOneAndUpdate(
                Filters.and(Filters.eq("_id", id), Filters.gt("until", now())),
                Updates.inc("guests", 1),
                new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER)));
    }

    private Mono<Document> begin(String id) {
        Date until = Date.from(clock.instant().plus(WINDOW));
        Document first = new Document("_id", id).append("guests", 1).append("until", until);
        return database.call(counts.replaceOne(
                        Filters.and(Filters.eq("_id", id), Filters.lte("until", now())),
                        first,
                        new ReplaceOptions().upsert(true)))
                .thenReturn(first);
    }

    private Mono<Void> judge(Document counted, int limit) {
        if (counted.getInteger("guests") <= limit) {
            return Mono.empty();
        }
        Instant until = counted.getDate("until").toInstant();
        return Mono.error(Problem.RATE_LIMITED
                .because("Too many new guests from this address.")
                .retryAfter(Duration.between(clock.instant(), until)));
    }

    Mono<Void> forgetEnded() {
        return database.call(counts.deleteMany(Filters.lte("until", now()))).then();
    }

    private static boolean isDuplicate(Throwable failure) {
        return failure instanceof MongoException mongo && mongo.getCode() == GatewayDatabase.DUPLICATE_KEY;
    }

    private Date now() {
        return Date.from(clock.instant());
    }
}
