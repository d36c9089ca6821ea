package io.parley.escalation.floor.mongo;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import io.parley.escalation.floor.ConversationFloor;
import io.parley.escalation.floor.Escalation;
import io.parley.escalation.floor.EscalationStatus;
import io.parley.escalation.floor.OpenWork;
import io.parley.escalation.floor.Waiting;
import io.parley.events.log.ConversationKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.bson.Document;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What is open in MongoDB. {@code queue}: who waits; {@code assignments}: who is with an agent; a document for each
 * conversation, guarded by its fence, and deleted when it is over, or a few seconds later. Both hold open work alone, so
 * they may be searched. An entry of the first version of the queue does not say that it waits, and does.
 */
final class MongoOpenWork implements OpenWork {

    static final String QUEUE = "queue";
    static final String ASSIGNMENTS = "assignments";

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final ReactiveMongoTemplate mongo;

    MongoOpenWork(ReactiveMongoTemplate mongo) {
        this.mongo = mongo;
    }

    @Override
    public Mono<Void> place(ConversationFloor floor) {
        var escalation = floor.escalation();
        var status = escalation == null ? EscalationStatus.CANCELLED : escalation.status();
        var queued =
                status == EscalationStatus.QUEUED && escalation != null ? enqueue(floor, escalation) : leave(floor);
        var assigned =
                status == EscalationStatus.ASSIGNED && escalation != null ? assign(floor, escalation) : free(floor);
        return queued.then(assigned).timeout(LIMIT);
    }

    private Mono<Void> enqueue(ConversationFloor floor, Escalation escalation) {
        var entry = new Update().set("waiting", true).set("waiting_since", Date.from(escalation.waitingSince()));
        return put(floor, QUEUE, entry);
    }

    /** What was told stays for a moment, see {@link #forgetGone}; to whom nothing was told nothing stays. */
    private Mono<Void> leave(ConversationFloor floor) {
        return mongo.remove(notLater(floor, where("told_at").is(null)), QUEUE)
                .then(mongo.updateFirst(
                        notLater(floor, new Criteria()),
                        new Update()
                                .set("waiting", false)
                                .set("told_position", 0L)
                                .set("fence", floor.fence()),
                        QUEUE))
                .then();
    }

    private Mono<Void> assign(ConversationFloor floor, Escalation escalation) {
        var entry = new Update()
                .set("agent", Objects.requireNonNull(escalation.agent()).id())
                .set("assigned_at", Date.from(escalation.changedAt()));
        return put(floor, ASSIGNMENTS, entry);
    }

    private Mono<Void> free(ConversationFloor floor) {
        return mongo.remove(notLater(floor, new Criteria()), ASSIGNMENTS).then();
    }

    private Mono<Void> put(ConversationFloor floor, String collection, Update entry) {
        entry.set("tenant", floor.key().tenant())
                .set("conversation", floor.key().conversation())
                .set("fence", floor.fence());
        return mongo.upsert(notLater(floor, new Criteria()), entry, collection)
                .then()
                // A later change of the same floor is there already.
                .onErrorComplete(DuplicateKeyException.class);
    }

    private static Query notLater(ConversationFloor floor, Criteria more) {
        return query(more.and("_id").is(floor.key().toString()).and("fence").lte(floor.fence()));
    }

    @Override
    public Mono<OptionalLong> queuePosition(ConversationKey key) {
        return mongo.findOne(waitingOne(key), Document.class, QUEUE)
                .flatMap(mine -> mongo.count(query(noLaterThan(key, mine.getDate("waiting_since"))), QUEUE))
                .map(OptionalLong::of)
                .defaultIfEmpty(OptionalLong.empty())
                .timeout(LIMIT);
    }

    private static Criteria noLaterThan(ConversationKey key, Date since) {
        return where("tenant")
                .is(key.tenant())
                .and("waiting")
                .ne(false)
                .orOperator(
                        where("waiting_since").lt(since),
                        where("waiting_since").is(since).and("_id").lte(key.toString()));
    }

    @Override
    public Mono<List<Waiting>> queue(String tenant, int limit) {
        var oldest = query(where("tenant").is(tenant).and("waiting").ne(false))
                .with(Sort.by("waiting_since", "_id"))
                .limit(limit);
        return mongo.find(oldest, Document.class, QUEUE)
                .map(MongoOpenWork::waiting)
                .collectList()
                .timeout(LIMIT);
    }

    @Override
    public Mono<Waiting> waiting(ConversationKey key) {
        return mongo.findOne(waitingOne(key), Document.class, QUEUE)
                .map(MongoOpenWork::waiting)
                .timeout(LIMIT);
    }

    private static Query waitingOne(ConversationKey key) {
        return query(where("_id").is(key.toString()).and("waiting").ne(false));
    }

    private static Waiting waiting(Document entry) {
        var toldAt = entry.getDate("told_at");
        return new Waiting(keyOf(entry), entry.get("told_position", 0L), toldAt == null ? null : toldAt.toInstant());
    }

    @Override
    public Flux<String> tenants() {
        return mongo.findDistinct(query(where("waiting").ne(false)), "tenant", QUEUE, String.class)
                .timeout(LIMIT);
    }

    @Override
    public Mono<List<ConversationKey>> assignedTo(String tenant, String agentId, int limit) {
        var oldest = query(where("tenant").is(tenant).and("agent").is(agentId))
                .with(Sort.by("assigned_at", "_id"))
                .limit(limit);
        return mongo.find(oldest, Document.class, ASSIGNMENTS)
                .map(MongoOpenWork::keyOf)
                .collectList()
                .timeout(LIMIT);
    }

    @Override
    public Mono<Boolean> telling(Waiting waiting, long position, Instant now) {
        var asItWas = where("_id")
                .is(waiting.key().toString())
                .and("waiting")
                .ne(false)
                .and("told_at")
                .is(waiting.toldAt() == null ? null : Date.from(waiting.toldAt()));
        var update = new Update().set("told_position", position).set("told_at", Date.from(now));
        return mongo.updateFirst(query(asItWas), update, QUEUE)
                .map(result -> result.getModifiedCount() == 1)
                .timeout(LIMIT);
    }

    @Override
    public Mono<Void> forgetGone(Instant toldBefore) {
        var gone = where("waiting").is(false).and("told_at").lte(Date.from(toldBefore));
        return mongo.remove(query(gone), QUEUE).timeout(LIMIT).then();
    }

    private static ConversationKey keyOf(Document entry) {
        return new ConversationKey(entry.getString("tenant"), entry.getString("conversation"));
    }
}
