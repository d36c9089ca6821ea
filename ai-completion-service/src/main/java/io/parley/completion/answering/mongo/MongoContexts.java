package io.parley.completion.answering.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import io.parley.completion.answering.Contexts;
import io.parley.completion.answering.ConversationContext;
import io.parley.events.log.ConversationKey;
import io.parley.platform.log.GuardedDocuments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import reactor.core.publisher.Mono;

/** A document for each conversation, under {@code <tenant>/<conversation>}. */
final class MongoContexts implements Contexts {

    private static final String CONTEXTS = "contexts";
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** The place nothing was read yet. */
    private static final long NOWHERE = -1;

    private final ReactiveMongoTemplate mongo;
    private final GuardedDocuments guarded;

    MongoContexts(ReactiveMongoTemplate mongo) {
        this.mongo = mongo;
        this.guarded = new GuardedDocuments(mongo, CONTEXTS, "seq");
    }

    @Override
    public Mono<Map<ConversationKey, ConversationContext>> find(Collection<ConversationKey> keys) {
        return mongo.getCollection(CONTEXTS)
                .flatMapMany(contexts -> contexts.find(isOneOf(keys)))
                .map(ContextDocument::read)
                .timeout(LIMIT)
                .collectMap(ConversationContext::key);
    }

    @Override
    public Mono<Map<ConversationKey, Standing>> standings(Collection<ConversationKey> keys) {
        var standing = Projections.include("tenant", "conversation", "seq", "reading.fence", "pending");
        return mongo.getCollection(CONTEXTS)
                .flatMapMany(contexts -> contexts.find(isOneOf(keys)).projection(standing))
                .timeout(LIMIT)
                .collectMap(ContextDocument::key, ContextDocument::readStanding);
    }

    @Override
    public Mono<Boolean> replace(Collection<Change> changes) {
        int added = 0;
        List<WriteModel<Document>> writes = new ArrayList<>(changes.size());
        for (var change : changes) {
            var document = ContextDocument.write(change.next());
            var id = eq("_id", document.getString("_id"));
            if (change.readSeq() == NOWHERE) {
                added++;
                document.remove("_id");
                writes.add(new UpdateOneModel<>(
                        id, new Document("$setOnInsert", document), new UpdateOptions().upsert(true)));
            } else {
                writes.add(
                        new ReplaceOneModel<>(guarded.asRead(document.getString("_id"), change.readSeq()), document));
            }
        }
        int expectedNew = added;
        return guarded.ready()
                .then(mongo.getCollection(CONTEXTS))
                .flatMap(contexts -> Mono.from(contexts.bulkWrite(writes)))
                .timeout(LIMIT)
                .map(result -> result.getUpserts().size() == expectedNew
                        && result.getMatchedCount() == writes.size() - expectedNew);
    }

    private static Bson isOneOf(Collection<ConversationKey> keys) {
        return in("_id", keys.stream().map(ConversationKey::toString).toList());
    }
}
