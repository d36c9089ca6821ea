package io.parley.platform.log;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.util.Map;
import org.bson.Document;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * How far this service's views have read each partition, kept in their own database so that both are lost or kept
 * together. {@code positions} is what the views contain; {@code effects} is what has ever caused anything, and
 * survives a rebuilding of the views.
 */
final class ViewPositions {

    private static final String POSITIONS = "positions";
    private static final String EFFECTS = "effects";
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final ReactiveMongoTemplate mongo;
    private final String epoch;

    ViewPositions(ReactiveMongoTemplate mongo, LogTopology topology) {
        this.mongo = mongo;
        this.epoch = topology.epoch();
    }

    /** The next seq to read of each partition that was read before. */
    Mono<Map<Integer, Long>> positions() {
        return read(POSITIONS);
    }

    Mono<Map<Integer, Long>> effects() {
        return read(EFFECTS);
    }

    /** Positions of the log this service was built from, if that is another one than today's. */
    Flux<String> foreignEpochs() {
        return mongo.findAll(Document.class, POSITIONS)
                .map(document -> document.getString("_id"))
                .map(id -> id.substring(0, id.indexOf('/')))
                .filter(found -> !found.equals(epoch))
                .distinct()
                .timeout(LIMIT);
    }

    /** Raises what the views contain; it never goes back, so that a replica that was away cannot undo another's work. */
    void raise(Map<Integer, Long> next) {
        raise(POSITIONS, next).block(LIMIT);
    }

    /** Raises what has caused something. To be done before the positions of the same facts are raised. */
    void raiseEffects(Map<Integer, Long> next) {
        raise(EFFECTS, next).block(LIMIT);
    }

    private Mono<Void> raise(String collection, Map<Integer, Long> next) {
        var writes = next.entrySet().stream()
                .map(entry -> new UpdateOneModel<Document>(
                        Filters.eq("_id", id(entry.getKey())),
                        Updates.max("next", entry.getValue()),
                        new UpdateOptions().upsert(true)))
                .toList();
        return mongo.getCollection(collection)
                .flatMap(target -> Mono.from(target.bulkWrite(writes)))
                .then();
    }

    private Mono<Map<Integer, Long>> read(String collection) {
        return mongo.findAll(Document.class, collection)
                .filter(document -> document.getString("_id").startsWith(epoch + "/"))
                .collectMap(
                        document -> Integer.parseInt(document.getString("_id").substring(epoch.length() + 1)),
                        document -> document.getLong("next"))
                .timeout(LIMIT);
    }

    private String id(int partition) {
        return epoch + "/" + partition;
    }
}
