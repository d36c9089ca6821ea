package io.parley.session.conversation.mongo;

import io.parley.events.MessageId;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import io.parley.session.conversation.RecentMessage;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * One place of a conversation's ring of recent messages: {@code _id} is {@code <tenant>/<conversation>/<ordinal mod
 * 100>}, so that the newest are found by {@code _id} and nothing grows with the conversation.
 *
 * @param inReplyTo the message an answer is to
 * @param generation of an answer
 */
record RecentMessageDocument(
        ConversationKey key,
        long ordinal,
        long seq,
        MessageId id,
        SenderType role,
        String text,
        Instant at,
        @Nullable MessageId inReplyTo,
        int generation) {

    static final int RING = 100;

    static String id(ConversationKey key, long ordinal) {
        return key + "/" + ordinal % RING;
    }

    RecentMessage toMessage() {
        return new RecentMessage(id, role, text, at, seq);
    }

    Document toBson() {
        return new Document("_id", id(key, ordinal))
                .append("ordinal", ordinal)
                .append("seq", seq)
                .append("id", id.toString())
                .append("role", role.name())
                .append("text", text)
                .append("at", Date.from(at))
                .append("in_reply_to", inReplyTo == null ? null : inReplyTo.toString())
                .append("generation", generation);
    }

    static RecentMessageDocument ofBson(ConversationKey key, Document bson) {
        var inReplyTo = bson.getString("in_reply_to");
        return new RecentMessageDocument(
                key,
                bson.getLong("ordinal"),
                bson.getLong("seq"),
                MessageId.parse(bson.getString("id")),
                SenderType.valueOf(bson.getString("role")),
                bson.getString("text"),
                bson.getDate("at").toInstant(),
                inReplyTo == null ? null : MessageId.parse(inReplyTo),
                bson.getInteger("generation"));
    }
}
