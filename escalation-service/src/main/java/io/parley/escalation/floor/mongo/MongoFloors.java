package io.parley.escalation.floor.mongo;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import io.parley.escalation.floor.ConversationFloor;
import io.parley.escalation.floor.Escalation;
import io.parley.escalation.floor.FloorChange;
import io.parley.escalation.floor.Floors;
import io.parley.escalation.floor.LocatedEscalation;
import io.parley.events.log.ConversationKey;
import io.parley.platform.log.GuardedDocuments;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.BasicQuery;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The floors in MongoDB. {@code floors}: a document for each conversation, guarded by its fence. {@code outbox}: the
 * changes that may be untold, noted before they are kept; it holds open work alone, and is the only one that is ever
 * searched.
 */
final class MongoFloors implements Floors {

    static final String FLOORS = "floors";
    static final String OUTBOX = "outbox";

    /** What a floor is guarded by. */
    static final String GUARD = "fence";

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final ReactiveMongoTemplate mongo;
    private final EscalationArchive archive;
    private final GuardedDocuments guarded;

    MongoFloors(ReactiveMongoTemplate mongo) {
        this.mongo = mongo;
        this.archive = new EscalationArchive(mongo);
        this.guarded = new GuardedDocuments(mongo, FLOORS, GUARD);
    }

    @Override
    public Mono<ConversationFloor> find(ConversationKey key) {
        return mongo.findById(key.toString(), Document.class, FLOORS)
                .map(FloorDocument::read)
                .defaultIfEmpty(ConversationFloor.untouched(key))
                .timeout(LIMIT);
    }

    @Override
    public Flux<ConversationFloor> findAll(Collection<ConversationKey> keys) {
        var ids = keys.stream().map(ConversationKey::toString).toList();
        return mongo.find(query(where("_id").in(ids)), Document.class, FLOORS)
                .map(FloorDocument::read)
                .timeout(LIMIT);
    }

    @Override
    public Mono<Boolean> change(ConversationFloor before, ConversationFloor after) {
        var escalation = Objects.requireNonNull(after.escalation());
        boolean isNew = after.raised() > before.raised();
        var prepared = Mono.when(
                note(after, escalation.changedAt()), isNew ? makeRoom(before.escalation(), after) : Mono.empty());
        return prepared.then(Mono.defer(() -> replace(before, after)))
                .flatMap(kept ->
                        kept || !isNew ? Mono.just(kept) : clear(before, after).thenReturn(false))
                .timeout(LIMIT);
    }

    /** Before the change is kept: whoever dies between the two leaves a note too many, never one too few. */
    private Mono<Void> note(ConversationFloor after, Instant at) {
        var update = new Update()
                .setOnInsert("tenant", after.key().tenant())
                .setOnInsert("conversation", after.key().conversation())
                .setOnInsert("fence", after.fence())
                .setOnInsert("at", Date.from(at));
        return mongo.upsert(query(where("_id").is(noteId(after.key(), after.fence()))), update, OUTBOX)
                // Somebody else who tries the same change has noted it.
                .onErrorComplete(DuplicateKeyException.class)
                .then();
    }

    /** The escalation that was the newest gets a document of its own; the next one can be found before it is there. */
    private Mono<Void> makeRoom(@Nullable Escalation old, ConversationFloor after) {
        var putAway = old == null ? Mono.<Void>empty() : archive.put(after.key(), old);
        return putAway.then(
                Mono.defer(() -> archive.announce(after.key(), Objects.requireNonNull(after.escalation()))));
    }

    /** Of a change that was not kept; what it put away belongs to whoever was faster, unless that was an erasure. */
    private Mono<Void> clear(ConversationFloor before, ConversationFloor after) {
        return archive.withdraw(after.key(), Objects.requireNonNull(after.escalation()))
                .then(Mono.defer(() -> find(before.key())))
                .flatMap(now -> now.erasedAt() > before.erasedAt() ? forget(now) : Mono.empty());
    }

    private Mono<Boolean> replace(ConversationFloor before, ConversationFloor after) {
        var document = FloorDocument.write(after);
        if (before.fence() == 0) {
            return mongo.insert(document, FLOORS).thenReturn(true).onErrorReturn(DuplicateKeyException.class, false);
        }
        var asItWas = asRead(before.key(), before.fence());
        return guarded.ready()
                .then(mongo.replace(asItWas, document, FLOORS))
                .map(result -> result.getMatchedCount() == 1);
    }

    @Override
    public Mono<Boolean> erase(ConversationFloor before, ConversationFloor after) {
        var escalation = before.escalation();
        // First: after the floor is erased nobody knows this one any more.
        var withdrawn = escalation == null ? Mono.<Void>empty() : archive.withdraw(before.key(), escalation);
        return withdrawn
                .then(Mono.defer(() -> replace(before, after)))
                .timeout(LIMIT)
                .flatMap(kept -> kept ? forget(after).thenReturn(true) : Mono.just(false));
    }

    @Override
    public Mono<Void> forget(ConversationFloor erased) {
        return archive.forget(erased.key(), erased.raised());
    }

    @Override
    public Mono<Void> told(FloorChange change) {
        var asItWas = asRead(change.key(), change.fence());
        return guarded.ready()
                .then(mongo.updateFirst(asItWas, new Update().set(FloorDocument.TO_TELL, List.of()), FLOORS))
                .then(mongo.remove(query(where("_id").is(noteId(change.key(), change.fence()))), OUTBOX))
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
    public Mono<List<Escalation>> escalations(ConversationKey key, int limit) {
        return find(key).flatMap(floor -> archive.before(key, floor.escalation(), limit));
    }

    @Override
    public Mono<LocatedEscalation> locate(String tenant, UUID id) {
        return archive.place(tenant, id)
                .flatMap(place -> find(place.key())
                        .mapNotNull(ConversationFloor::escalation)
                        .filter(newest -> newest.id().equals(id))
                        .switchIfEmpty(Mono.defer(() -> archive.find(place)))
                        .filter(found -> found.id().equals(id))
                        .map(found -> new LocatedEscalation(place.key(), found)))
                .timeout(LIMIT);
    }

    private Query asRead(ConversationKey key, long fence) {
        return new BasicQuery(guarded.asRead(key.toString(), fence));
    }

    private static String noteId(ConversationKey key, long fence) {
        return key + "/" + fence;
    }
}
