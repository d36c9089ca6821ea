package io.parley.platform.log;

import java.time.Duration;
import org.bson.Document;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.index.Index;
import reactor.core.publisher.Mono;

/**
 * A collection whose documents are written only while one of their fields is as it was read. The unique index says
 * nothing that {@code _id} does not say already; it is there because the embedded server uses an index only where a
 * query names exactly its fields, each by equality, and reads the whole collection otherwise.
 */
public final class GuardedDocuments {

    /** A call that succeeded is not made again. */
    private static final Duration FOR_EVER = Duration.ofMillis(Long.MAX_VALUE);

    private final String field;
    private final Mono<String> index;

    /** @param field what guards a document */
    public GuardedDocuments(ReactiveMongoTemplate mongo, String collection, String field) {
        this.field = field;
        this.index = Mono.defer(() -> mongo.indexOps(collection)
                        .createIndex(new Index("_id", Sort.Direction.ASC)
                                .on(field, Sort.Direction.ASC)
                                .unique()))
                .cache(_ -> FOR_EVER, _ -> Duration.ZERO, () -> Duration.ZERO);
    }

    /** Completes once the index is there; to be awaited before the first guarded write. */
    public Mono<Void> ready() {
        return index.then();
    }

    /** The document of an id while it is as it was read; flat, because the driver's "and" is an operator. */
    public Document asRead(String id, Object value) {
        return new Document("_id", id).append(field, value);
    }
}
