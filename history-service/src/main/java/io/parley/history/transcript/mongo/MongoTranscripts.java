package io.parley.history.transcript.mongo;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.WriteModel;
import io.parley.events.log.ConversationKey;
import io.parley.history.transcript.Activity;
import io.parley.history.transcript.BucketChange;
import io.parley.history.transcript.Mentions;
import io.parley.history.transcript.Recording;
import io.parley.history.transcript.Transcript;
import io.parley.history.transcript.TranscriptEntry;
import io.parley.history.transcript.Transcripts;
import io.parley.platform.log.ConversationDocuments;
import io.parley.platform.log.ConversationDocuments.Folded;
import io.parley.platform.log.GuardedDocuments;
import io.parley.platform.log.ViewOvertaken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bson.Document;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The transcripts in MongoDB: {@code messages} holds the buckets, {@code places} where each message is, and
 * {@code conversations} how far each was read, written in this order.
 */
final class MongoTranscripts implements Transcripts {

    static final String MESSAGES = "messages";
    static final String PLACES = "places";
    static final String CONVERSATIONS = "conversations";

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int IDS_AT_ONCE = 500;

    private final ReactiveMongoTemplate mongo;
    private final ConversationDocuments conversations;
    private final GuardedDocuments buckets;

    MongoTranscripts(ReactiveMongoTemplate mongo) {
        this.mongo = mongo;
        this.conversations = new ConversationDocuments(mongo, CONVERSATIONS);
        this.buckets = new GuardedDocuments(mongo, MESSAGES, "seq");
    }

    @Override
    public Mono<Map<ConversationKey, Recording>> open(Map<ConversationKey, Mentions> wanted) {
        return conversations.load(wanted.keySet()).flatMap(stored -> {
            var opening = new OpeningRecordings(wanted, stored);
            return find(PLACES, opening.places())
                    .doOnNext(opening::placesFound)
                    .then(Mono.defer(() -> find(MESSAGES, opening.buckets())))
                    .map(opening::recordings);
        });
    }

    private Mono<List<Document>> find(String collection, Collection<String> ids) {
        if (ids.isEmpty()) {
            return Mono.just(List.of());
        }
        return mongo.find(Query.query(Criteria.where("_id").in(ids)), Document.class, collection)
                .collectList()
                .timeout(LIMIT);
    }

    @Override
    public Mono<Void> keep(Collection<Recording> recordings) {
        var folded = recordings.stream()
                .map(recording -> new Folded(recording.loadedSeq(), TranscriptDocument.write(recording.transcript())))
                .toList();
        return keepBuckets(recordings)
                .then(Mono.defer(() -> keepPlaces(recordings)))
                .then(Mono.defer(() -> conversations.write(folded)));
    }

    private Mono<Void> keepBuckets(Collection<Recording> recordings) {
        var changes = new LinkedHashMap<String, BucketChange>();
        var openings = new ArrayList<WriteModel<Document>>();
        for (var recording : recordings) {
            var key = recording.transcript().key();
            for (var change : recording.buckets()) {
                changes.put(BucketDocument.id(key, change.number()), change);
                if (change.isOpening()) {
                    openings.add(BucketDocument.opening(key, change));
                }
            }
        }
        return write(MESSAGES, openings)
                .then(Mono.defer(() -> seqs(changes.keySet())))
                .flatMap(seqs -> writeAsRead(changes, seqs));
    }

    private Mono<Void> keepPlaces(Collection<Recording> recordings) {
        var places = new ArrayList<WriteModel<Document>>();
        var answers = new ArrayList<WriteModel<Document>>();
        for (var recording : recordings) {
            var key = recording.transcript().key();
            int first = recording.transcript().filled().first();
            recording
                    .places()
                    .forEach((message, place) ->
                            places.add(PlaceDocument.place(PlaceDocument.id(key, first, message), place)));
            recording
                    .answers()
                    .forEach((question, those) -> those.forEach(answer ->
                            answers.add(PlaceDocument.answer(PlaceDocument.id(key, first, question), answer))));
        }
        // In this order: a question may have come with its answer.
        places.addAll(answers);
        return write(PLACES, places);
    }

    /** The last facts applied to some buckets. */
    private Mono<Map<String, Long>> seqs(Collection<String> ids) {
        if (ids.isEmpty()) {
            return Mono.just(Map.of());
        }
        var query = Query.query(Criteria.where("_id").in(ids));
        query.fields().include("seq");
        return mongo.find(query, Document.class, MESSAGES)
                .collectMap(document -> document.getString("_id"), BucketDocument::seq)
                .timeout(LIMIT);
    }

    /** Writes what is there and further back; fails where another replica has been faster since it was read. */
    private Mono<Void> writeAsRead(Map<String, BucketChange> changes, Map<String, Long> there) {
        var writes = new ArrayList<WriteModel<Document>>();
        changes.forEach((id, change) -> {
            var seq = there.get(id);
            // What the bucket has applied already changes nothing.
            if (seq != null && seq < change.seq()) {
                writes.add(BucketDocument.change(buckets.asRead(id, seq), change));
            }
        });
        if (writes.isEmpty()) {
            return Mono.empty();
        }
        return buckets.ready()
                .then(mongo.getCollection(MESSAGES))
                .flatMap(target -> Mono.from(target.bulkWrite(writes, new BulkWriteOptions().ordered(false))))
                .timeout(LIMIT)
                .filter(result -> result.getMatchedCount() == writes.size())
                .switchIfEmpty(Mono.error(ViewOvertaken::new))
                .then();
    }

    private Mono<Void> write(String collection, List<WriteModel<Document>> writes) {
        if (writes.isEmpty()) {
            return Mono.empty();
        }
        return mongo.getCollection(collection)
                .flatMap(target -> Mono.from(target.bulkWrite(writes, new BulkWriteOptions().ordered(true))))
                .timeout(LIMIT)
                .then();
    }

    @Override
    public Mono<Transcript> find(ConversationKey key) {
        return conversations.find(key).map(TranscriptDocument::read);
    }

    @Override
    public Flux<Transcript> findAll(Collection<ConversationKey> keys) {
        return documents(keys, query -> query.fields().exclude("seen")).map(TranscriptDocument::read);
    }

    @Override
    public Flux<Activity> activities(Collection<ConversationKey> keys) {
        return documents(keys, query -> query.fields().include(TranscriptDocument.ACTIVITY))
                .map(TranscriptDocument::activity);
    }

    private Flux<Document> documents(Collection<ConversationKey> keys, java.util.function.Consumer<Query> projection) {
        return Flux.fromIterable(keys)
                .map(ConversationKey::toString)
                .buffer(IDS_AT_ONCE)
                .concatMap(
                        ids -> {
                            var query = Query.query(Criteria.where("_id").in(ids));
                            projection.accept(query);
                            return mongo.find(query, Document.class, CONVERSATIONS)
                                    .timeout(LIMIT);
                        },
                        1);
    }

    @Override
    public Mono<List<TranscriptEntry>> bucket(ConversationKey key, int number) {
        return mongo.findById(BucketDocument.id(key, number), Document.class, MESSAGES)
                .map(BucketDocument::entries)
                .timeout(LIMIT);
    }

    @Override
    public Mono<Long> firstSeq(ConversationKey key, int number) {
        var query = Query.query(Criteria.where("_id").is(BucketDocument.id(key, number)));
        query.fields().include("first_seq");
        return mongo.findOne(query, Document.class, MESSAGES)
                .map(bucket -> bucket.getLong("first_seq"))
                .timeout(LIMIT);
    }

    @Override
    public Mono<Void> remove(ConversationKey key, int first, int from, int to) {
        var ids = IntStream.range(from, to)
                .mapToObj(number -> BucketDocument.id(key, number))
                .toList();
        return find(MESSAGES, ids)
                .flatMap(buckets -> remove(PLACES, places(key, first, buckets)))
                .then(Mono.defer(() -> remove(MESSAGES, ids)));
    }

    private static List<String> places(ConversationKey key, int first, List<Document> buckets) {
        return buckets.stream()
                .flatMap(bucket -> BucketDocument.entries(bucket).stream())
                .map(entry -> PlaceDocument.id(key, first, entry.id()))
                .toList();
    }

    private Mono<Void> remove(String collection, List<String> ids) {
        if (ids.isEmpty()) {
            return Mono.empty();
        }
        return mongo.remove(Query.query(Criteria.where("_id").in(ids)), collection)
                .timeout(LIMIT)
                .then();
    }
}
