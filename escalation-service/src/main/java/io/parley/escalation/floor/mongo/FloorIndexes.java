package io.parley.escalation.floor.mongo;

import io.parley.platform.log.GuardedDocuments;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.index.Index;
import reactor.core.Disposable;

/**
 * Declares the indexes of what is searched: changes to tell by age, the queue of a tenant by waiting time, an agent's
 * conversations; and first the guard of the floors, which the first escalation would wait for otherwise. Nothing
 * depends on them but speed, so the start does not wait; the embedded server keeps none but the guard.
 */
final class FloorIndexes implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FloorIndexes.class);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ReactiveMongoTemplate mongo;
    private @Nullable Disposable running;

    FloorIndexes(ReactiveMongoTemplate mongo) {
        this.mongo = mongo;
    }

    void declare() {
        running = new GuardedDocuments(mongo, MongoFloors.FLOORS, MongoFloors.GUARD)
                .ready()
                .then(mongo.indexOps(MongoFloors.OUTBOX).createIndex(new Index("at", Sort.Direction.ASC)))
                .then(mongo.indexOps(MongoOpenWork.QUEUE)
                        .createIndex(new Index("tenant", Sort.Direction.ASC).on("waiting_since", Sort.Direction.ASC)))
                .then(mongo.indexOps(MongoOpenWork.ASSIGNMENTS)
                        .createIndex(new Index("tenant", Sort.Direction.ASC)
                                .on("agent", Sort.Direction.ASC)
                                .on("assigned_at", Sort.Direction.ASC)))
                .timeout(LIMIT)
                .subscribe(_ -> {}, failure -> log.warn("Indexes cannot be declared: {}", failure.toString()));
    }

    @Override
    public void close() {
        if (running != null) {
            running.dispose();
        }
    }
}
