package io.parley.history.transcript;

import io.parley.events.MessageId;
import io.parley.events.log.ConversationKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The transcripts in maps, with the same guards as the stored ones. */
final class InMemoryTranscripts implements Transcripts {

    record Bucket(long firstSeq, long seq, TreeMap<Integer, TranscriptEntry> entries) {}

    private record BucketKey(ConversationKey key, int bucket) {}

    private record PlaceKey(ConversationKey key, int first, MessageId message) {}

    private record Kept(Place place, List<AnswerPlace> answers) {}

    private final Map<ConversationKey, Transcript> transcripts = new HashMap<>();
    private final Map<BucketKey, Bucket> buckets = new HashMap<>();
    private final Map<PlaceKey, Kept> places = new HashMap<>();
    private int bucketsRead;

    @Override
    public Mono<Map<ConversationKey, Recording>> open(Map<ConversationKey, Mentions> conversations) {
        return Mono.fromSupplier(() -> {
            var opened = new LinkedHashMap<ConversationKey, Recording>();
            conversations.forEach((key, mentions) -> opened.put(key, open(key, mentions)));
            return opened;
        });
    }

    private Recording open(ConversationKey key, Mentions mentions) {
        var transcript = transcripts.getOrDefault(key, Transcript.unread(key));
        var answers = new HashMap<MessageId, List<AnswerPlace>>();
        mentions.answered()
                .forEach(message -> place(transcript, message).ifPresent(kept -> answers.put(message, kept.answers())));
        var entries = new HashMap<MessageId, KnownEntry>();
        mentions.changed()
                .forEach(message -> place(transcript, message).map(Kept::place).ifPresent(place -> {
                    var bucket = buckets.get(new BucketKey(key, place.bucket()));
                    if (bucket != null && bucket.entries().containsKey(place.slot())) {
                        entries.put(
                                message, new KnownEntry(place, bucket.entries().get(place.slot()), bucket.seq()));
                    }
                }));
        return new Recording(transcript, answers, entries);
    }

    private Optional<Kept> place(Transcript transcript, MessageId message) {
        return Optional.ofNullable(
                places.get(new PlaceKey(transcript.key(), transcript.filled().first(), message)));
    }

    @Override
    public Mono<Void> keep(Collection<Recording> recordings) {
        return Mono.fromRunnable(() -> recordings.forEach(this::keep));
    }

    private void keep(Recording recording) {
        var key = recording.transcript().key();
        int first = recording.transcript().filled().first();
        recording.buckets().forEach(change -> keep(key, change));
        recording
                .places()
                .forEach((message, place) ->
                        places.putIfAbsent(new PlaceKey(key, first, message), new Kept(place, List.of())));
        recording
                .answers()
                .forEach((question, answers) -> places.computeIfPresent(
                        new PlaceKey(key, first, question), (_, kept) -> new Kept(kept.place(), with(kept, answers))));
        var stored = transcripts.getOrDefault(key, Transcript.unread(key));
        if (stored.reading().seq() != recording.loadedSeq()) {
            throw new IllegalStateException("overtaken");
        }
        transcripts.put(key, recording.transcript());
    }

    /** Each under its generation, so that the same again changes nothing. */
    private static List<AnswerPlace> with(Kept kept, List<AnswerPlace> added) {
        var byGeneration = new TreeMap<Integer, AnswerPlace>();
        kept.answers().forEach(answer -> byGeneration.put(answer.generation(), answer));
        added.forEach(answer -> byGeneration.put(answer.generation(), answer));
        return List.copyOf(byGeneration.values());
    }

    private void keep(ConversationKey key, BucketChange change) {
        var place = new BucketKey(key, change.number());
        var bucket = buckets.get(place);
        if (bucket == null && change.isOpening()) {
            bucket = new Bucket(change.firstSeq(), -1, new TreeMap<>());
        }
        if (bucket != null && change.seq() > bucket.seq()) {
            var entries = new TreeMap<>(bucket.entries());
            entries.putAll(change.entries());
            change.superseded().forEach(slot -> entries.computeIfPresent(slot, (_, entry) -> entry.supersede()));
            buckets.put(place, new Bucket(bucket.firstSeq(), change.seq(), entries));
        }
    }

    @Override
    public Mono<Transcript> find(ConversationKey key) {
        return Mono.justOrEmpty(transcripts.get(key));
    }

    @Override
    public Flux<Transcript> findAll(Collection<ConversationKey> keys) {
        return Flux.fromIterable(keys).mapNotNull(transcripts::get);
    }

    @Override
    public Flux<Activity> activities(Collection<ConversationKey> keys) {
        return findAll(keys)
                .map(transcript -> new Activity(
                        transcript.key(),
                        transcript.access(),
                        Optional.ofNullable(transcript.summary().lastAt()).orElse(java.time.Instant.EPOCH)));
    }

    @Override
    public Mono<List<TranscriptEntry>> bucket(ConversationKey key, int number) {
        bucketsRead++;
        return Mono.justOrEmpty(buckets.get(new BucketKey(key, number)))
                .map(bucket -> List.copyOf(bucket.entries().values()));
    }

    @Override
    public Mono<Long> firstSeq(ConversationKey key, int number) {
        return Mono.justOrEmpty(buckets.get(new BucketKey(key, number))).map(Bucket::firstSeq);
    }

    @Override
    public Mono<Void> remove(ConversationKey key, int first, int from, int to) {
        return Mono.fromRunnable(() -> {
            for (int number = from; number < to; number++) {
                var bucket = buckets.remove(new BucketKey(key, number));
                if (bucket != null) {
                    bucket.entries().values().forEach(entry -> places.remove(new PlaceKey(key, first, entry.id())));
                }
            }
        });
    }

    /** How many buckets were loaded since the last time this was asked. */
    int bucketsRead() {
        int read = bucketsRead;
        bucketsRead = 0;
        return read;
    }

    /** How many documents of any kind are kept of a conversation's entries. */
    long kept(ConversationKey key) {
        return buckets.keySet().stream()
                        .filter(bucket -> bucket.key().equals(key))
                        .count()
                + places.keySet().stream()
                        .filter(place -> place.key().equals(key))
                        .count();
    }

    /** Remembers now what a crash would bring back later. */
    Runnable crashPoint(ConversationKey key, boolean placesToo) {
        var transcript = transcripts.get(key);
        var known = new HashMap<>(places);
        return () -> {
            if (transcript == null) {
                transcripts.remove(key);
            } else {
                transcripts.put(key, transcript);
            }
            if (placesToo) {
                places.keySet().removeIf(place -> place.key().equals(key));
                known.forEach((place, kept) -> {
                    if (place.key().equals(key)) {
                        places.put(place, kept);
                    }
                });
            }
        };
    }
}
