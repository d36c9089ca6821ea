package io.parley.completion.document.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import io.parley.completion.document.DocumentFault;
import io.parley.completion.document.DocumentKey;
import io.parley.completion.document.DocumentKind;
import io.parley.completion.document.DocumentPage;
import io.parley.completion.document.DocumentPlace;
import io.parley.completion.document.DocumentStatus;
import io.parley.completion.document.Documents;
import io.parley.completion.document.KnownDocument;
import io.parley.platform.database.MongoCalls;
import io.parley.platform.log.GuardedDocuments;
import java.time.Duration;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Documents under {@code <tenant>/<chatbot>/<id>}. {@code content} is unique in a chatbot: a file's hash and name as long
 * as its document counts, and a value of its own from when the document has failed or is to go; so the same file can come
 * again then, and of two uploads of one file at the same instant one is added.
 */
final class MongoDocuments implements Documents {

    static final String DOCUMENTS = "documents";

    private static final String HIDDEN = "deleting";
    private static final Duration FOR_EVER = Duration.ofMillis(Long.MAX_VALUE);

    /** A document that was there a moment ago may be gone when it is looked at. */
    private static final int TRIES = 3;

    private final MongoCalls documents;
    private final GuardedDocuments guarded;
    private final Mono<Void> indexed;

    MongoDocuments(ReactiveMongoTemplate mongo) {
        documents = new MongoCalls(mongo, DOCUMENTS);
        guarded = new GuardedDocuments(mongo, DOCUMENTS, "status");
        indexed = Mono.defer(() -> documents.one(collection -> collection.createIndex(
                        Indexes.ascending("tenant", "chatbot_id", "content"), new IndexOptions().unique(true))))
                .then(Mono.defer(guarded::ready))
                .thenReturn(true)
                .cache(_ -> FOR_EVER, _ -> Duration.ZERO, () -> Duration.ZERO)
                .then();
    }

    @Override
    public Mono<KnownDocument> add(KnownDocument document) {
        return indexed.then(Mono.defer(() -> tryToAdd(document)))
                .repeatWhenEmpty(TRIES, again -> again)
                .onErrorMap(IllegalStateException.class, _ -> new IllegalStateException("a document came and went"));
    }

    private Mono<KnownDocument> tryToAdd(KnownDocument document) {
        return documents
                .one(collection -> collection.insertOne(asStored(document)))
                .thenReturn(document)
                .onErrorResume(MongoDocuments::isDuplicate, _ -> sameFile(document));
    }

    private Mono<KnownDocument> sameFile(KnownDocument document) {
        var same = new Document("tenant", document.key().tenant())
                .append("chatbot_id", document.key().chatbotId())
                .append("content", content(document));
        return documents.one(collection -> collection.find(same).first()).map(MongoDocuments::known);
    }

    private static String content(KnownDocument document) {
        return document.sha256() + "/" + document.name();
    }

    private static boolean isDuplicate(Throwable failure) {
        return failure instanceof MongoWriteException write
                && write.getError().getCategory() == ErrorCategory.DUPLICATE_KEY;
    }

    @Override
    public Mono<KnownDocument> find(DocumentKey key) {
        return documents
                .one(collection -> collection.find(eq("_id", key.toString())).first())
                .filter(MongoDocuments::isShown)
                .map(MongoDocuments::known);
    }

    @Override
    public Flux<KnownDocument> list(String tenant, String chatbotId) {
        return listed(ofChatbot(tenant, chatbotId));
    }

    private Flux<KnownDocument> listed(Bson which) {
        return documents
                .many(collection -> collection.find(which).sort(Sorts.descending("created_at", "document_id")))
                .filter(MongoDocuments::isShown)
                .map(MongoDocuments::known);
    }

    private static Bson ofChatbot(String tenant, String chatbotId) {
        return and(eq("tenant", tenant), eq("chatbot_id", chatbotId));
    }

    @Override
    public Mono<DocumentPage> page(String tenant, String chatbotId, @Nullable DocumentPlace behind, int limit) {
        var all = ofChatbot(tenant, chatbotId);
        return listed(behind == null ? all : and(all, after(behind)))
                .take(limit + 1L)
                .collectList()
                .map(found -> DocumentPage.of(found, limit));
    }

    private static Bson after(DocumentPlace place) {
        var at = Date.from(place.createdAt());
        return or(lt("created_at", at), and(eq("created_at", at), lt("document_id", place.documentId())));
    }

    @Override
    public Mono<Long> count(String tenant, String chatbotId) {
        return documents
                .many(collection ->
                        collection.find(ofChatbot(tenant, chatbotId)).projection(include("status")))
                .filter(MongoDocuments::isShown)
                .count();
    }

    @Override
    public Mono<Void> split(DocumentKey key, int passages) {
        return change(key, set("passages", passages)).then();
    }

    @Override
    public Mono<Boolean> ready(DocumentKey key, int passages) {
        return change(key, combine(set("status", DocumentStatus.READY.word()), set("passages", passages)));
    }

    @Override
    public Mono<Boolean> fail(DocumentKey key, DocumentFault fault) {
        return change(
                key,
                combine(
                        set("status", DocumentStatus.FAILED.word()),
                        set("reason", fault.code()),
                        set("content", key.documentId())));
    }

    private Mono<Boolean> change(DocumentKey key, Bson change) {
        var processed = guarded.asRead(key.toString(), DocumentStatus.PROCESSING.word());
        return indexed.then(documents.one(collection -> collection.updateOne(processed, change)))
                .map(result -> result.getMatchedCount() == 1);
    }

    @Override
    public Mono<Void> hide(DocumentKey key) {
        return documents
                .one(collection -> collection.updateOne(
                        eq("_id", key.toString()), combine(set("status", HIDDEN), set("content", key.documentId()))))
                .then();
    }

    @Override
    public Mono<Void> delete(DocumentKey key) {
        return documents
                .one(collection -> collection.deleteOne(eq("_id", key.toString())))
                .then();
    }

    @Override
    public Mono<Map<DocumentStatus, Long>> count() {
        return documents
                .many(collection -> collection.find().projection(include("status")))
                .filter(MongoDocuments::isShown)
                .collect(Collectors.groupingBy(MongoDocuments::status, Collectors.counting()));
    }

    /** The documents of a chatbot or, without one, of all that are ready. */
    static Flux<KnownDocument> ready(MongoCalls documents, Bson which) {
        return documents
                .many(collection -> collection.find(which))
                .filter(MongoDocuments::isShown)
                .filter(document -> status(document) == DocumentStatus.READY)
                .map(MongoDocuments::known);
    }

    static Bson isOneOf(Collection<DocumentKey> keys) {
        return in("_id", keys.stream().map(DocumentKey::toString).toList());
    }

    private static boolean isShown(Document document) {
        return !HIDDEN.equals(document.getString("status"));
    }

    private static DocumentStatus status(Document document) {
        return DocumentStatus.ofWord(document.getString("status"));
    }

    private static Document asStored(KnownDocument document) {
        return new Document("_id", document.key().toString())
                .append("tenant", document.key().tenant())
                .append("chatbot_id", document.key().chatbotId())
                .append("document_id", document.key().documentId())
                .append("name", document.name())
                .append("media_type", document.kind().mediaType())
                .append("size", document.size())
                .append("sha256", document.sha256())
                .append("content", content(document))
                .append("status", document.status().word())
                .append("created_at", Date.from(document.createdAt()));
    }

    private static KnownDocument known(Document document) {
        var reason = document.getString("reason");
        return new KnownDocument(
                new DocumentKey(
                        document.getString("tenant"),
                        document.getString("chatbot_id"),
                        document.getString("document_id")),
                document.getString("name"),
                DocumentKind.ofMediaType(document.getString("media_type")),
                document.getLong("size"),
                document.getString("sha256"),
                status(document),
                reason == null ? null : DocumentFault.ofCode(reason),
                document.getInteger("passages"),
                document.getDate("created_at").toInstant());
    }
}
