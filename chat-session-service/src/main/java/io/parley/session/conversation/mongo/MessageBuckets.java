package io.parley.session.conversation.mongo;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import io.parley.events.MessageId;
import io.parley.events.log.ConversationKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.LongStream;
import org.bson.Document;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import reactor.core.publisher.Mono;

/**
 * The ids of a conversation's messages in their order, a hundred in a document: {@code _id} is
 * {@code <tenant>/<conversation>/<ordinal / 100>}. So the newest, and all of them, are found by {@code _id}.
 */
final class MessageBuckets {

    static final String COLLECTION = "message_ids";
    static final int SIZE = 100;

    private final ReactiveMongoTemplate mongo;

    MessageBuckets(ReactiveMongoTemplate mongo) {
        this.mongo = mongo;
    }

    /** The bucket that an ordinal belongs to. */
    static long bucket(long ordinal) {
        return ordinal / SIZE;
    }

    /** The first ordinal of the next bucket that nothing was written to. */
    static long nextBucketFrom(long ordinal) {
        return (ordinal + SIZE - 1) / SIZE * SIZE;
    }

    /** Notes the id at an ordinal; again is the same. */
    static WriteModel<Document> put(ConversationKey key, long ordinal, MessageId id) {
        return new UpdateOneModel<>(
                Filters.eq("_id", id(key, bucket(ordinal))),
                Updates.set("ids." + ordinal % SIZE, id.toString()),
                new UpdateOptions().upsert(true));
    }

    static String id(ConversationKey key, long bucket) {
        return key + "/" + bucket;
    }

    /** The ids of some ordinals, in their order. */
    Mono<List<MessageId>> find(ConversationKey key, long from, long to) {
        if (from >= to) {
            return Mono.just(List.of());
        }
        var buckets = LongStream.rangeClosed(bucket(from), bucket(to - 1))
                .mapToObj(bucket -> id(key, bucket))
                .toList();
        return mongo.find(Query.query(Criteria.where("_id").in(buckets)), Document.class, COLLECTION)
                .collectList()
                .map(found -> inOrder(key, found, from, to));
    }

    private static List<MessageId> inOrder(ConversationKey key, List<Document> found, long from, long to) {
        var byId = new HashMap<String, Document>();
        found.forEach(bucket -> byId.put(bucket.getString("_id"), bucket.get("ids", new Document())));
        var ids = new ArrayList<MessageId>();
        for (long ordinal = from; ordinal < to; ordinal++) {
            var bucket = byId.get(id(key, bucket(ordinal)));
            var id = bucket == null ? null : bucket.getString(Long.toString(ordinal % SIZE));
            if (id != null) {
                ids.add(MessageId.parse(id));
            }
        }
        return ids;
    }
}
