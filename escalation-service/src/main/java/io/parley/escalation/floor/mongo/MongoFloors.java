package io.parley.escalation.floor.mongo;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import io.parley.escalation.floor.ConversationFloor;
import io.parley.escalation.floor.Escalation;
import io.parley.escalation.floor.EscalationStatus;
import io.parley.escalation.floor.FloorChange;
import io.parley.escalation.floor.Floors;
import io.parley.events.log.ConversationKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Update;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The floors in MongoDB. {@code floors}: a document for each conversation, guarded by its fence. {@code outbox}: the
 * changes that may be untold, noted before they are kept. {@code queue}: who waits. {@code escalations}: the earlier
 * ones. Only {@code outbox} and {@code queue} are ever searched; both hold open work alone.
 */
final class MongoFloors implements Floors {

    static final String FLOORS = "floors";
    static final String OUTBOX = "outbox";
    static final String QUEUE = "queue";
    static final String ESCALATIONS = "escalations";

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final ReactiveMongoTemplate mongo;

    MongoFloors(ReactiveMongoTemplate mongo) {
        this.mongo = mongo;
    }

    @Override
    public Mono<ConversationFloor> find(ConversationKey key) {
        return mongo.findById(key.toString(), Document.class, FLOORS)
                .map(FloorDocument::read)
                .defaultIfEmpty(ConversationFloor.untouched(key))
                .timeout(LIMIT);
    }

    @Override
    public Mono<Boolean> change(ConversationFloor before, ConversationFloor after) {
        return note(new FloorChange(after.key(), after.fence()), after)
                .then(Mono.defer(() -> putAway(before, after)))
                .then(Mono.defer(() -> before.fence() == 0 ? insert(after) : replace(before, after)))
                .timeout(LIMIT);
    }

    /** Before the change is kept: whoever dies between the two leaves a note too many, never one too few. */
    private Mono<Void> note(FloorChange change, ConversationFloor after) {
        var update = new Update()
                .setOnInsert("tenant", change.key().tenant())
                .setOnInsert("conversation", change.key().conversation())
                .setOnInsert("fence", change.fence())
                .setOnInsert(
                        "at",
                        Date.from(Objects.requireNonNull(after.escalation()).changedAt()));
        return mongo.upsert(query(where("_id").is(id(change))), update, OUTBOX)
                // Somebody else who tries the same change has noted it.
                .onErrorComplete(DuplicateKeyException.class)
                .then();
    }

    /** An escalation that makes room for the next one gets a document of its own. */
    private Mono<Void> putAway(ConversationFloor before, ConversationFloor after) {
        var old = before.escalation();
        if (old == null
                || after.escalation() == null
                || old.number() == after.escalation().number()) {
            return Mono.empty();
        }
        var document = EscalationDocument.write(old).append("_id", escalationId(before.key(), old.number()));
        return mongo.save(document, ESCALATIONS).then();
    }

    private Mono<Boolean> insert(ConversationFloor floor) {
        return mongo.insert(FloorDocument.write(floor), FLOORS)
                .thenReturn(true)
                .onErrorReturn(DuplicateKeyException.class, false);
    }

    private Mono<Boolean> replace(ConversationFloor before, ConversationFloor after) {
        var asItWas = where("_id").is(before.key().toString()).and("fence").is(before.fence());
        return mongo.replace(query(asItWas), FloorDocument.write(after), FLOORS)
                .map(result -> result.getMatchedCount() == 1);
    }

    @Override
    public Mono<Void> queue(ConversationFloor floor) {
        var escalation = floor.escalation();
        var mine = where("_id").is(floor.key().toString());
        if (escalation == null || escalation.status() != EscalationStatus.QUEUED) {
            return mongo.remove(query(mine.and("fence").lte(floor.fence())), QUEUE)
                    .timeout(LIMIT)
                    .then();
        }
        var update = new Update()
                .set("tenant", floor.key().tenant())
                .set("conversation", floor.key().conversation())
                .set("fence", floor.fence())
                .set("escalation_id", escalation.id().toString())
                .set("waiting_since", Date.from(escalation.waitingSince()));
        return mongo.upsert(query(mine.and("fence").lte(floor.fence())), update, QUEUE)
                // A later change of the same floor is there already.
                .onErrorComplete(DuplicateKeyException.class)
                .timeout(LIMIT)
                .then();
    }

    @Override
    public Mono<Void> told(FloorChange change) {
        var asItWas = where("_id").is(change.key().toString()).and("fence").is(change.fence());
        return mongo.updateFirst(query(asItWas), new Update().set("untold", null), FLOORS)
                .then(mongo.remove(query(where("_id").is(id(change))), OUTBOX))
                .timeout(LIMIT)
                .then();
    }

    @Override
    public Flux<FloorChange> untold(Instant before, int limit) {
        var oldest =
                query(where("at").lt(Date.from(before))).with(Sort.by("at")).limit(limit);
        return mongo.find(oldest, Document.class, OUTBOX)
                .map(note -> new FloorChange(
                        new ConversationKey(note.getString("tenant"), note.getString("conversation")),
                        note.getLong("fence")))
                .timeout(LIMIT);
    }

    @Override
    public Mono<OptionalLong> queuePosition(ConversationKey key) {
        return mongo.findById(key.toString(), Document.class, QUEUE)
                .flatMap(mine -> mongo.count(query(noLaterThan(key, mine.getDate("waiting_since"))), QUEUE))
                .map(OptionalLong::of)
                .defaultIfEmpty(OptionalLong.empty())
                .timeout(LIMIT);
    }

    private static Criteria noLaterThan(ConversationKey key, Date since) {
        return where("tenant")
                .is(key.tenant())
                .orOperator(
                        where("waiting_since").lt(since),
                        where("waiting_since").is(since).and("_id").lte(key.toString()));
    }

    @Override
    public Mono<List<Escalation>> escalations(ConversationKey key, int limit) {
        return find(key).flatMap(floor -> earlier(key, floor.escalation(), limit));
    }

    private Mono<List<Escalation>> earlier(ConversationKey key, @Nullable Escalation newest, int limit) {
        if (newest == null) {
            return Mono.just(List.of());
        }
        var ids = new ArrayList<String>();
        for (int number = newest.number() - 1; number > 0 && ids.size() < limit - 1; number--) {
            ids.add(escalationId(key, number));
        }
        return mongo.find(query(where("_id").in(ids)), Document.class, ESCALATIONS)
                .map(EscalationDocument::read)
                .startWith(newest)
                .sort(Comparator.comparingInt(Escalation::number).reversed())
                .collectList()
                .timeout(LIMIT);
    }

    private static String id(FloorChange change) {
        return change.key() + "/" + change.fence();
    }

    private static String escalationId(ConversationKey key, int number) {
        return key + "/" + number;
    }
}
