package io.parley.history.transcript.mongo;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.parley.events.log.ConversationKey;
import io.parley.history.transcript.Listing;
import io.parley.history.transcript.Listings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import reactor.core.publisher.Mono;

/**
 * Whose conversations there are, in MongoDB: {@code user_conversations} has up to 64 documents of a user, {@code _id}
 * {@code <tenant>/<user>/<n>}; the conversation's id says in which it is, as a field that holds the seq of the fact by
 * which it came there. Where it is depends on the id alone, so that noting it again changes nothing, and nothing that
 * is older undoes what is younger.
 */
final class MongoListings implements Listings {

    static final String USER_CONVERSATIONS = "user_conversations";

    /** A user with ten thousand conversations has about 150 of them in each document. */
    private static final int DOCUMENTS = 64;

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final ReactiveMongoTemplate mongo;

    MongoListings(ReactiveMongoTemplate mongo) {
        this.mongo = mongo;
    }

    @Override
    public Mono<Void> note(Collection<Listing> listings) {
        if (listings.isEmpty()) {
            return Mono.empty();
        }
        List<UpdateOneModel<Document>> writes =
                listings.stream().map(MongoListings::write).toList();
        return mongo.getCollection(USER_CONVERSATIONS)
                .flatMap(target -> Mono.from(target.bulkWrite(writes)))
                .timeout(LIMIT)
                .then();
    }

    private static UpdateOneModel<Document> write(Listing listing) {
        var id = Filters.eq(
                "_id", id(listing.key().tenant(), listing.owner(), listing.key().partition(DOCUMENTS)));
        var field = "conversations." + field(listing.key().conversation());
        return listing.listed()
                ? new UpdateOneModel<>(id, Updates.max(field, listing.seq()), new UpdateOptions().upsert(true))
                : new UpdateOneModel<>(Filters.and(id, Filters.lt(field, listing.seq())), Updates.unset(field));
    }

    @Override
    public Mono<List<ConversationKey>> of(String tenant, String owner) {
        var ids = IntStream.range(0, DOCUMENTS)
                .mapToObj(n -> id(tenant, owner, n))
                .toList();
        return mongo.find(Query.query(Criteria.where("_id").in(ids)), Document.class, USER_CONVERSATIONS)
                .concatMapIterable(document ->
                        document.get("conversations", new Document()).keySet())
                .map(field -> new ConversationKey(tenant, conversation(field)))
                .collectList()
                .timeout(LIMIT);
    }

    private static String id(String tenant, String owner, int number) {
        return tenant + "/" + owner + "/" + number;
    }

    /** A name that every database takes: ids may have dots. */
    private static String field(String conversation) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(conversation.getBytes(StandardCharsets.UTF_8));
    }

    private static String conversation(String field) {
        return new String(Base64.getUrlDecoder().decode(field), StandardCharsets.UTF_8);
    }
}
