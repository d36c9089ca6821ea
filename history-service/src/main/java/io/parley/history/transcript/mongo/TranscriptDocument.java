package io.parley.history.transcript.mongo;

import io.parley.events.ConversationAccess;
import io.parley.events.ConversationKind;
import io.parley.events.MessageId;
import io.parley.events.log.ConversationKey;
import io.parley.history.transcript.Activity;
import io.parley.history.transcript.RoomCount;
import io.parley.history.transcript.Summary;
import io.parley.history.transcript.Transcript;
import io.parley.history.transcript.Unread;
import io.parley.platform.log.ReadingDocument;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/** A {@link Transcript} as stored in {@code conversations}. */
final class TranscriptDocument {

    /** What an {@link Activity} is read from. */
    static final String[] ACTIVITY = {"tenant", "conversation", "owner", "kind", "escalated", "last_at"};

    private TranscriptDocument() {}

    static Document write(Transcript transcript) {
        var kind = transcript.access().kind();
        var summary = transcript.summary();
        var document = new Document("_id", transcript.key().toString())
                .append("tenant", transcript.key().tenant())
                .append("conversation", transcript.key().conversation())
                .append("owner", transcript.access().owner())
                .append("kind", kind == null ? null : kind.name())
                .append("escalated", transcript.access().escalated())
                .append("chatbot_id", transcript.chatbotId())
                .append("started_at", date(transcript.startedAt()))
                .append("first_seq", transcript.firstSeq())
                .append("entries", transcript.entries())
                .append("first_bucket", transcript.filled().first())
                .append("buckets", transcript.filled().buckets())
                .append("slots", transcript.filled().slots())
                .append("text", transcript.filled().text())
                .append("last_at", date(summary.lastAt()))
                .append(
                        "last_id",
                        summary.lastId() == null ? null : summary.lastId().toString())
                .append("last_content", summary.lastContent())
                .append("read_seq", summary.unread().readSeq())
                .append("unread", unread(summary.unread().seqs()));
        if (!transcript.room().buckets().isEmpty()) {
            document.append("in_room", room(transcript.room()));
        }
        return ReadingDocument.write(transcript.reading(), document);
    }

    /** Fields of later versions than the document have the values they would have of a conversation without them. */
    static Transcript read(Document document) {
        return new Transcript(
                key(document),
                ReadingDocument.read(document),
                access(document),
                document.getString("chatbot_id"),
                instant(document.getDate("started_at")),
                document.get("first_seq", 0L),
                document.getLong("entries"),
                new Transcript.Filled(
                        document.getInteger("first_bucket", 0),
                        document.getInteger("buckets"),
                        document.getInteger("slots"),
                        document.getInteger("text")),
                new Summary(
                        instant(document.getDate("last_at")),
                        id(document.getString("last_id")),
                        document.getString("last_content"),
                        new Unread(document.get("read_seq", -1L), unread(document.get("unread", Binary.class)))),
                room(document.get("in_room", Binary.class)));
    }

    static Activity activity(Document document) {
        var lastAt = instant(document.getDate("last_at"));
        return new Activity(key(document), access(document), lastAt == null ? Instant.EPOCH : lastAt);
    }

    /** As bytes: there may be a thousand, and they are written with every batch. */
    private static Binary unread(List<Long> seqs) {
        var bytes = ByteBuffer.allocate(seqs.size() * Long.BYTES);
        seqs.forEach(bytes::putLong);
        return new Binary(bytes.array());
    }

    private static List<Long> unread(@Nullable Binary binary) {
        if (binary == null) {
            return List.of();
        }
        var bytes = ByteBuffer.wrap(binary.getData()).asLongBuffer();
        var seqs = new ArrayList<Long>(bytes.remaining());
        while (bytes.hasRemaining()) {
            seqs.add(bytes.get());
        }
        return List.copyOf(seqs);
    }

    /** A byte for each bucket, which holds a hundred entries at most. */
    private static Binary room(RoomCount room) {
        var bytes = new byte[room.buckets().size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = room.buckets().get(i).byteValue();
        }
        return new Binary(bytes);
    }

    private static RoomCount room(@Nullable Binary binary) {
        if (binary == null) {
            return RoomCount.NOTHING;
        }
        var buckets = new ArrayList<Integer>(binary.length());
        for (byte entries : binary.getData()) {
            buckets.add((int) entries);
        }
        return new RoomCount(List.copyOf(buckets));
    }

    private static ConversationKey key(Document document) {
        return new ConversationKey(document.getString("tenant"), document.getString("conversation"));
    }

    private static ConversationAccess access(Document document) {
        var kind = document.getString("kind");
        return new ConversationAccess(
                document.getString("owner"),
                kind == null ? null : ConversationKind.valueOf(kind),
                document.getBoolean("escalated", false));
    }

    private static @Nullable MessageId id(@Nullable String id) {
        return id == null ? null : MessageId.parse(id);
    }

    private static @Nullable Date date(@Nullable Instant instant) {
        return instant == null ? null : Date.from(instant);
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }
}
