package io.parley.escalation.conversation.mongo;

import io.parley.escalation.conversation.Conversation;
import io.parley.escalation.conversation.Conversations;
import io.parley.escalation.conversation.Talk;
import io.parley.events.ConversationAccess;
import io.parley.events.ConversationKind;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import io.parley.platform.log.ConversationDocuments;
import io.parley.platform.log.ConversationDocuments.Folded;
import io.parley.platform.log.ReadingDocument;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.bson.Document;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import reactor.core.publisher.Mono;

/** The view of conversations in {@code conversations}, a document each. */
final class MongoConversations implements Conversations {

    static final String CONVERSATIONS = "conversations";

    private final ConversationDocuments documents;

    MongoConversations(ReactiveMongoTemplate mongo) {
        this.documents = new ConversationDocuments(mongo, CONVERSATIONS);
    }

    @Override
    public Mono<Conversation> find(ConversationKey key) {
        return documents.find(key).map(MongoConversations::read);
    }

    @Override
    public Mono<Map<ConversationKey, Conversation>> load(Collection<ConversationKey> keys) {
        return documents.load(keys).map(stored -> {
            var loaded = new HashMap<ConversationKey, Conversation>();
            stored.values().stream()
                    .map(MongoConversations::read)
                    .forEach(conversation -> loaded.put(conversation.key(), conversation));
            return loaded;
        });
    }

    @Override
    public Mono<Void> keep(Map<Conversation, Conversation> read) {
        var folded = new ArrayList<Folded>();
        read.forEach((before, after) -> folded.add(new Folded(before.reading().seq(), write(after))));
        return documents.write(folded);
    }

    private static Document write(Conversation conversation) {
        var access = conversation.access();
        var talk = conversation.talk();
        var document = new Document("_id", conversation.key().toString())
                .append("tenant", conversation.key().tenant())
                .append("conversation", conversation.key().conversation())
                .append("owner", access.owner())
                .append("kind", access.kind() == null ? null : access.kind().name())
                .append("escalated", access.escalated())
                .append("started_at", conversation.startedAt())
                .append("notes", conversation.notes())
                .append("visitor_name", talk.visitorName())
                .append("last_message_at", talk.lastMessageAt() == null ? null : Date.from(talk.lastMessageAt()))
                .append(
                        "last_sender",
                        talk.lastSender() == null ? null : talk.lastSender().name())
                .append("unread", talk.unread());
        return ReadingDocument.write(conversation.reading(), document);
    }

    private static Conversation read(Document document) {
        return new Conversation(
                new ConversationKey(document.getString("tenant"), document.getString("conversation")),
                ReadingDocument.read(document),
                readAccess(document),
                // Documents of the first version have what follows not.
                document.get("started_at", -1L),
                readTalk(document),
                document.getInteger("notes", 0));
    }

    private static ConversationAccess readAccess(Document document) {
        var kind = document.getString("kind");
        return new ConversationAccess(
                document.getString("owner"),
                kind == null ? null : ConversationKind.valueOf(kind),
                document.getBoolean("escalated", false));
    }

    private static Talk readTalk(Document document) {
        var lastMessageAt = document.getDate("last_message_at");
        var lastSender = document.getString("last_sender");
        return new Talk(
                document.getString("visitor_name"),
                lastMessageAt == null ? null : lastMessageAt.toInstant(),
                lastSender == null ? null : SenderType.valueOf(lastSender),
                document.getInteger("unread", 0));
    }
}
