package io.parley.completion.retrieval.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;

import com.mongodb.client.model.ReplaceOptions;
import io.parley.completion.document.DocumentKey;
import io.parley.completion.retrieval.EmbeddedDocuments;
import io.parley.platform.database.MongoCalls;
import java.util.Collection;
import java.util.Map;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import reactor.core.publisher.Mono;

/** A document for each that has vectors, under {@code <tenant>/<chatbot>/<document>}. */
final class MongoEmbeddedDocuments implements EmbeddedDocuments {

    private static final String EMBEDDED = "embedded_documents";

    private final MongoCalls embedded;

    MongoEmbeddedDocuments(ReactiveMongoTemplate mongo) {
        this.embedded = new MongoCalls(mongo, EMBEDDED);
    }

    @Override
    public Mono<Void> put(DocumentKey document, Made made) {
        var one = KeyFields.of(document)
                .append("_id", document.toString())
                .append("model", made.model())
                .append("dimensions", made.dimensions());
        return embedded.one(collection ->
                        collection.replaceOne(eq("_id", document.toString()), one, new ReplaceOptions().upsert(true)))
                .then();
    }

    @Override
    public Mono<Void> remove(DocumentKey document) {
        return embedded.one(collection -> collection.deleteOne(eq("_id", document.toString())))
                .then();
    }

    @Override
    public Mono<Map<DocumentKey, Made>> find(Collection<DocumentKey> documents) {
        var ids = documents.stream().map(DocumentKey::toString).toList();
        return embedded.many(collection -> collection.find(in("_id", ids)))
                .collectMap(
                        KeyFields::read, found -> new Made(found.getString("model"), found.getInteger("dimensions")));
    }
}
