package io.parley.session.conversation.mongo;

import io.parley.events.ConversationKind;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.ConversationReading;
import io.parley.platform.log.ReadingDocument;
import io.parley.session.conversation.Conversation;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as stored: {@code _id} is {@code <tenant>/<conversation>}.
 *
 * @param messages how many messages were written to the ring of recent ones
 */
record ConversationDocument(
        ConversationKey key,
        @Nullable String owner,
        @Nullable ConversationKind kind,
        @Nullable String chatbotId,
        long messages,
        ConversationReading reading) {

    static ConversationDocument unread(ConversationKey key) {
        return new ConversationDocument(key, null, null, null, 0, ConversationReading.NONE);
    }

    ConversationDocument read(ConversationReading next) {
        return new ConversationDocument(key, owner, kind, chatbotId, messages, next);
    }

    ConversationDocument started(String newOwner, ConversationKind newKind, @Nullable String newChatbot) {
        return new ConversationDocument(key, newOwner, newKind, newChatbot, messages, reading);
    }

    ConversationDocument withMessage() {
        return new ConversationDocument(key, owner, kind, chatbotId, messages + 1, reading);
    }

    /** The conversation, once it has begun. */
    @Nullable Conversation toConversation() {
        return owner == null || kind == null ? null : new Conversation(key, owner, kind, chatbotId, reading);
    }

    Document toBson() {
        return ReadingDocument.write(
                reading,
                new Document("_id", key.toString())
                        .append("tenant", key.tenant())
                        .append("conversation", key.conversation())
                        .append("owner", owner)
                        .append("kind", kind == null ? null : kind.name())
                        .append("chatbot_id", chatbotId)
                        .append("messages", messages));
    }

    static ConversationDocument ofBson(Document bson) {
        var kind = bson.getString("kind");
        return new ConversationDocument(
                new ConversationKey(bson.getString("tenant"), bson.getString("conversation")),
                bson.getString("owner"),
                kind == null ? null : ConversationKind.valueOf(kind),
                bson.getString("chatbot_id"),
                bson.getLong("messages"),
                ReadingDocument.read(bson));
    }
}
