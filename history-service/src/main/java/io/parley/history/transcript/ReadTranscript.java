package io.parley.history.transcript;

import io.parley.events.log.ConversationKey;
import java.util.List;
import java.util.function.LongPredicate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reads a page of a transcript. The bucket where it begins is found by halving, the buckets from there on are loaded
 * one by one until the page is full: no page costs more the longer the conversation is.
 */
public final class ReadTranscript {

    private final Transcripts transcripts;

    public ReadTranscript(Transcripts transcripts) {
        this.transcripts = transcripts;
    }

    /** The page, or nothing where there is no such transcript for this reader. */
    public Mono<TranscriptPage> read(
            ConversationKey key, String userId, boolean agent, TranscriptCursor cursor, int limit) {
        return transcripts
                .find(key)
                .filter(transcript -> transcript.isOpenTo(userId, agent))
                .flatMap(transcript -> switch (cursor) {
                    case TranscriptCursor.Before before -> readBefore(transcript, before.seq(), limit);
                    case TranscriptCursor.After after -> readAfter(transcript, after.seq(), limit);
                });
    }

    private Mono<TranscriptPage> readBefore(Transcript transcript, long seq, int limit) {
        return lastBucketBefore(transcript, seq)
                .flatMapMany(last -> Flux.range(0, last + 1).map(back -> last - back))
                .concatMap(number -> shown(transcript, number, at -> at < seq).map(List::reversed), 1)
                .concatMapIterable(entries -> entries, 1)
                .take(limit + 1L)
                .collectList()
                .map(found -> new TranscriptPage(
                        found.subList(0, Math.min(limit, found.size())).reversed(), found.size() > limit, transcript));
    }

    private Mono<TranscriptPage> readAfter(Transcript transcript, long seq, int limit) {
        int buckets = transcript.filled().buckets();
        return lastBucketBefore(transcript, seq == Long.MAX_VALUE ? seq : seq + 1)
                .flatMapMany(first -> Flux.range(Math.max(0, first), buckets - Math.max(0, first)))
                .concatMap(number -> shown(transcript, number, at -> at > seq), 1)
                .concatMapIterable(entries -> entries, 1)
                .take(limit + 1L)
                .collectList()
                .map(found -> new TranscriptPage(
                        List.copyOf(found.subList(0, Math.min(limit, found.size()))),
                        found.size() > limit,
                        transcript));
    }

    /** The entries of a bucket that are shown; those of later facts than the transcript's are not there yet. */
    private Mono<List<TranscriptEntry>> shown(Transcript transcript, int number, LongPredicate wanted) {
        long last = transcript.reading().seq();
        return transcripts
                .bucket(transcript.key(), number)
                .map(entries -> entries.stream()
                        .filter(entry -> !entry.superseded() && entry.seq() <= last && wanted.test(entry.seq()))
                        .toList());
    }

    /** The last bucket whose first entry is before a place; -1 where the first bucket begins there or later. */
    private Mono<Integer> lastBucketBefore(Transcript transcript, long seq) {
        int buckets = transcript.filled().buckets();
        return seq > transcript.reading().seq() ? Mono.just(buckets - 1) : halve(transcript, seq, -1, buckets);
    }

    private Mono<Integer> halve(Transcript transcript, long seq, int before, int notBefore) {
        if (notBefore - before <= 1) {
            return Mono.just(before);
        }
        int middle = (before + notBefore) >>> 1;
        return transcripts
                .firstSeq(transcript.key(), middle)
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("bucket %d of %d is missing"
                        .formatted(middle, transcript.filled().buckets()))))
                .flatMap(first -> first < seq
                        ? halve(transcript, seq, middle, notBefore)
                        : halve(transcript, seq, before, middle));
    }
}
