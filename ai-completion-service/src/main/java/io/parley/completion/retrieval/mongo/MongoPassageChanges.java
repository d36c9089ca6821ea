package io.parley.completion.retrieval.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Updates.max;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import io.parley.completion.retrieval.PassageChange;
import io.parley.completion.retrieval.PassageChanges;
import io.parley.completion.retrieval.PassageSearch.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.bson.Document;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Changes under their number. A number is taken by inserting its document, and whoever comes second takes the next one:
 * so there are no gaps, and who has read up to a number asks for the next ones by {@code _id}. The document 0 says which
 * was the newest when it was last written; it may lag, and never runs ahead.
 */
final class MongoPassageChanges implements PassageChanges {

    private static final String CHANGES = "passage_changes";
    private static final long HEAD = 0;

    /** How many are kept. A replica that is further behind reads all documents anew. */
    private static final int KEPT = 10_000;

    private static final int AT_ONCE = 200;
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** Whoever writes at the same time takes a number each; then it is one's own turn. */
    private static final int TRIES = 1_000;

    private final ReactiveMongoTemplate mongo;
    private final int kept;

    MongoPassageChanges(ReactiveMongoTemplate mongo) {
        this(mongo, KEPT);
    }

    MongoPassageChanges(ReactiveMongoTemplate mongo, int kept) {
        this.mongo = mongo;
        this.kept = kept;
    }

    @Override
    public Mono<Long> newest() {
        return head().expand(number -> read(number)
                        .filter(next -> !next.isEmpty())
                        .map(next -> next.getLast().number()))
                .last();
    }

    private Mono<Long> head() {
        return collection()
                .flatMap(changes -> Mono.from(changes.find(eq("_id", HEAD))))
                .timeout(LIMIT)
                .map(found -> found.getLong("newest"))
                .defaultIfEmpty(0L);
    }

    @Override
    public Mono<Long> append(PassageChange change) {
        return newest().flatMap(newest -> insert(newest + 1, change))
                .flatMap(number -> raiseHead(number).thenReturn(number));
    }

    private Mono<Long> insert(long first, PassageChange change) {
        var next = new AtomicLong(first);
        return collection()
                .flatMap(changes -> Mono.defer(() ->
                                Mono.from(changes.insertOne(document(change).append("_id", next.get()))))
                        .map(_ -> next.get())
                        .doOnError(MongoPassageChanges::isTaken, _ -> next.incrementAndGet())
                        .retryWhen(Retry.max(TRIES).filter(MongoPassageChanges::isTaken)))
                .timeout(LIMIT);
    }

    private static boolean isTaken(Throwable failure) {
        return failure instanceof MongoWriteException write
                && ErrorCategory.fromErrorCode(write.getCode()) == ErrorCategory.DUPLICATE_KEY;
    }

    private Mono<Void> raiseHead(long number) {
        return collection()
                .flatMap(changes -> Mono.from(changes.updateOne(
                                eq("_id", HEAD), max("newest", number), new UpdateOptions().upsert(true)))
                        // Two that write the very first number at the same time: the second finds it there.
                        .retryWhen(Retry.max(1).filter(MongoPassageChanges::isTaken))
                        .then(number > kept ? Mono.from(changes.deleteOne(eq("_id", number - kept))) : Mono.empty()))
                .timeout(LIMIT)
                .then();
    }

    @Override
    public Mono<List<Numbered>> after(long number) {
        return read(number)
                .flatMap(found -> found.isEmpty()
                        ? head().flatMap(head -> head > number
                                // It was written between the two looks, or it is not kept any more.
                                ? read(number)
                                        .flatMap(again ->
                                                again.isEmpty() ? Mono.error(new Forgotten(number)) : Mono.just(again))
                                : Mono.just(found))
                        : Mono.just(found));
    }

    private Mono<List<Numbered>> read(long after) {
        var numbers = LongStream.rangeClosed(after + 1, after + AT_ONCE).boxed().toList();
        return collection()
                .flatMapMany(changes -> changes.find(in("_id", numbers)).sort(Sorts.ascending("_id")))
                .timeout(LIMIT)
                .collectList()
                .map(found -> withoutGap(after, found));
    }

    /** There is a gap only where the older ones of these are not kept any more; then none of them is of use. */
    private static List<Numbered> withoutGap(long after, List<Document> found) {
        var next = new ArrayList<Numbered>(found.size());
        for (var document : found) {
            if (document.getLong("_id") != after + 1 + next.size()) {
                break;
            }
            next.add(new Numbered(document.getLong("_id"), change(document)));
        }
        return next;
    }

    private static Document document(PassageChange change) {
        return switch (change) {
            case PassageChange.Put put -> KeyFields.of(put.document()).append("kind", "put");
            case PassageChange.Removed removed ->
                KeyFields.of(removed.document()).append("kind", "removed");
            case PassageChange.AllRemoved all ->
                new Document("tenant", all.scope().tenant())
                        .append("chatbot_id", all.scope().chatbotId())
                        .append("kind", "all_removed");
        };
    }

    private static PassageChange change(Document document) {
        return switch (document.getString("kind")) {
            case "put" -> new PassageChange.Put(KeyFields.read(document));
            case "removed" -> new PassageChange.Removed(KeyFields.read(document));
            default ->
                new PassageChange.AllRemoved(new Scope(document.getString("tenant"), document.getString("chatbot_id")));
        };
    }

    private Mono<MongoCollection<Document>> collection() {
        return mongo.getCollection(CHANGES);
    }
}
