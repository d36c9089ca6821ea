package io.parley.history.transcript.mongo;

import io.parley.events.MessageId;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.WireJson;
import io.parley.history.transcript.AnswerTo;
import io.parley.history.transcript.Reaction;
import io.parley.history.transcript.TranscriptEntry;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * A {@link TranscriptEntry} as stored in a bucket. Metadata is kept as JSON text: its names are the sender's choice,
 * and the database does not take every name.
 */
final class EntryDocument {

    private static final TypeReference<Map<String, Object>> METADATA = new TypeReference<>() {};

    private EntryDocument() {}

    static Document write(TranscriptEntry entry) {
        var document = new Document("id", entry.id().toString())
                .append("seq", entry.seq())
                .append("at", Date.from(entry.at()))
                .append("sender_id", entry.sender().id())
                .append("sender_type", entry.sender().type().name())
                .append("content", entry.content());
        if (entry.sender().name() != null) {
            document.append("sender_name", entry.sender().name());
        }
        if (!entry.metadata().isEmpty()) {
            document.append("metadata", WireJson.mapper().writeValueAsString(entry.metadata()));
        }
        if (entry.answer() != null) {
            document.append("in_reply_to", entry.answer().question().toString())
                    .append("generation", entry.answer().generation());
        }
        if (entry.apology()) {
            document.append("apology", true);
        }
        if (entry.superseded()) {
            document.append("superseded", true);
        }
        if (entry.hiddenBy() >= 0) {
            document.append("hidden_by", entry.hiddenBy());
        }
        if (entry.editedAt() != null) {
            document.append("edited_at", Date.from(entry.editedAt()));
        }
        if (entry.deleted()) {
            document.append("deleted", true);
        }
        if (!entry.reactions().isEmpty()) {
            document.append(
                    "reactions",
                    entry.reactions().stream()
                            .map(one -> new Document("user", one.userId()).append("reaction", one.reaction()))
                            .toList());
        }
        return document;
    }

    static TranscriptEntry read(Document document) {
        var metadata = document.getString("metadata");
        var editedAt = document.getDate("edited_at");
        return new TranscriptEntry(
                MessageId.parse(document.getString("id")),
                new Sender(
                        document.getString("sender_id"),
                        SenderType.valueOf(document.getString("sender_type")),
                        document.getString("sender_name")),
                document.getString("content"),
                metadata == null ? Map.of() : WireJson.mapper().readValue(metadata, METADATA),
                document.getDate("at").toInstant(),
                document.getLong("seq"),
                answer(document),
                document.getBoolean("apology", false),
                document.getBoolean("superseded", false),
                editedAt == null ? null : editedAt.toInstant(),
                document.getBoolean("deleted", false),
                document.getList("reactions", Document.class, List.of()).stream()
                        .map(one -> new Reaction(one.getString("user"), one.getString("reaction")))
                        .toList(),
                document.get("hidden_by", -1L));
    }

    private static @Nullable AnswerTo answer(Document document) {
        var question = document.getString("in_reply_to");
        return question == null ? null : new AnswerTo(MessageId.parse(question), document.getInteger("generation"));
    }
}
