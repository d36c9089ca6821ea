package io.parley.history.transcript.mongo;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.parley.events.log.ConversationKey;
import io.parley.history.transcript.Removal;
import io.parley.history.transcript.Removals;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The open removals in MongoDB, {@code _id} {@code <tenant>/<conversation>/<seq of the clearing>}. */
final class MongoRemovals implements Removals {

    static final String REMOVALS = "removals";

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int AT_ONCE = 20;

    private final ReactiveMongoTemplate mongo;

    MongoRemovals(ReactiveMongoTemplate mongo) {
        this.mongo = mongo;
    }

    @Override
    public Mono<Void> open(Collection<Removal> removals) {
        if (removals.isEmpty()) {
            return Mono.empty();
        }
        List<UpdateOneModel<Document>> writes = removals.stream()
                .map(removal -> new UpdateOneModel<Document>(
                        Filters.eq("_id", id(removal)), opening(removal), new UpdateOptions().upsert(true)))
                .toList();
        return mongo.getCollection(REMOVALS)
                .flatMap(target -> Mono.from(target.bulkWrite(writes)))
                .timeout(LIMIT)
                .then();
    }

    private static Bson opening(Removal removal) {
        return Updates.combine(
                Updates.setOnInsert("tenant", removal.key().tenant()),
                Updates.setOnInsert("conversation", removal.key().conversation()),
                Updates.setOnInsert("cleared_by", removal.clearedBy()),
                Updates.setOnInsert("first", removal.first()),
                Updates.setOnInsert("next", removal.next()),
                Updates.setOnInsert("end", removal.end()),
                Updates.setOnInsert("again", removal.again()),
                Updates.setOnInsert("due", Date.from(removal.due())));
    }

    /** A scan of all that is open: there is little at any time. */
    @Override
    public Flux<Removal> due(Instant now) {
        return mongo.find(
                        Query.query(Criteria.where("due").lte(Date.from(now))).limit(AT_ONCE), Document.class, REMOVALS)
                .map(MongoRemovals::read)
                .timeout(LIMIT);
    }

    @Override
    public Mono<Void> reached(Removal removal) {
        return update(removal, removal.again(), new Update().max("next", removal.next()));
    }

    @Override
    public Mono<Void> begin(Removal secondLook) {
        var update =
                new Update().set("again", true).set("next", secondLook.next()).set("due", Date.from(secondLook.due()));
        return update(secondLook, false, update);
    }

    /** Another replica may have gone on to the second look already: what the first one says changes nothing then. */
    private Mono<Void> update(Removal removal, boolean again, Update update) {
        var query =
                Query.query(Criteria.where("_id").is(id(removal)).and("again").is(again));
        return mongo.updateFirst(query, update, REMOVALS).timeout(LIMIT).then();
    }

    @Override
    public Mono<Void> done(Removal removal) {
        return mongo.remove(Query.query(Criteria.where("_id").is(id(removal))), REMOVALS)
                .timeout(LIMIT)
                .then();
    }

    private static String id(Removal removal) {
        return removal.key() + "/" + removal.clearedBy();
    }

    private static Removal read(Document document) {
        return new Removal(
                new ConversationKey(document.getString("tenant"), document.getString("conversation")),
                document.getLong("cleared_by"),
                document.getInteger("first"),
                document.getInteger("next"),
                document.getInteger("end"),
                document.getBoolean("again"),
                document.getDate("due").toInstant());
    }
}
