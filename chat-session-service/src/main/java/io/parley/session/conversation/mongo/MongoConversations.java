package io.parley.session.conversation.mongo;

import io.parley.events.MessageId;
import io.parley.events.log.ConversationKey;
import io.parley.session.conversation.AcceptedMessage;
import io.parley.session.conversation.Conversation;
import io.parley.session.conversation.Conversations;
import io.parley.session.conversation.RecentMessage;
import io.parley.session.conversation.StoredMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import org.bson.Document;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads the view that {@link MongoConversationView} writes; every access is by {@code _id}. */
final class MongoConversations implements Conversations {

    static final String CONVERSATIONS = "conversations";
    static final String RECENT = "recent_messages";
    static final String ACCEPTED = "accepted_messages";

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final ReactiveMongoTemplate mongo;

    MongoConversations(ReactiveMongoTemplate mongo) {
        this.mongo = mongo;
    }

    @Override
    public Mono<Conversation> find(ConversationKey key) {
        return mongo.findById(key.toString(), Document.class, CONVERSATIONS)
                .map(bson -> ConversationDocument.ofBson(bson).conversation())
                .timeout(LIMIT);
    }

    @Override
    public Mono<List<RecentMessage>> recent(Conversation conversation, int limit) {
        var ids = new ArrayList<String>();
        for (int slot = 0; slot < RecentMessageDocument.RING; slot++) {
            ids.add(RecentMessageDocument.id(conversation.key(), slot));
        }
        return mongo.find(Query.query(Criteria.where("_id").in(ids)), Document.class, RECENT)
                .map(bson -> RecentMessageDocument.ofBson(conversation.key(), bson))
                // The ring is written before the conversation's document: what is beyond it comes on the socket.
                .filter(message -> message.seq() <= conversation.reading().visitorSeq())
                .collectList()
                .map(found -> newest(found, limit))
                .timeout(LIMIT);
    }

    private static List<RecentMessage> newest(List<RecentMessageDocument> found, int limit) {
        var generations = new HashMap<MessageId, Integer>();
        for (var message : found) {
            if (message.inReplyTo() != null) {
                generations.merge(message.inReplyTo(), message.generation(), Math::max);
            }
        }
        var shown = found.stream()
                .filter(message -> message.inReplyTo() == null
                        || generations.getOrDefault(message.inReplyTo(), 0) == message.generation())
                .sorted(Comparator.comparingLong(RecentMessageDocument::seq))
                .map(RecentMessageDocument::toMessage)
                .toList();
        return shown.subList(Math.max(0, shown.size() - limit), shown.size());
    }

    @Override
    public Mono<AcceptedMessage> findAccepted(ConversationKey key, MessageId id) {
        return mongo.findById(key + "/" + id, Document.class, ACCEPTED)
                .map(bson -> new AcceptedMessage(
                        id,
                        bson.getLong("seq"),
                        bson.getLong("prev"),
                        bson.getLong("agent_prev"),
                        bson.getDate("at").toInstant()))
                .timeout(LIMIT);
    }

    @Override
    public Mono<StoredMessage> findMessage(ConversationKey key, MessageId id) {
        return findMessages(key, List.of(id)).next();
    }

    @Override
    public Flux<StoredMessage> findMessages(ConversationKey key, Collection<MessageId> ids) {
        return Flux.empty();
    }
}
