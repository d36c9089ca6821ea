package io.parley.history.transcript;

import io.parley.events.ConversationAccess;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.HistoryCleared;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.ConversationReading;
import io.parley.events.log.LoggedFact;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A conversation's transcript without its entries: whose it is, how far the log was read, and how far its buckets are
 * filled.
 *
 * @param reading how far the log was read into it
 * @param access who may read it; nobody before its start and after its erasure
 * @param firstSeq where the conversation begins in the log
 * @param entries how many were written and not cleared, superseded ones included
 * @param filled how far the buckets are filled
 * @param summary what lists show of it
 * @param room what the history of an assistant's room has of it; nothing of other kinds
 */
public record Transcript(
        ConversationKey key,
        ConversationReading reading,
        ConversationAccess access,
        @Nullable String chatbotId,
        @Nullable Instant startedAt,
        long firstSeq,
        long entries,
        Filled filled,
        Summary summary,
        RoomCount room) {

    /**
     * How far buckets are filled. Their numbers only grow: what is written after a clearing never meets what is still
     * to be removed.
     *
     * @param first number of the first bucket there is; places of entries are kept apart by it
     * @param buckets number of the next bucket
     * @param slots used of the last one
     * @param text UTF-16 units of what is said in the last one
     */
    public record Filled(int first, int buckets, int slots, int text) {

        private static final int SLOTS = 100;

        /** Keeps a bucket far below the database's 16 MiB for a document, whatever people paste. */
        private static final int TEXT = 256 * 1024;

        static final Filled NOTHING = new Filled(0, 0, 0, 0);

        Place next() {
            return isLastFull() ? new Place(buckets, 0) : new Place(buckets - 1, slots);
        }

        Filled with(String content) {
            return isLastFull()
                    ? new Filled(first, buckets + 1, 1, content.length())
                    : new Filled(first, buckets, slots + 1, text + content.length());
        }

        Filled cleared() {
            return new Filled(buckets, buckets, 0, 0);
        }

        private boolean isLastFull() {
            return buckets == first || slots >= SLOTS || text >= TEXT;
        }
    }

    /** The transcript of a conversation of which nothing was read yet. */
    public static Transcript unread(ConversationKey key) {
        return new Transcript(
                key,
                ConversationReading.NONE,
                ConversationAccess.NONE,
                null,
                null,
                0,
                0,
                Filled.NOTHING,
                Summary.NOTHING,
                RoomCount.NOTHING);
    }

    /** Whether it is in the list of its owner's conversations, once it has one. */
    public boolean isListed() {
        return isListed(access.kind());
    }

    /** Whether it is an assistant's room of seed 004. */
    public boolean isRoom() {
        return access.kind() == ConversationKind.AI_ROOM;
    }

    static boolean isListed(@Nullable ConversationKind kind) {
        return kind == ConversationKind.SESSION || kind == ConversationKind.PEOPLE;
    }

    Transcript read(ConversationReading next) {
        boolean begins = reading.seq() < 0 || (reading.erased() && !next.erased());
        return new Transcript(
                key,
                next,
                access,
                chatbotId,
                startedAt,
                begins ? next.seq() : firstSeq,
                entries,
                filled,
                summary,
                room);
    }

    Transcript start(ConversationStarted started, Instant at) {
        return new Transcript(
                key,
                reading,
                access.after(started),
                started.chatbotId(),
                at,
                firstSeq,
                entries,
                filled,
                Summary.begun(at),
                room);
    }

    /** Who may read it after a fact that counts. */
    Transcript reachedAfter(LoggedFact logged) {
        return new Transcript(
                key,
                reading,
                access.after(logged.fact()),
                chatbotId,
                startedAt,
                firstSeq,
                entries,
                filled,
                summary,
                room);
    }

    Transcript clear(HistoryCleared cleared) {
        return new Transcript(
                key,
                reading,
                access.after(cleared),
                cleared.whole() ? null : chatbotId,
                cleared.whole() ? null : startedAt,
                firstSeq,
                0,
                filled.cleared(),
                cleared.whole() ? Summary.NOTHING : summary.cleared(),
                RoomCount.NOTHING);
    }

    Transcript add(TranscriptEntry entry) {
        int bucket = filled.next().bucket();
        return new Transcript(
                key,
                reading,
                access,
                chatbotId,
                startedAt,
                firstSeq,
                entries + 1,
                filled.with(entry.content()),
                after(entry),
                entry.isInRoom() ? count(bucket, 1) : room);
    }

    /** An entry that its room's history had is there no more. */
    Transcript hide(Place place) {
        return new Transcript(
                key,
                reading,
                access,
                chatbotId,
                startedAt,
                firstSeq,
                entries,
                filled,
                summary,
                count(place.bucket(), -1));
    }

    private RoomCount count(int bucket, int more) {
        return isRoom() ? room.add(bucket - filled.first(), more) : room;
    }

    private Summary after(TranscriptEntry entry) {
        if (entry.apology()) {
            return summary;
        }
        if (!entry.isSaid()) {
            return summary.activeAt(entry.at());
        }
        var said = summary.said(entry, isListed());
        return access.isOwnedBy(entry.sender().id())
                ? said
                : said.with(said.unread().add(entry.seq()));
    }

    Transcript summed(UnaryOperator<Summary> change) {
        return new Transcript(
                key, reading, access, chatbotId, startedAt, firstSeq, entries, filled, change.apply(summary), room);
    }
}
