package io.parley.history.transcript.mongo;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.WriteModel;
import io.parley.events.MessageId;
import io.parley.events.log.ConversationKey;
import io.parley.history.transcript.CurrentAnswer;
import io.parley.history.transcript.Recording;
import io.parley.history.transcript.Transcript;
import io.parley.history.transcript.TranscriptEntry;
import io.parley.history.transcript.Transcripts;
import io.parley.platform.log.ConversationDocuments;
import io.parley.platform.log.ConversationDocuments.Folded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
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

    private final ReactiveMongoTemplate mongo;
    private final ConversationDocuments conversations;

    MongoTranscripts(ReactiveMongoTemplate mongo) {
        this.mongo = mongo;
        this.conversations = new ConversationDocuments(mongo, CONVERSATIONS);
    }

    @Override
    public Mono<Map<ConversationKey, Recording>> open(Map<ConversationKey, Set<MessageId>> wanted) {
        return Mono.zip(conversations.load(wanted.keySet()), answers(wanted))
                .map(loaded -> recordings(wanted.keySet(), loaded.getT1(), loaded.getT2()));
    }

    private Mono<Map<ConversationKey, Map<MessageId, CurrentAnswer>>> answers(
            Map<ConversationKey, Set<MessageId>> wanted) {
        var ids = new ArrayList<String>();
        wanted.forEach((key, questions) -> questions.forEach(question -> ids.add(PlaceDocument.id(key, question))));
        if (ids.isEmpty()) {
            return Mono.just(Map.of());
        }
        return mongo.find(Query.query(Criteria.where("_id").in(ids)), Document.class, PLACES)
                .collectList()
                .map(MongoTranscripts::answers)
                .timeout(LIMIT);
    }

    private static Map<ConversationKey, Map<MessageId, CurrentAnswer>> answers(List<Document> places) {
        var answers = new HashMap<ConversationKey, Map<MessageId, CurrentAnswer>>();
        for (var place : places) {
            PlaceDocument.answer(place)
                    .ifPresent(
                            answer -> answers.computeIfAbsent(PlaceDocument.conversation(place), _ -> new HashMap<>())
                                    .put(PlaceDocument.message(place), answer));
        }
        return answers;
    }

    private static Map<ConversationKey, Recording> recordings(
            Set<ConversationKey> keys,
            Map<String, Document> stored,
            Map<ConversationKey, Map<MessageId, CurrentAnswer>> answers) {
        var recordings = new LinkedHashMap<ConversationKey, Recording>();
        for (var key : keys) {
            var document = stored.get(key.toString());
            var transcript = document == null ? Transcript.unread(key) : TranscriptDocument.read(document);
            recordings.put(key, new Recording(transcript, answers.getOrDefault(key, Map.of())));
        }
        return recordings;
    }

    @Override
    public Mono<Void> keep(Collection<Recording> recordings) {
        var buckets = new ArrayList<WriteModel<Document>>();
        var places = new ArrayList<WriteModel<Document>>();
        var folded = new ArrayList<Folded>();
        for (var recording : recordings) {
            var transcript = recording.transcript();
            recording.buckets().forEach(change -> buckets.addAll(BucketDocument.writes(transcript.key(), change)));
            places.addAll(PlaceDocument.writes(recording));
            folded.add(new Folded(recording.loadedSeq(), TranscriptDocument.write(transcript)));
        }
        return write(MESSAGES, buckets).then(write(PLACES, places)).then(conversations.write(folded));
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
}
