package io.parley.escalation.rating.mongo;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import io.parley.escalation.rating.Rating;
import io.parley.escalation.rating.Ratings;
import io.parley.events.log.ConversationKey;
import java.time.Duration;
import java.util.Date;
import java.util.UUID;
import org.bson.Document;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** Ratings in {@code ratings}, a document for each conversation. */
final class MongoRatings implements Ratings {

    private static final String RATINGS = "ratings";
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final ReactiveMongoTemplate mongo;

    MongoRatings(ReactiveMongoTemplate mongo) {
        this.mongo = mongo;
    }

    @Override
    public Mono<Rating> find(ConversationKey key) {
        return mongo.findById(key.toString(), Document.class, RATINGS)
                .map(MongoRatings::read)
                .timeout(LIMIT);
    }

    @Override
    public Mono<Boolean> save(Rating rating) {
        var escalation = rating.escalationId();
        var update = new Update()
                .set("tenant", rating.key().tenant())
                .set("conversation", rating.key().conversation())
                .set("score", rating.score())
                .set("comment", rating.comment())
                .set("escalation_id", escalation == null ? null : escalation.toString())
                .setOnInsert("created_at", Date.from(rating.createdAt()));
        return mongo.upsert(mine(rating.key()), update, RATINGS)
                .map(result -> result.getUpsertedId() != null)
                // Two first ratings at the same instant: the second changes the first.
                .retryWhen(Retry.max(1).filter(DuplicateKeyException.class::isInstance))
                .timeout(LIMIT);
    }

    @Override
    public Mono<Void> forget(ConversationKey key) {
        return mongo.remove(mine(key), RATINGS).timeout(LIMIT).then();
    }

    private static Query mine(ConversationKey key) {
        return query(where("_id").is(key.toString()));
    }

    private static Rating read(Document document) {
        var escalation = document.getString("escalation_id");
        return new Rating(
                new ConversationKey(document.getString("tenant"), document.getString("conversation")),
                document.getInteger("score"),
                document.getString("comment"),
                escalation == null ? null : UUID.fromString(escalation),
                document.getDate("created_at").toInstant());
    }
}
