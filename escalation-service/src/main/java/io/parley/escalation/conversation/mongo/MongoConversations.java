package io.parley.escalation.conversation.mongo;

import io.parley.escalation.conversation.Conversation;
import io.parley.escalation.conversation.Conversations;
import io.parley.events.ConversationKind;
import io.parley.events.log.ConversationKey;
import io.parley.platform.log.ConversationDocuments;
import io.parley.platform.log.ConversationDocuments.Folded;
import io.parley.platform.log.ReadingDocument;
import java.util.ArrayList;
import java.util.Collection;
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
        var kind = conversation.kind();
        var document = new Document("_id", conversation.key().toString())
                .append("tenant", conversation.key().tenant())
                .append("conversation", conversation.key().conversation())
                .append("owner", conversation.owner())
                .append("kind", kind == null ? null : kind.name())
                .append("escalated", conversation.escalated());
        return ReadingDocument.write(conversation.reading(), document);
    }

    private static Conversation read(Document document) {
        var kind = document.getString("kind");
        return new Conversation(
                new ConversationKey(document.getString("tenant"), document.getString("conversation")),
                ReadingDocument.read(document),
                document.getString("owner"),
                kind == null ? null : ConversationKind.valueOf(kind),
                document.getBoolean("escalated", false));
    }
}
