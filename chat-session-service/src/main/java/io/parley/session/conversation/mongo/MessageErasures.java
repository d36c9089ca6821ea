package io.parley.session.conversation.mongo;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import io.parley.events.MessageId;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
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
 * <p>Nothing waits for it: what was erased is passed over by reads from the moment the view knows. Where the conversation
 * itself stays, the ids of its messages stay for a day without anything that was said, so that one that is sent again is
 * not taken for a new one.
 */
final class MessageErasures {

    static final String COLLECTION = "erasures";

    private static final Logger log = LoggerFactory.getLogger(MessageErasures.class);

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** A replica that stopped in the middle of a batch may yet write what it had read: it is looked for once more. */
    private static final Duration SECOND_LOOK = Duration.ofMinutes(1);

    /** So long, at least, the same name of a message stands for the same message. */
    private static final Duration IDS_KEPT = Duration.ofHours(24);

    private static final int FIRST = 1;
    private static final int SECOND = 2;
    private static final int LAST = 3;

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
     *
     * @param ids whether their ids are still known for a day
     */
    static WriteModel<Document> open(LoggedFact cleared, long from, long to, boolean ids) {
        var key = cleared.conversation();
        return new UpdateOneModel<>(
                Filters.eq("_id", key + "/" + cleared.seq()),
                Updates.setOnInsert(new Document("tenant", key.tenant())
                        .append("conversation", key.conversation())
                        .append("seq", cleared.seq())
                        .append("at", Date.from(cleared.at()))
                        .append("ids", ids)
                        .append("from", from)
                        .append("to", to)
                        .append("next", from)
                        .append("look", FIRST)
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
                .concatMap(bucket -> eraseBuckets(erasure, key, bucket, Math.min(to, bucket + BUCKETS_AT_ONCE))
                        .then(update(erasure, new Update().max("next", bucket + BUCKETS_AT_ONCE)))
                        .timeout(LIMIT))
                .then(end(erasure).timeout(LIMIT));
    }

    private Mono<Void> eraseBuckets(Document erasure, ConversationKey key, long from, long to) {
        return buckets.find(key, from * MessageBuckets.SIZE, to * MessageBuckets.SIZE)
                .flatMap(ids -> keepsIds(erasure)
                        ? empty(erasure, key, ids)
                        : mongo.remove(Query.query(messages(erasure, key, ids)), MongoConversations.MESSAGES)
                                .then(Mono.defer(() -> removeBuckets(key, from, to))));
    }

    private static Criteria messages(Document erasure, ConversationKey key, List<MessageId> ids) {
        return Criteria.where("_id")
                .in(ids.stream().map(id -> MessageDocument.id(key, id)).toList())
                // An id can have been used again since, after the place that was erased.
                .and(MessageDocument.SEQ)
                .lt(erasure.getLong("seq"));
    }

    /** Leaves nothing of messages but that there were such; those of a day before are of no use any more. */
    private Mono<Void> empty(Document erasure, ConversationKey key, List<MessageId> ids) {
        var since = Date.from(erasure.getDate("at").toInstant().minus(IDS_KEPT));
        var older = messages(erasure, key, ids).and(MessageDocument.AT).lte(since);
        return mongo.updateMulti(
                        Query.query(messages(erasure, key, ids)),
                        new Update()
                                .set(MessageDocument.TEXT, null)
                                .set(MessageDocument.METADATA_FIELD, null)
                                .set(MessageDocument.FAILED, null)
                                .set(MessageDocument.DELETED, true)
                                .set(MessageDocument.EMPTIED, true),
                        MongoConversations.MESSAGES)
                .then(mongo.remove(Query.query(older), MongoConversations.MESSAGES))
                .then();
    }

    /** After the messages: without their bucket nobody would find them. */
    private Mono<Void> removeBuckets(ConversationKey key, long from, long to) {
        var ids = LongStream.range(from, to)
                .mapToObj(bucket -> MessageBuckets.id(key, bucket))
                .toList();
        return mongo.remove(Query.query(Criteria.where("_id").in(ids)), MessageBuckets.COLLECTION)
                .then();
    }

    private Mono<Void> end(Document erasure) {
        int look = look(erasure);
        if (look == LAST || (look == SECOND && !erasure.getBoolean("ids", false))) {
            return mongo.remove(byId(erasure), COLLECTION).then();
        }
        var due = look == FIRST
                ? clock.instant().plus(SECOND_LOOK)
                : erasure.getDate("at").toInstant().plus(IDS_KEPT);
        return update(
                erasure,
                new Update()
                        .set("look", look + 1)
                        .set("next", erasure.getLong("from"))
                        .set("due", Date.from(due)));
    }

    private static boolean keepsIds(Document erasure) {
        return erasure.getBoolean("ids", false) && look(erasure) != LAST;
    }

    private static int look(Document erasure) {
        // Documents of earlier versions say whether it is the second.
        return erasure.getInteger("look", erasure.getBoolean("second", false) ? SECOND : FIRST);
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
