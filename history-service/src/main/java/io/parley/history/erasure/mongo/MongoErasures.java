package io.parley.history.erasure.mongo;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.parley.events.log.ConversationKey;
import io.parley.history.erasure.Erasure;
import io.parley.history.erasure.Erasures;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import reactor.core.publisher.Mono;

/**
 * The open erasures in MongoDB, {@code _id} {@code <tenant>/<conversation>/<seq of the fact>}. They are no view: what
 * is not done when the transcripts are rebuilt is still to be done.
 */
final class MongoErasures implements Erasures {

    static final String ERASURES = "erasures";

    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** Many times as long as a step takes: what a dead replica left is taken up after it. */
    private static final Duration LEASE = Duration.ofSeconds(30);

    private static final Date FREE = Date.from(Instant.EPOCH);
    private static final int LOOKED_AT = 20;

    private final ReactiveMongoTemplate mongo;
    private final Clock clock;

    MongoErasures(ReactiveMongoTemplate mongo, Clock clock) {
        this.mongo = mongo;
        this.clock = clock;
    }

    @Override
    public Mono<Void> open(Collection<Erasure> erasures) {
        if (erasures.isEmpty()) {
            return Mono.empty();
        }
        List<UpdateOneModel<Document>> writes = erasures.stream()
                .map(erasure -> new UpdateOneModel<Document>(
                        Filters.eq("_id", id(erasure)), opening(erasure), new UpdateOptions().upsert(true)))
                .toList();
        return mongo.getCollection(ERASURES)
                .flatMap(target -> Mono.from(target.bulkWrite(writes)))
                .timeout(LIMIT)
                .then();
    }

    private static Bson opening(Erasure erasure) {
        return Updates.combine(
                Updates.setOnInsert("tenant", erasure.key().tenant()),
                Updates.setOnInsert("conversation", erasure.key().conversation()),
                Updates.setOnInsert("partition", erasure.partition()),
                Updates.setOnInsert("by", erasure.by()),
                Updates.setOnInsert("next", erasure.next()),
                Updates.setOnInsert("until", erasure.until()),
                Updates.setOnInsert("whole", erasure.whole()),
                Updates.setOnInsert("leased_until", FREE));
    }

    @Override
    public Mono<Erasure> claim() {
        return mongo.find(new Query().limit(LOOKED_AT), Document.class, ERASURES)
                .concatMap(document -> lease(document).filter(leased -> leased).map(_ -> read(document)), 1)
                .next()
                .timeout(LIMIT);
    }

    private Mono<Boolean> lease(Document document) {
        var free = Query.query(Criteria.where("_id")
                .is(document.getString("_id"))
                .and("leased_until")
                .lt(Date.from(clock.instant())));
        return mongo.updateFirst(free, new Update().set("leased_until", leaseEnd()), ERASURES)
                .map(result -> result.getModifiedCount() == 1);
    }

    @Override
    public Mono<Void> reached(Erasure erasure) {
        return note(erasure, leaseEnd());
    }

    @Override
    public Mono<Void> release(Erasure erasure) {
        return note(erasure, FREE);
    }

    private Mono<Void> note(Erasure erasure, Date leasedUntil) {
        return mongo.updateFirst(
                        Query.query(Criteria.where("_id").is(id(erasure))),
                        new Update().max("next", erasure.next()).set("leased_until", leasedUntil),
                        ERASURES)
                .timeout(LIMIT)
                .then();
    }

    @Override
    public Mono<Void> done(Erasure erasure) {
        return mongo.remove(Query.query(Criteria.where("_id").is(id(erasure))), ERASURES)
                .timeout(LIMIT)
                .then();
    }

    private Date leaseEnd() {
        return Date.from(clock.instant().plus(LEASE));
    }

    private static String id(Erasure erasure) {
        return erasure.key() + "/" + erasure.by();
    }

    private static Erasure read(Document document) {
        return new Erasure(
                new ConversationKey(document.getString("tenant"), document.getString("conversation")),
                document.getInteger("partition"),
                document.getLong("by"),
                document.getLong("next"),
                document.getLong("until"),
                document.getBoolean("whole"));
    }
}
