package io.parley.history.transcript;

import io.parley.events.log.ConversationKey;
import java.util.List;
import java.util.function.Predicate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

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
                .filter(transcript -> transcript.access().isOpenTo(userId, agent))
                .flatMap(transcript -> switch (cursor) {
                    case TranscriptCursor.Before before -> readBefore(transcript, before.seq(), limit);
                    case TranscriptCursor.After after -> readAfter(transcript, after.seq(), limit);
                })
                .retryWhen(whereCleared());
    }

    /** Cleared while it was read: the transcript says so now. */
    private static Retry whereCleared() {
        return Retry.max(1).filter(BucketGone.class::isInstance);
    }

    /**
     * A page of the history of an assistant's room, numbered from the oldest; nothing where there is no such room of this
     * owner's. Where it begins is counted in the transcript, so that only the buckets of the page itself are loaded.
     *
     * @param page from 1
     */
    public Mono<RoomPage> readRoom(ConversationKey key, String owner, long page, int limit) {
        return room(key, owner)
                .flatMap(transcript -> readRoom(transcript, page - 1, limit))
                .retryWhen(whereCleared());
    }

    /** The transcript of an assistant's room; nothing where there is no such room of this owner's. */
    public Mono<Transcript> room(ConversationKey key, String owner) {
        return transcripts
                .find(key)
                .filter(transcript -> transcript.isRoom() && transcript.access().isOwnedBy(owner));
    }

    private Mono<RoomPage> readRoom(Transcript transcript, long pagesBefore, int limit) {
        int total = transcript.room().total();
        // So compared a large number of a page is beyond the end, and not beyond what a number can be.
        if (total == 0 || pagesBefore > (total - 1) / limit) {
            return Mono.just(new RoomPage(List.of(), total, false));
        }
        long from = pagesBefore * limit;
        var begin = transcript.room().find(from);
        int first = transcript.filled().first() + begin.bucket();
        return Flux.range(first, transcript.filled().buckets() - first)
                .concatMap(number -> entries(transcript, number, TranscriptEntry::isInRoom), 1)
                .concatMapIterable(entries -> entries, 1)
                .skip(begin.before())
                .take(limit)
                .collectList()
                .map(found -> new RoomPage(found, total, from + limit < total));
    }

    /** The newest entry that still says something; nothing where there is none. */
    public Mono<TranscriptEntry> newestSaid(Transcript transcript) {
        return backward(transcript, transcript.filled().buckets() - 1, TranscriptEntry::isSaid)
                .next()
                .onErrorComplete(BucketGone.class);
    }

    private Mono<TranscriptPage> readBefore(Transcript transcript, long seq, int limit) {
        return lastBucketBefore(transcript, seq)
                .flatMapMany(last -> backward(transcript, last, entry -> entry.isShown() && entry.seq() < seq))
                .take(limit + 1L)
                .collectList()
                .map(found -> new TranscriptPage(
                        found.subList(0, Math.min(limit, found.size())).reversed(), found.size() > limit, transcript));
    }

    private Flux<TranscriptEntry> backward(Transcript transcript, int last, Predicate<TranscriptEntry> wanted) {
        int first = transcript.filled().first();
        return Flux.range(0, Math.max(0, last - first + 1))
                .map(back -> last - back)
                .concatMap(number -> entries(transcript, number, wanted).map(List::reversed), 1)
                .concatMapIterable(entries -> entries, 1);
    }

    private Mono<TranscriptPage> readAfter(Transcript transcript, long seq, int limit) {
        int first = transcript.filled().first();
        int end = transcript.filled().buckets();
        return lastBucketBefore(transcript, seq == Long.MAX_VALUE ? seq : seq + 1)
                .map(last -> Math.max(first, last))
                .flatMapMany(from -> Flux.range(from, end - from))
                .concatMap(number -> entries(transcript, number, entry -> entry.isShown() && entry.seq() > seq), 1)
                .concatMapIterable(entries -> entries, 1)
                .take(limit + 1L)
                .collectList()
                .map(found -> new TranscriptPage(
                        List.copyOf(found.subList(0, Math.min(limit, found.size()))),
                        found.size() > limit,
                        transcript));
    }

    /** Those of a bucket's entries that are wanted; those of later facts than the transcript's are not there yet. */
    private Mono<List<TranscriptEntry>> entries(Transcript transcript, int number, Predicate<TranscriptEntry> wanted) {
        long last = transcript.reading().seq();
        return transcripts
                .bucket(transcript.key(), number)
                .switchIfEmpty(Mono.error(() -> new BucketGone(transcript, number)))
                .map(entries -> entries.stream()
                        .filter(entry -> entry.seq() <= last && wanted.test(entry))
                        .toList());
    }

    /** The last bucket whose first entry is before a place; less than the first where that begins there or later. */
    private Mono<Integer> lastBucketBefore(Transcript transcript, long seq) {
        var filled = transcript.filled();
        return seq > transcript.reading().seq()
                ? Mono.just(filled.buckets() - 1)
                : halve(transcript, seq, filled.first() - 1, filled.buckets());
    }

    private Mono<Integer> halve(Transcript transcript, long seq, int before, int notBefore) {
        if (notBefore - before <= 1) {
            return Mono.just(before);
        }
        int middle = (before + notBefore) >>> 1;
        return transcripts
                .firstSeq(transcript.key(), middle)
                .switchIfEmpty(Mono.error(() -> new BucketGone(transcript, middle)))
                .flatMap(first -> first < seq
                        ? halve(transcript, seq, middle, notBefore)
                        : halve(transcript, seq, before, middle));
    }

    private static final class BucketGone extends RuntimeException {

        BucketGone(Transcript transcript, int number) {
            super(
                    "bucket %d of %d is missing"
                            .formatted(number, transcript.filled().buckets()),
                    null,
                    false,
                    false);
        }
    }
}
