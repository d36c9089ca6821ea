package io.parley.history.erasure;

import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;

/**
 * Open work: a conversation's records in a part of its partition are to be erased from the log.
 *
 * @param by seq of the fact because of which it is done
 * @param next the seq to go on at
 * @param until the first seq that stays
 * @param whole whether its start and its floor go too
 */
public record Erasure(ConversationKey key, int partition, long by, long next, long until, boolean whole) {

    /** Of everything of a conversation before the fact that cleared it. */
    public static Erasure before(LoggedFact cleared, long firstSeq, boolean whole) {
        return new Erasure(cleared.conversation(), cleared.partition(), cleared.seq(), firstSeq, cleared.seq(), whole);
    }

    /** Of one fact alone, which came after its conversation was erased. */
    public static Erasure ofOne(LoggedFact straggler) {
        return new Erasure(
                straggler.conversation(),
                straggler.partition(),
                straggler.seq(),
                straggler.seq(),
                straggler.seq() + 1,
                true);
    }

    public Erasure at(long seq) {
        return new Erasure(key, partition, by, seq, until, whole);
    }
}
