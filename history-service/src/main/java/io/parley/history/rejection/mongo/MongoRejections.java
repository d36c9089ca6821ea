package io.parley.history.rejection.mongo;

import io.parley.history.rejection.RejectedRecord;
import io.parley.history.rejection.Rejections;
import io.parley.platform.log.LogTopology;
import java.time.Duration;
import org.bson.Document;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import reactor.core.publisher.Mono;

/**
 * The rejections in MongoDB, {@code _id} {@code <epoch>/<partition>/<offset>}. They are no view: rebuilding the
 * transcripts must not empty them, or everything unreadable is set aside again.
 */
final class MongoRejections implements Rejections {

    static final String REJECTIONS = "rejections";

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final ReactiveMongoTemplate mongo;
    private final LogTopology topology;

    MongoRejections(ReactiveMongoTemplate mongo, LogTopology topology) {
        this.mongo = mongo;
        this.topology = topology;
    }

    @Override
    public Mono<Stage> stage(RejectedRecord record) {
        return mongo.findById(id(record), Document.class, REJECTIONS)
                .map(document -> Stage.valueOf(document.getString("stage")))
                .defaultIfEmpty(Stage.NOTHING)
                .timeout(LIMIT);
    }

    @Override
    public Mono<Void> reached(RejectedRecord record, Stage stage) {
        return mongo.upsert(
                        Query.query(Criteria.where("_id").is(id(record))),
                        new Update().set("stage", stage.name()).set("reason", record.reason()),
                        REJECTIONS)
                .timeout(LIMIT)
                .then();
    }

    private String id(RejectedRecord record) {
        return topology.epoch() + "/" + record.partition() + "/" + record.offset();
    }
}
