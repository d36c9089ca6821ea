package io.parley.history.transcript.mongo;

import io.parley.events.MessageId;
import io.parley.events.log.ConversationKey;
import io.parley.history.transcript.AnswerPlace;
import io.parley.history.transcript.KnownEntry;
import io.parley.history.transcript.Mentions;
import io.parley.history.transcript.Place;
import io.parley.history.transcript.Recording;
import io.parley.history.transcript.Transcript;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;

/**
 * What a batch needs of its conversations, as it is put together: the transcripts say under which ids the places of
 * the messages it mentions are, the places in which buckets those it changes.
 */
final class OpeningRecordings {

    private final Map<ConversationKey, Mentions> wanted;
    private final Map<ConversationKey, Transcript> transcripts = new LinkedHashMap<>();
    private final Map<String, Document> places = new HashMap<>();

    OpeningRecordings(Map<ConversationKey, Mentions> wanted, Map<String, Document> stored) {
        this.wanted = wanted;
        for (var key : wanted.keySet()) {
            var document = stored.get(key.toString());
            transcripts.put(key, document == null ? Transcript.unread(key) : TranscriptDocument.read(document));
        }
    }

    Set<String> places() {
        var ids = new HashSet<String>();
        wanted.forEach((key, mentions) -> {
            mentions.answered().forEach(message -> ids.add(placeId(key, message)));
            mentions.changed().forEach(message -> ids.add(placeId(key, message)));
        });
        return ids;
    }

    void placesFound(List<Document> found) {
        found.forEach(place -> places.put(place.getString("_id"), place));
    }

    Set<String> buckets() {
        var ids = new HashSet<String>();
        wanted.forEach((key, mentions) -> mentions.changed().forEach(message -> {
            var place = places.get(placeId(key, message));
            if (place != null) {
                ids.add(BucketDocument.id(key, PlaceDocument.place(place).bucket()));
            }
        }));
        return ids;
    }

    Map<ConversationKey, Recording> recordings(Collection<Document> buckets) {
        var byId = new HashMap<String, Document>();
        buckets.forEach(bucket -> byId.put(bucket.getString("_id"), bucket));
        var recordings = new LinkedHashMap<ConversationKey, Recording>();
        wanted.forEach((key, mentions) -> recordings.put(
                key, new Recording(transcript(key), answers(key, mentions.answered()), entries(key, mentions, byId))));
        return recordings;
    }

    private Map<MessageId, List<AnswerPlace>> answers(ConversationKey key, Set<MessageId> answered) {
        var answers = new HashMap<MessageId, List<AnswerPlace>>();
        for (var message : answered) {
            var place = places.get(placeId(key, message));
            if (place != null) {
                answers.put(message, PlaceDocument.answers(place));
            }
        }
        return answers;
    }

    private Map<MessageId, KnownEntry> entries(ConversationKey key, Mentions mentions, Map<String, Document> buckets) {
        var entries = new HashMap<MessageId, KnownEntry>();
        for (var message : mentions.changed()) {
            var found = places.get(placeId(key, message));
            if (found != null) {
                Place place = PlaceDocument.place(found);
                var bucket = buckets.get(BucketDocument.id(key, place.bucket()));
                if (bucket != null) {
                    BucketDocument.entry(bucket, place.slot())
                            .ifPresent(entry ->
                                    entries.put(message, new KnownEntry(place, entry, BucketDocument.seq(bucket))));
                }
            }
        }
        return entries;
    }

    private String placeId(ConversationKey key, MessageId message) {
        return PlaceDocument.id(key, transcript(key).filled().first(), message);
    }

    private Transcript transcript(ConversationKey key) {
        return transcripts.getOrDefault(key, Transcript.unread(key));
    }
}
