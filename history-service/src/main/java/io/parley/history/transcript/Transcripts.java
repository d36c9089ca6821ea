package io.parley.history.transcript;

import io.parley.events.log.ConversationKey;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The transcripts as they are kept. What they show may be a moment behind the log; see {@code LogBarrier}. */
public interface Transcripts {

    /** Opens the transcripts of a batch for writing. */
    Mono<Map<ConversationKey, Recording>> open(Map<ConversationKey, Mentions> conversations);

    /**
     * Keeps what was recorded: entries, then their places, then how far each transcript was read. Cut off anywhere,
     * it can be done again from the facts. Fails where another replica has been faster: open and record again.
     */
    Mono<Void> keep(Collection<Recording> recordings);

    Mono<Transcript> find(ConversationKey key);

    /** Those there are of some transcripts, in any order, without what they have seen lately. */
    Flux<Transcript> findAll(Collection<ConversationKey> keys);

    /** Whose those are that there are of some transcripts, and when they were last used. */
    Flux<Activity> activities(Collection<ConversationKey> keys);

    /** The entries of a bucket, in order; nothing where there is no such bucket. */
    Mono<List<TranscriptEntry>> bucket(ConversationKey key, int number);

    /** The seq of a bucket's first entry. */
    Mono<Long> firstSeq(ConversationKey key, int number);

    /**
     * Removes the places of some buckets' entries, then the buckets.
     *
     * @param first the bucket by which the places are kept apart
     * @param from the first bucket to remove
     * @param to the first one that stays
     */
    Mono<Void> remove(ConversationKey key, int first, int from, int to);
}
