package io.parley.platform.log;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.WriteModel;
import io.parley.events.log.ConversationKey;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import reactor.core.publisher.Mono;

/**
 * A view's collection with one document for each conversation, {@code _id} {@code <tenant>/<conversation>}, that holds
 * how far it was read ({@link ReadingDocument}). A batch is folded by loading its documents once, and writing them
 * back in one bulk write, each only where nobody else has written it since.
 *
 * <p>What else a batch writes goes first and can be written twice; these documents go last, so that a batch that was
 * cut off in the middle is folded again whole.
 */
public final class ConversationDocuments {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final ReactiveMongoTemplate mongo;
    private final String collection;
    private final GuardedDocuments guarded;

    public ConversationDocuments(ReactiveMongoTemplate mongo, String collection) {
        this.mongo = mongo;
        this.collection = collection;
        this.guarded = new GuardedDocuments(mongo, collection, "seq");
    }

    /**
     * A folded document.
     *
     * @param loadedSeq the seq the document had when it was loaded; -1 where there was none
     */
    public record Folded(long loadedSeq, Document document) {

        private WriteModel<Document> toWrite(GuardedDocuments guarded) {
            return loadedSeq < 0
                    ? new InsertOneModel<>(document)
                    : new ReplaceOneModel<>(guarded.asRead(document.getString("_id"), loadedSeq), document);
        }
    }

    public Mono<Document> find(ConversationKey key) {
        return mongo.findById(key.toString(), Document.class, collection).timeout(LIMIT);
    }

    /** The documents there are of some conversations, by {@code _id}. */
    public Mono<Map<String, Document>> load(Collection<ConversationKey> keys) {
        var ids = keys.stream().map(ConversationKey::toString).distinct().toList();
        return mongo.find(Query.query(Criteria.where("_id").in(ids)), Document.class, collection)
                .collectMap(document -> document.getString("_id"))
                .timeout(LIMIT);
    }

    /** Writes folded documents back; fails with {@link ViewOvertaken} where one is no longer as it was loaded. */
    public Mono<Void> write(List<Folded> folded) {
        if (folded.isEmpty()) {
            return Mono.empty();
        }
        var writes = folded.stream().map(one -> one.toWrite(guarded)).toList();
        return guarded.ready()
                .then(mongo.getCollection(collection))
                .flatMap(target -> Mono.from(target.bulkWrite(writes, new BulkWriteOptions().ordered(false))))
                .timeout(LIMIT)
                .onErrorMap(ConversationDocuments::isDuplicate, _ -> new ViewOvertaken())
                .filter(result -> result.getMatchedCount() + result.getInsertedCount() == folded.size())
                .switchIfEmpty(Mono.error(ViewOvertaken::new))
                .then();
    }

    private static boolean isDuplicate(Throwable failure) {
        return failure instanceof MongoBulkWriteException bulk
                && bulk.getWriteErrors().stream().anyMatch(error -> error.getCategory() == ErrorCategory.DUPLICATE_KEY);
    }
}
