package io.parley.session.conversation.mongo;

import io.parley.events.ConversationAccess;
import io.parley.events.ConversationKind;
import io.parley.events.MessageId;
import io.parley.events.log.ConversationKey;
import io.parley.platform.log.ReadingDocument;
import io.parley.session.conversation.Conversation;
import io.parley.session.conversation.Question;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as stored: {@code _id} is {@code <tenant>/<conversation>}.
 *
 * @param first ordinal of the first message that was not erased
 * @param messages ordinal of the next message
 * @param startedSeq place of its start: what stands before is of an earlier life of its id
 */
record ConversationDocument(Conversation conversation, long first, long messages, long startedSeq) {

    static ConversationDocument unread(ConversationKey key) {
        return new ConversationDocument(Conversation.unread(key), 0, 0, -1);
    }

    ConversationKey key() {
        return conversation.key();
    }

    ConversationDocument read(Conversation next) {
        return new ConversationDocument(next, first, messages, startedSeq);
    }

    ConversationDocument withMessage() {
        return new ConversationDocument(conversation, first, messages + 1, startedSeq);
    }

    /** Of what was said so far nothing is left. */
    ConversationDocument cleared(long next) {
        return new ConversationDocument(conversation, next, next, startedSeq);
    }

    ConversationDocument startedAt(long seq) {
        return new ConversationDocument(conversation, first, messages, seq);
    }

    Document toBson() {
        var access = conversation.access();
        var kind = access.kind();
        return ReadingDocument.write(
                conversation.reading(),
                new Document("_id", key().toString())
                        .append("tenant", key().tenant())
                        .append("conversation", key().conversation())
                        .append("owner", access.owner())
                        .append("kind", kind == null ? null : kind.name())
                        .append("escalated", access.escalated())
                        .append("chatbot_id", conversation.chatbotId())
                        .append("question", write(conversation.question()))
                        .append("awaited", string(conversation.awaited()))
                        .append("cleared_seq", conversation.clearedSeq())
                        .append("former_owner", conversation.formerOwner())
                        .append("first", first)
                        .append("messages", messages)
                        .append("started_seq", startedSeq));
    }

    private static @Nullable Document write(@Nullable Question question) {
        return question == null
                ? null
                : new Document("id", question.id().toString())
                        .append("generation", question.generation())
                        .append("open", question.open());
    }

    private static @Nullable String string(@Nullable MessageId id) {
        return id == null ? null : id.toString();
    }

    private static @Nullable MessageId readId(@Nullable String id) {
        return id == null ? null : MessageId.parse(id);
    }

    static ConversationDocument ofBson(Document bson) {
        var kind = bson.getString("kind");
        return new ConversationDocument(
                new Conversation(
                        new ConversationKey(bson.getString("tenant"), bson.getString("conversation")),
                        new ConversationAccess(
                                bson.getString("owner"),
                                kind == null ? null : ConversationKind.valueOf(kind),
                                bson.getBoolean("escalated", false)),
                        bson.getString("chatbot_id"),
                        readQuestion(bson.get("question", Document.class)),
                        readId(bson.getString("awaited")),
                        bson.get("cleared_seq", -1L),
                        bson.getString("former_owner"),
                        ReadingDocument.read(bson)),
                bson.get("first", 0L),
                bson.getLong("messages"),
                bson.get("started_seq", -1L));
    }

    private static @Nullable Question readQuestion(@Nullable Document bson) {
        return bson == null
                ? null
                : new Question(
                        MessageId.parse(bson.getString("id")), bson.getInteger("generation"), bson.getBoolean("open"));
    }
}
