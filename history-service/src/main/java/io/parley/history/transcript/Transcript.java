package io.parley.history.transcript;

import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.ConversationReading;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A conversation's transcript without its entries: whose it is, how far the log was read, and how far its buckets are
 * filled.
 *
 * @param reading how far the log was read into it
 * @param owner null until the conversation's start was read
 * @param escalated whether a person was ever asked for
 * @param entries how many were ever written, superseded ones included
 * @param filled how far the buckets are filled
 */
public record Transcript(
        ConversationKey key,
        ConversationReading reading,
        @Nullable String owner,
        @Nullable ConversationKind kind,
        @Nullable String chatbotId,
        boolean escalated,
        @Nullable Instant startedAt,
        @Nullable Instant lastAt,
        long entries,
        Filled filled) {

    /**
     * How far buckets are filled.
     *
     * @param buckets how many there are
     * @param slots used of the last one
     * @param text UTF-16 units of what is said in the last one
     */
    public record Filled(int buckets, int slots, int text) {

        private static final int SLOTS = 100;

        /** Keeps a bucket far below the database's 16 MiB for a document, whatever people paste. */
        private static final int TEXT = 256 * 1024;

        static final Filled NOTHING = new Filled(0, 0, 0);

        Place next() {
            return isLastFull() ? new Place(buckets, 0) : new Place(buckets - 1, slots);
        }

        Filled with(String content) {
            return isLastFull()
                    ? new Filled(buckets + 1, 1, content.length())
                    : new Filled(buckets, slots + 1, text + content.length());
        }

        private boolean isLastFull() {
            return buckets == 0 || slots >= SLOTS || text >= TEXT;
        }
    }

    /** The transcript of a conversation of which nothing was read yet. */
    public static Transcript unread(ConversationKey key) {
        return new Transcript(key, ConversationReading.NONE, null, null, null, false, null, null, 0, Filled.NOTHING);
    }

    /**
     * Whether somebody of its tenant may read it: its owner always; an agent where people talk, and anything else
     * once a person was asked for.
     */
    public boolean isOpenTo(String userId, boolean agent) {
        return owner != null && (owner.equals(userId) || (agent && (kind == ConversationKind.PEOPLE || escalated)));
    }

    Transcript read(ConversationReading next) {
        return new Transcript(key, next, owner, kind, chatbotId, escalated, startedAt, lastAt, entries, filled);
    }

    Transcript start(ConversationStarted started, Instant at) {
        return new Transcript(
                key, reading, started.owner(), started.kind(), started.chatbotId(), escalated, at, at, entries, filled);
    }

    Transcript escalate() {
        return new Transcript(key, reading, owner, kind, chatbotId, true, startedAt, lastAt, entries, filled);
    }

    Transcript add(TranscriptEntry entry) {
        return new Transcript(
                key,
                reading,
                owner,
                kind,
                chatbotId,
                escalated,
                startedAt,
                entry.at(),
                entries + 1,
                filled.with(entry.content()));
    }
}
