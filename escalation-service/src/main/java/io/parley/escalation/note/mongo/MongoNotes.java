package io.parley.escalation.note.mongo;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import io.parley.escalation.note.Note;
import io.parley.escalation.note.Notes;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bson.Document;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Notes in {@code notes}: a document each, found by conversation and number. */
final class MongoNotes implements Notes {

    private static final String NOTES = "notes";
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int AT_ONCE = 500;

    private final ReactiveMongoTemplate mongo;

    MongoNotes(ReactiveMongoTemplate mongo) {
        this.mongo = mongo;
    }

    @Override
    public Mono<Void> keep(Collection<Note> notes) {
        if (notes.isEmpty()) {
            return Mono.empty();
        }
        var writes = notes.stream()
                .map(note -> new ReplaceOneModel<>(
                        Filters.eq("_id", id(note.key(), note.number())),
                        write(note),
                        new ReplaceOptions().upsert(true)))
                .toList();
        return mongo.getCollection(NOTES)
                .flatMap(target -> Mono.from(target.bulkWrite(writes, new BulkWriteOptions().ordered(false))))
                .timeout(LIMIT)
                .then();
    }

    @Override
    public Mono<List<Note>> find(ConversationKey key, int from, int to) {
        return mongo.find(query(where("_id").in(ids(key, from, to))), Document.class, NOTES)
                .map(MongoNotes::read)
                .sort(Comparator.comparingInt(Note::number))
                .collectList()
                .timeout(LIMIT);
    }

    @Override
    public Mono<Void> forget(ConversationKey key, int upTo) {
        return Flux.fromIterable(ids(key, 1, upTo))
                .buffer(AT_ONCE)
                .concatMap(
                        ids -> mongo.remove(query(where("_id").in(ids)), NOTES).timeout(LIMIT))
                .then();
    }

    private static List<String> ids(ConversationKey key, int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(number -> id(key, number))
                .toList();
    }

    private static String id(ConversationKey key, int number) {
        return key + "/" + number;
    }

    private static Document write(Note note) {
        return new Document("_id", id(note.key(), note.number()))
                .append("tenant", note.key().tenant())
                .append("conversation", note.key().conversation())
                .append("number", note.number())
                .append("id", note.id().toString())
                .append("escalation_id", note.escalationId().toString())
                .append("author_id", note.author().id())
                .append("author_type", note.author().type().name())
                .append("author_name", note.author().name())
                .append("text", note.text())
                .append("at", Date.from(note.at()));
    }

    private static Note read(Document document) {
        return new Note(
                new ConversationKey(document.getString("tenant"), document.getString("conversation")),
                document.getInteger("number"),
                UUID.fromString(document.getString("id")),
                UUID.fromString(document.getString("escalation_id")),
                new Sender(
                        document.getString("author_id"),
                        SenderType.valueOf(document.getString("author_type")),
                        document.getString("author_name")),
                document.getString("text"),
                document.getDate("at").toInstant());
    }
}
