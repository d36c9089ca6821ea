package io.parley.completion.document.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.setOnInsert;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import io.parley.completion.answering.Replica;
import io.parley.completion.document.DocumentKey;
import io.parley.completion.document.OpenDocuments;
import io.parley.platform.database.MongoCalls;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.Locale;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Open work under the id of its document. The collection holds open work only, so looking through all of it every two
 * seconds is cheap, with an index or without.
 */
final class MongoOpenDocuments implements OpenDocuments {

    private static final String OPEN_DOCUMENTS = "open_documents";
    private static final Date LONG_AGO = Date.from(Instant.EPOCH);
    private static final String NOBODY = "";

    private final MongoCalls work;
    private final Replica replica;
    private final Duration lease;
    private final Duration uploadLease;
    private final Clock clock;

    /** @param uploadLease for a document that comes in: nobody renews that one */
    MongoOpenDocuments(
            ReactiveMongoTemplate mongo, Replica replica, Duration lease, Duration uploadLease, Clock clock) {
        this.work = new MongoCalls(mongo, OPEN_DOCUMENTS);
        this.replica = replica;
        this.lease = lease;
        this.uploadLease = uploadLease;
        this.clock = clock;
    }

    @Override
    public Mono<Void> receiving(DocumentKey key) {
        var row = new Document("_id", key.toString())
                .append("tenant", key.tenant())
                .append("chatbot_id", key.chatbotId())
                .append("document_id", key.documentId())
                .append("task", word(Task.RECEIVE))
                .append("attempt", 0)
                .append("owner", replica.name())
                .append("incarnation", replica.incarnation())
                .append("lease_until", after(uploadLease))
                .append("since", Date.from(clock.instant()));
        return work.one(collection -> collection.insertOne(row)).then();
    }

    @Override
    public Mono<Void> received(DocumentKey key) {
        var held = and(
                eq("_id", key.toString()), eq("task", word(Task.RECEIVE)), eq("incarnation", replica.incarnation()));
        var free = combine(set("task", word(Task.PROCESS)), toNobody(), set("lease_until", LONG_AGO));
        return work.one(collection -> collection.updateOne(held, free))
                .flatMap(result -> result.getMatchedCount() == 1
                        ? Mono.empty()
                        : Mono.error(new IllegalStateException("an upload was given up while it came in")));
    }

    @Override
    public Mono<Void> deleting(DocumentKey key) {
        var change = combine(
                set("task", word(Task.DELETE)),
                setOnInsert("tenant", key.tenant()),
                setOnInsert("chatbot_id", key.chatbotId()),
                setOnInsert("document_id", key.documentId()),
                setOnInsert("attempt", 0),
                setOnInsert("owner", NOBODY),
                setOnInsert("incarnation", NOBODY),
                setOnInsert("lease_until", LONG_AGO),
                setOnInsert("since", Date.from(clock.instant())));
        return work.one(collection ->
                        collection.updateOne(eq("_id", key.toString()), change, new UpdateOptions().upsert(true)))
                .then();
    }

    @Override
    public Flux<Work> take(int most) {
        var abandoned = or(
                lt("lease_until", Date.from(clock.instant())),
                and(eq("owner", replica.name()), ne("incarnation", replica.incarnation())));
        return work.many(collection -> collection
                        .find(abandoned)
                        .sort(Sorts.ascending("since"))
                        .limit(most))
                .concatMap(this::take)
                .map(MongoOpenDocuments::work);
    }

    private Mono<Document> take(Document seen) {
        // All as it was seen: its owner may have woken, or another replica been quicker.
        var unchanged = and(
                eq("_id", seen.getString("_id")),
                eq("task", seen.getString("task")),
                eq("incarnation", seen.getString("incarnation")),
                eq("attempt", seen.getInteger("attempt")),
                eq("lease_until", seen.getDate("lease_until")));
        var taken = combine(
                set("owner", replica.name()),
                set("incarnation", replica.incarnation()),
                set("lease_until", after(lease)),
                inc("attempt", 1));
        return work.one(collection -> collection.findOneAndUpdate(
                unchanged, taken, new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER)));
    }

    @Override
    public Mono<Void> renew(Collection<DocumentKey> held) {
        if (held.isEmpty()) {
            return Mono.empty();
        }
        var ours = and(in("_id", held.stream().map(DocumentKey::toString).toList()), isOurs());
        return work.one(collection -> collection.updateMany(ours, set("lease_until", after(lease))))
                .then();
    }

    @Override
    public Mono<Void> finish(Work done) {
        var same = and(isHeld(done), eq("task", word(done.task())));
        return work.one(collection -> collection.deleteOne(same))
                .flatMap(result -> result.getDeletedCount() == 1 ? Mono.empty() : leave(done, LONG_AGO));
    }

    @Override
    public Mono<Void> postpone(Work failed, Duration pause) {
        return leave(failed, after(pause));
    }

    private Mono<Void> leave(Work left, Date until) {
        var free = combine(toNobody(), set("lease_until", until));
        return work.one(collection -> collection.updateOne(isHeld(left), free)).then();
    }

    @Override
    public Mono<Void> release() {
        // Attempts that were cut short by an orderly end count for nothing.
        var free = combine(toNobody(), set("lease_until", LONG_AGO), inc("attempt", -1));
        return work.one(collection -> collection.updateMany(and(isOurs(), ne("task", word(Task.RECEIVE))), free))
                .then();
    }

    private Bson isHeld(Work held) {
        return and(eq("_id", held.key().toString()), isOurs(), eq("attempt", held.attempt()));
    }

    private Bson isOurs() {
        return and(eq("owner", replica.name()), eq("incarnation", replica.incarnation()));
    }

    private static Bson toNobody() {
        return combine(set("owner", NOBODY), set("incarnation", NOBODY));
    }

    private Date after(Duration duration) {
        return Date.from(clock.instant().plus(duration));
    }

    private static Work work(Document document) {
        return new Work(
                new DocumentKey(
                        document.getString("tenant"),
                        document.getString("chatbot_id"),
                        document.getString("document_id")),
                Task.valueOf(document.getString("task").toUpperCase(Locale.ROOT)),
                document.getInteger("attempt"));
    }

    private static String word(Task task) {
        return task.name().toLowerCase(Locale.ROOT);
    }
}
