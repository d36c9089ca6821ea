package io.parley.completion.key.mongo;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import io.parley.completion.key.KeyDescription;
import io.parley.completion.key.KeyHolder;
import io.parley.completion.key.StoredKey;
import io.parley.completion.key.StoredKeys;
import io.parley.completion.key.vault.SealedKey;
import io.parley.completion.key.vault.WrappedKey;
import io.parley.events.Payer;
import io.parley.platform.database.MongoCalls;
import io.parley.platform.log.GuardedDocuments;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bson.Document;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Sealed keys under {@code <tenant>/<user or chatbot>/<id>}. Whose a document is its id says, not what it holds. */
final class MongoStoredKeys implements StoredKeys {

    private static final String API_KEYS = "api_keys";
    private static final String DATA_KEY = "data_key";
    private static final String MASTER_VERSION = "master_version";

    private final MongoCalls keys;
    private final GuardedDocuments guarded;

    MongoStoredKeys(ReactiveMongoTemplate mongo) {
        this.keys = new MongoCalls(mongo, API_KEYS);
        this.guarded = new GuardedDocuments(mongo, API_KEYS, DATA_KEY);
    }

    @Override
    public Mono<Void> save(StoredKey key) {
        return keys.one(collection -> collection.replaceOne(
                        Filters.eq("_id", id(key.holder())), document(key), new ReplaceOptions().upsert(true)))
                .then();
    }

    @Override
    public Flux<StoredKey> find(Collection<KeyHolder> holders) {
        var byId = holders.stream().collect(Collectors.toMap(MongoStoredKeys::id, Function.identity()));
        return keys.many(collection -> collection.find(Filters.in("_id", byId.keySet())))
                .mapNotNull(found -> {
                    var holder = byId.get(found.getString("_id"));
                    return holder == null ? null : key(holder, found);
                });
    }

    @Override
    public Mono<Void> delete(KeyHolder holder) {
        return keys.one(collection -> collection.deleteOne(Filters.eq("_id", id(holder))))
                .then();
    }

    @Override
    public Flux<StoredKey> all() {
        return keys.many(MongoCollection::find).map(found -> key(holder(found.getString("_id")), found));
    }

    @Override
    public Mono<Boolean> rewrap(StoredKey asRead, WrappedKey now) {
        var before =
                guarded.asRead(id(asRead.holder()), asRead.sealed().dataKey().text());
        var after = new Document("$set", new Document(DATA_KEY, now.text()).append(MASTER_VERSION, now.version()));
        return guarded.ready()
                .then(keys.one(collection -> collection.updateOne(before, after)))
                .map(result -> result.getMatchedCount() == 1);
    }

    private static String id(KeyHolder holder) {
        return holder.tenant() + "/" + kind(holder.kind()) + "/" + holder.id();
    }

    private static KeyHolder holder(String id) {
        var parts = id.split("/", 3);
        return new KeyHolder(parts[0], Payer.valueOf(parts[1].toUpperCase(Locale.ROOT)), parts[2]);
    }

    private static String kind(Payer kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static Document document(StoredKey key) {
        var sealed = key.sealed();
        var shown = key.description();
        return new Document("_id", id(key.holder()))
                .append("key_id", sealed.id().toString())
                .append("key", sealed.text())
                .append(DATA_KEY, sealed.dataKey().text())
                .append(MASTER_VERSION, sealed.dataKey().version())
                .append("last4", shown.last4())
                .append("provider", shown.provider())
                .append("base_url", shown.baseUrl())
                .append("created_at", Date.from(shown.createdAt()));
    }

    /** A document that is not as it was written is a key that cannot be opened, and no reason to ask again. */
    private static StoredKey key(KeyHolder holder, Document document) {
        try {
            return whole(holder, document);
        } catch (RuntimeException e) {
            return new StoredKey(
                    holder,
                    new SealedKey(new UUID(0, 0), "", new WrappedKey(0, "")),
                    new KeyDescription("", "", null, Instant.EPOCH));
        }
    }

    private static StoredKey whole(KeyHolder holder, Document document) {
        return new StoredKey(
                holder,
                new SealedKey(
                        UUID.fromString(document.getString("key_id")),
                        Objects.requireNonNull(document.getString("key")),
                        new WrappedKey(
                                document.getInteger(MASTER_VERSION),
                                Objects.requireNonNull(document.getString(DATA_KEY)))),
                new KeyDescription(
                        document.getString("last4"),
                        document.getString("provider"),
                        document.getString("base_url"),
                        document.getDate("created_at").toInstant()));
    }
}
