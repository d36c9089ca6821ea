package io.parley.completion.document.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Projections.exclude;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import io.parley.completion.document.DocumentKey;
import io.parley.completion.document.Passage;
import io.parley.completion.document.Passages;
import io.parley.completion.document.StoredPassage;
import io.parley.platform.database.MongoCalls;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.Document;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Passages in buckets, which are found by their ids alone. */
final class MongoPassages implements Passages {

    private static final String PASSAGES = "passages";

    /** Buckets in one write; of wide vectors fewer, see {@link PassageBuckets#atOnce}. */
    private static final int WRITTEN_AT_ONCE = 20;

    /** Buckets read at once where all of a document's are. */
    private static final int READ_AT_ONCE = 5;

    private final MongoCalls passages;
    private final MongoCalls documents;

    MongoPassages(ReactiveMongoTemplate mongo) {
        passages = new MongoCalls(mongo, PASSAGES);
        documents = new MongoCalls(mongo, MongoDocuments.DOCUMENTS);
    }

    @Override
    public Mono<Void> keep(DocumentKey document, List<Passage> all) {
        if (PassageBuckets.bucketsFor(all.size()) > PassageBuckets.MOST) {
            throw new IllegalArgumentException("a document of " + all.size() + " passages");
        }
        return write(all, WRITTEN_AT_ONCE, bucket -> {
                    var stored = PassageBuckets.asStored(document, bucket);
                    return new ReplaceOneModel<>(
                            eq("_id", stored.getString("_id")), stored, new ReplaceOptions().upsert(true));
                })
                .then(Mono.defer(() -> deleteFrom(document, PassageBuckets.bucketsFor(all.size()))));
    }

    @Override
    public Mono<Void> keepVectors(DocumentKey document, List<float[]> vectors) {
        return write(
                IntStream.range(0, vectors.size()).boxed().toList(),
                vectors.isEmpty() ? 1 : PassageBuckets.atOnce(vectors.getFirst().length, WRITTEN_AT_ONCE),
                bucket -> new UpdateOneModel<>(
                        eq("_id", PassageBuckets.id(document, bucket.getFirst() / PassageBuckets.SIZE)),
                        Updates.set(
                                PassageBuckets.VECTORS,
                                PassageBuckets.packed(vectors.subList(bucket.getFirst(), bucket.getLast() + 1)))));
    }

    private <T> Mono<Void> write(List<T> all, int atOnce, Function<List<T>, WriteModel<Document>> bucketOf) {
        return Flux.fromIterable(all)
                .buffer(PassageBuckets.SIZE)
                .buffer(atOnce)
                // Packed when their turn comes, and not those of the next write already.
                .concatMap(
                        buckets -> passages.one(collection -> collection.bulkWrite(
                                buckets.stream().map(bucketOf).toList(), new BulkWriteOptions().ordered(false))),
                        1)
                .then();
    }

    @Override
    public Flux<Passage> of(DocumentKey document) {
        return stored(document, false).map(StoredPassage::passage);
    }

    @Override
    public Flux<StoredPassage> stored(DocumentKey document) {
        return stored(document, true);
    }

    private Flux<StoredPassage> stored(DocumentKey document, boolean withVectors) {
        return Flux.fromIterable(PassageBuckets.ids(document, PassageBuckets.MOST))
                .buffer(READ_AT_ONCE)
                .concatMap(ids -> buckets(ids, withVectors).collectList(), 0)
                .takeUntil(found -> found.size() < READ_AT_ONCE)
                .flatMapIterable(found -> found)
                .flatMapIterable(PassageBuckets::passages);
    }

    @Override
    public Flux<StoredPassage> all() {
        return ready().concatMap(this::stored, 1);
    }

    @Override
    public Flux<DocumentKey> ready() {
        // All at once, not while their passages are read: a cursor that waits for minutes is closed by the server.
        return MongoDocuments.ready(documents, new Document())
                .map(document -> document.key())
                .collectList()
                .flatMapIterable(keys -> keys);
    }

    @Override
    public Flux<StoredPassage> find(String tenant, String chatbotId, Collection<String> ids) {
        var wanted = new HashSet<>(ids);
        var keys = wanted.stream()
                .map(id -> new DocumentKey(tenant, chatbotId, id.substring(0, id.lastIndexOf('/'))))
                .collect(Collectors.toSet());
        return MongoDocuments.ready(documents, MongoDocuments.isOneOf(keys))
                .map(document -> document.key())
                .collect(Collectors.toSet())
                .flatMapMany(shown -> buckets(bucketsOf(tenant, chatbotId, wanted, shown), false))
                .flatMapIterable(PassageBuckets::passages)
                .filter(stored -> wanted.contains(stored.passage().id()));
    }

    private static List<String> bucketsOf(String tenant, String chatbotId, Set<String> wanted, Set<DocumentKey> shown) {
        return wanted.stream()
                .map(id -> {
                    int slash = id.lastIndexOf('/');
                    var key = new DocumentKey(tenant, chatbotId, id.substring(0, slash));
                    int bucket = Integer.parseInt(id.substring(slash + 1)) / PassageBuckets.SIZE;
                    return shown.contains(key) ? PassageBuckets.id(key, bucket) : "";
                })
                .filter(id -> !id.isEmpty())
                .distinct()
                .toList();
    }

    /** @param withVectors which are most of a bucket, and needed by an index alone */
    private Flux<Document> buckets(List<String> ids, boolean withVectors) {
        return ids.isEmpty()
                ? Flux.empty()
                : passages.many(collection -> collection
                        .find(in("_id", ids))
                        .projection(withVectors ? null : exclude(PassageBuckets.VECTORS))
                        .sort(Sorts.ascending("first")));
    }

    @Override
    public Mono<Void> delete(DocumentKey document) {
        return deleteFrom(document, 0);
    }

    private Mono<Void> deleteFrom(DocumentKey document, int bucket) {
        var ids = PassageBuckets.ids(document, PassageBuckets.MOST);
        return bucket == PassageBuckets.MOST
                ? Mono.empty()
                : passages.one(collection -> collection.deleteMany(in("_id", ids.subList(bucket, ids.size()))))
                        .then();
    }
}
