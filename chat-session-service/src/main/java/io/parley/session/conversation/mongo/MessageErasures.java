package io.parley.session.conversation.mongo;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import io.parley.events.log.ConversationKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.stream.LongStream;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Takes what was said in erased conversations out of the database, bucket by bucket. Which are to be erased stands in a
 * small collection that holds only those; whoever crashes in the middle, another replica goes on there.
 *
 * <p>Nothing waits for it: what was erased is passed over by reads from the moment the view knows.
 */
final class MessageErasures {

    static final String COLLECTION = "erasures";

    private static final Logger log = LoggerFactory.getLogger(MessageErasures.class);

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** A replica that stopped in the middle of a batch may yet write what it had read: it is looked for once more. */
    private static final Duration SECOND_LOOK = Duration.ofMinutes(1);

    private static final int BUCKETS_AT_ONCE = 5;
    private static final int ERASURES_AT_ONCE = 20;

    private final ReactiveMongoTemplate mongo;
    private final MessageBuckets buckets;
    private final Clock clock;
    private final Disposable sweep;
    private volatile boolean failing;

    MessageErasures(ReactiveMongoTemplate mongo, MessageBuckets buckets, Clock clock) {
        this.mongo = mongo;
        this.buckets = buckets;
        this.clock = clock;
        this.sweep = Flux.interval(EVERY, Schedulers.parallel())
                .onBackpressureDrop()
                .concatMap(_ -> sweep())
                .subscribe();
    }

    /**
     * Something to erase: every message in buckets {@code from} to before {@code to} that stands before a place of the
     * log.
     */
    static WriteModel<Document> open(ConversationKey key, long from, long to, long seq) {
        return new UpdateOneModel<>(
                Filters.eq("_id", key + "/" + seq),
                Updates.setOnInsert(new Document("tenant", key.tenant())
                        .append("conversation", key.conversation())
                        .append("seq", seq)
                        .append("from", from)
                        .append("to", to)
                        .append("next", from)
                        .append("second", false)
                        .append("due", Date.from(Instant.EPOCH))),
                new UpdateOptions().upsert(true));
    }

    /** Goes on with everything that is due; never fails. */
    Mono<Void> sweep() {
        return mongo.find(
                        Query.query(Criteria.where("due").lte(Date.from(clock.instant())))
                                .limit(ERASURES_AT_ONCE),
                        Document.class,
                        COLLECTION)
                .timeout(LIMIT)
                .concatMap(this::erase)
                .then(Mono.<Void>fromRunnable(() -> failing = false))
                .onErrorResume(failure -> {
                    if (!failing) {
                        log.warn("Erased messages cannot be taken out at the moment: {}", failure.toString());
                    }
                    failing = true;
                    return Mono.empty();
                });
    }

    private Mono<Void> erase(Document erasure) {
        var key = new ConversationKey(erasure.getString("tenant"), erasure.getString("conversation"));
        long to = erasure.getLong("to");
        return Flux.fromStream(() -> LongStream.iterate(
                                erasure.getLong("next"), bucket -> bucket < to, bucket -> bucket + BUCKETS_AT_ONCE)
                        .boxed())
                .concatMap(bucket -> eraseBuckets(
                                key, bucket, Math.min(to, bucket + BUCKETS_AT_ONCE), erasure.getLong("seq"))
                        .then(update(erasure, new Update().max("next", bucket + BUCKETS_AT_ONCE)))
                        .timeout(LIMIT))
                .then(end(erasure).timeout(LIMIT));
    }

    private Mono<Void> eraseBuckets(ConversationKey key, long from, long to, long seq) {
        return buckets.find(key, from * MessageBuckets.SIZE, to * MessageBuckets.SIZE)
                .flatMap(ids -> mongo.remove(
                        Query.query(Criteria.where("_id")
                                .in(ids.stream()
                                        .map(id -> MessageDocument.id(key, id))
                                        .toList())
                                // An id can have been used again since, after the place that was erased.
                                .and(MessageDocument.SEQ)
                                .lt(seq)),
                        MongoConversations.MESSAGES))
                // The messages first: without their bucket nobody would find them.
                .then(mongo.remove(
                        Query.query(Criteria.where("_id")
                                .in(LongStream.range(from, to)
                                        .mapToObj(bucket -> MessageBuckets.id(key, bucket))
                                        .toList())),
                        MessageBuckets.COLLECTION))
                .then();
    }

    private Mono<Void> end(Document erasure) {
        return erasure.getBoolean("second", false)
                ? mongo.remove(byId(erasure), COLLECTION).then()
                : update(
                        erasure,
                        new Update()
                                .set("second", true)
                                .set("next", erasure.getLong("from"))
                                .set("due", Date.from(secondLook())));
    }

    private Instant secondLook() {
        return clock.instant().plus(SECOND_LOOK);
    }

    private Mono<Void> update(Document erasure, Update update) {
        return mongo.updateFirst(byId(erasure), update, COLLECTION).then();
    }

    private static Query byId(Document erasure) {
        return Query.query(Criteria.where("_id").is(erasure.getString("_id")));
    }

    void close() {
        sweep.dispose();
    }
}
