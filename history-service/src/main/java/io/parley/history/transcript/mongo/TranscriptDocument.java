package io.parley.history.transcript.mongo;

import io.parley.events.ConversationKind;
import io.parley.events.log.ConversationKey;
import io.parley.history.transcript.Transcript;
import io.parley.platform.log.ReadingDocument;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** A {@link Transcript} as stored in {@code conversations}. */
final class TranscriptDocument {

    private TranscriptDocument() {}

    static Document write(Transcript transcript) {
        var kind = transcript.kind();
        var document = new Document("_id", transcript.key().toString())
                .append("tenant", transcript.key().tenant())
                .append("conversation", transcript.key().conversation())
                .append("owner", transcript.owner())
                .append("kind", kind == null ? null : kind.name())
                .append("chatbot_id", transcript.chatbotId())
                .append("escalated", transcript.escalated())
                .append("started_at", date(transcript.startedAt()))
                .append("last_at", date(transcript.lastAt()))
                .append("entries", transcript.entries())
                .append("buckets", transcript.filled().buckets())
                .append("slots", transcript.filled().slots())
                .append("text", transcript.filled().text());
        return ReadingDocument.write(transcript.reading(), document);
    }

    static Transcript read(Document document) {
        var kind = document.getString("kind");
        return new Transcript(
                new ConversationKey(document.getString("tenant"), document.getString("conversation")),
                ReadingDocument.read(document),
                document.getString("owner"),
                kind == null ? null : ConversationKind.valueOf(kind),
                document.getString("chatbot_id"),
                document.getBoolean("escalated", false),
                instant(document.getDate("started_at")),
                instant(document.getDate("last_at")),
                document.getLong("entries"),
                new Transcript.Filled(
                        document.getInteger("buckets"), document.getInteger("slots"), document.getInteger("text")));
    }

    private static @Nullable Date date(@Nullable Instant instant) {
        return instant == null ? null : Date.from(instant);
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }
}
