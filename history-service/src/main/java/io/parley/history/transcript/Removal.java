package io.parley.history.transcript;

import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import java.time.Instant;

/**
 * Open work: buckets of a transcript that were cleared, and the places of their entries, are to be removed.
 *
 * @param clearedBy seq of the fact that cleared them
 * @param first the bucket their entries' places are kept apart by
 * @param next the next bucket to remove
 * @param end the first bucket that stays
 * @param again whether this is the second look, for what a replica wrote that was away meanwhile
 * @param due when to begin
 */
public record Removal(ConversationKey key, long clearedBy, int first, int next, int end, boolean again, Instant due) {

    /** Longer than a replica can be busy with one batch. */
    private static final java.time.Duration SECOND_LOOK = java.time.Duration.ofMinutes(1);

    static Removal of(LoggedFact cleared, Transcript.Filled filled) {
        return new Removal(
                cleared.conversation(),
                cleared.seq(),
                filled.first(),
                filled.first(),
                filled.buckets(),
                false,
                cleared.at());
    }

    Removal upTo(int bucket) {
        return new Removal(key, clearedBy, first, bucket, end, again, due);
    }

    Removal secondLook(Instant now) {
        return new Removal(key, clearedBy, first, first, end, true, now.plus(SECOND_LOOK));
    }
}
