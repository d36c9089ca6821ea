package io.parley.history.transcript;

import io.parley.events.MessageId;
import io.parley.events.log.ConversationKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import reactor.core.publisher.Mono;

/** The transcripts in maps, with the same guards as the stored ones. */
final class InMemoryTranscripts implements Transcripts {

    record Bucket(long firstSeq, long seq, TreeMap<Integer, TranscriptEntry> entries) {}

    private record PlaceKey(ConversationKey key, int bucket) {}

    private final Map<ConversationKey, Transcript> transcripts = new HashMap<>();
    private final Map<PlaceKey, Bucket> buckets = new HashMap<>();
    private final Map<ConversationKey, Map<MessageId, CurrentAnswer>> answers = new HashMap<>();
    private int bucketsRead;

    @Override
    public Mono<Map<ConversationKey, Recording>> open(Map<ConversationKey, Set<MessageId>> conversations) {
        return Mono.fromSupplier(() -> {
            var opened = new LinkedHashMap<ConversationKey, Recording>();
            conversations
                    .keySet()
                    .forEach(key -> opened.put(
                            key,
                            new Recording(
                                    transcripts.getOrDefault(key, Transcript.unread(key)),
                                    answers.getOrDefault(key, Map.of()))));
            return opened;
        });
    }

    @Override
    public Mono<Void> keep(Collection<Recording> recordings) {
        return Mono.fromRunnable(() -> recordings.forEach(this::keep));
    }

    private void keep(Recording recording) {
        var key = recording.transcript().key();
        recording.buckets().forEach(change -> keep(key, change));
        var known = answers.computeIfAbsent(key, _ -> new HashMap<>());
        recording
                .answers()
                .forEach((question, answer) -> known.merge(
                        question, answer, (old, young) -> young.generation() > old.generation() ? young : old));
        var stored = transcripts.getOrDefault(key, Transcript.unread(key));
        if (stored.reading().seq() != recording.loadedSeq()) {
            throw new IllegalStateException("overtaken");
        }
        transcripts.put(key, recording.transcript());
    }

    private void keep(ConversationKey key, BucketChange change) {
        var place = new PlaceKey(key, change.number());
        var bucket = buckets.getOrDefault(place, new Bucket(change.firstSeq(), -1, new TreeMap<>()));
        if (change.seq() > bucket.seq()) {
            var entries = new TreeMap<>(bucket.entries());
            entries.putAll(change.added());
            change.superseded().forEach(slot -> entries.computeIfPresent(slot, (_, entry) -> entry.supersede()));
            buckets.put(place, new Bucket(bucket.firstSeq(), change.seq(), entries));
        }
    }

    @Override
    public Mono<Transcript> find(ConversationKey key) {
        return Mono.justOrEmpty(transcripts.get(key));
    }

    @Override
    public Mono<List<TranscriptEntry>> bucket(ConversationKey key, int number) {
        bucketsRead++;
        return Mono.justOrEmpty(buckets.get(new PlaceKey(key, number)))
                .map(bucket -> List.copyOf(bucket.entries().values()));
    }

    @Override
    public Mono<Long> firstSeq(ConversationKey key, int number) {
        return Mono.justOrEmpty(buckets.get(new PlaceKey(key, number))).map(Bucket::firstSeq);
    }

    /** How many buckets were loaded since the last time this was asked. */
    int bucketsRead() {
        int read = bucketsRead;
        bucketsRead = 0;
        return read;
    }

    /** Remembers now what a crash would bring back later. */
    Runnable crashPoint(ConversationKey key, boolean placesToo) {
        var transcript = transcripts.get(key);
        var known = new HashMap<>(answers.getOrDefault(key, Map.of()));
        return () -> {
            if (transcript == null) {
                transcripts.remove(key);
            } else {
                transcripts.put(key, transcript);
            }
            if (placesToo) {
                answers.put(key, new HashMap<>(known));
            }
        };
    }
}
