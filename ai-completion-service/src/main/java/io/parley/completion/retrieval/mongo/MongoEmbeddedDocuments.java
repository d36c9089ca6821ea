package io.parley.completion.retrieval.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import io.parley.completion.document.DocumentKey;
import io.parley.completion.retrieval.EmbeddedDocuments;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.bson.Document;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import reactor.core.publisher.Mono;

/** A document for each that has vectors, under {@code <tenant>/<chatbot>/<document>}. */
final class MongoEmbeddedDocuments implements EmbeddedDocuments {

    private static final String EMBEDDED = "embedded_documents";
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final ReactiveMongoTemplate mongo;

    MongoEmbeddedDocuments(ReactiveMongoTemplate mongo) {
        this.mongo = mongo;
    }

    @Override
    public Mono<Void> put(DocumentKey document, Made made) {
        var one = KeyFields.of(document)
                .append("_id", document.toString())
                .append("model", made.model())
                .append("dimensions", made.dimensions());
        return collection()
                .flatMap(embedded -> Mono.from(
                        embedded.replaceOne(eq("_id", document.toString()), one, new ReplaceOptions().upsert(true))))
                .timeout(LIMIT)
                .then();
    }

    @Override
    public Mono<Void> remove(DocumentKey document) {
        return collection()
                .flatMap(embedded -> Mono.from(embedded.deleteOne(eq("_id", document.toString()))))
                .timeout(LIMIT)
                .then();
    }

    @Override
    public Mono<Map<DocumentKey, Made>> find(Collection<DocumentKey> documents) {
        var ids = documents.stream().map(DocumentKey::toString).toList();
        return collection()
                .flatMapMany(embedded -> embedded.find(in("_id", ids)))
                .timeout(LIMIT)
                .collectMap(
                        KeyFields::read, found -> new Made(found.getString("model"), found.getInteger("dimensions")));
    }

    private Mono<MongoCollection<Document>> collection() {
        return mongo.getCollection(EMBEDDED);
    }
}
