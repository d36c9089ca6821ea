package io.parley.session.conversation.mongo;

import io.parley.events.MessageId;
import io.parley.events.log.ConversationKey;
import io.parley.session.conversation.AcceptedMessage;
import io.parley.session.conversation.AnswerOutcome;
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
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads the view that {@link MongoConversationView} writes; every access is by {@code _id}. */
final class MongoConversations implements Conversations {

    static final String CONVERSATIONS = "conversations";
    static final String MESSAGES = "messages";

    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** How many messages are looked through at once for recent ones, and how often: most are not left out. */
    private static final int LOOK_AT = 100;

    private static final int LOOKS = 10;

    private final ReactiveMongoTemplate mongo;
    private final MessageBuckets buckets;

    MongoConversations(ReactiveMongoTemplate mongo, MessageBuckets buckets) {
        this.mongo = mongo;
        this.buckets = buckets;
    }

    @Override
    public Mono<Conversation> find(ConversationKey key) {
        return document(key).map(ConversationDocument::conversation).timeout(LIMIT);
    }

    private Mono<ConversationDocument> document(ConversationKey key) {
        return mongo.findById(key.toString(), Document.class, CONVERSATIONS).map(ConversationDocument::ofBson);
    }

    @Override
    public Mono<List<RecentMessage>> recent(Conversation conversation, int limit) {
        return document(conversation.key())
                .flatMap(document -> look(conversation, document, document.messages(), LOOKS, List.of(), limit))
                .defaultIfEmpty(List.of())
                .timeout(LIMIT);
    }

    /** Looks through the messages before an ordinal, and on backwards until enough are found. */
    private Mono<List<RecentMessage>> look(
            Conversation conversation,
            ConversationDocument document,
            long before,
            int looks,
            List<MessageDocument> later,
            int limit) {
        long from = Math.max(document.first(), before - LOOK_AT);
        return buckets.find(conversation.key(), from, before)
                .flatMap(ids -> load(conversation.key(), ids).collectList())
                .flatMap(found -> {
                    var all = new ArrayList<>(later);
                    found.stream()
                            // What is beyond the conversation as it was read comes on the socket.
                            .filter(message -> message.message().seq()
                                    <= conversation.reading().visitorSeq())
                            .filter(message -> message.message().seq()
                                    > document.conversation().clearedSeq())
                            .forEach(all::add);
                    var shown = shown(all, limit);
                    return shown.size() == limit || from == document.first() || looks == 1
                            ? Mono.just(shown)
                            : look(conversation, document, from, looks - 1, all, limit);
                });
    }

    private static List<RecentMessage> shown(List<MessageDocument> found, int limit) {
        var generations = new HashMap<MessageId, Integer>();
        for (var document : found) {
            var message = document.message();
            if (message.inReplyTo() != null) {
                generations.merge(message.inReplyTo(), message.generation(), Math::max);
            }
        }
        var shown = found.stream()
                .filter(document ->
                        !document.message().deleted() && !document.message().isVoid())
                .filter(document -> {
                    var message = document.message();
                    return message.inReplyTo() == null
                            || generations.getOrDefault(message.inReplyTo(), 0) == message.generation();
                })
                .map(MessageDocument::toRecent)
                .sorted(Comparator.comparingLong(RecentMessage::seq))
                .toList();
        return shown.subList(Math.max(0, shown.size() - limit), shown.size());
    }

    @Override
    public Mono<AcceptedMessage> findAccepted(ConversationKey key, MessageId id) {
        return documents(key, List.of(id))
                .next()
                .zipWhen(_ -> document(key).defaultIfEmpty(ConversationDocument.unread(key)))
                .filter(both -> isKnown(both.getT1(), both.getT2()))
                .map(both -> MessageDocument.ofBson(key, both.getT1()).message().place())
                .timeout(LIMIT);
    }

    /** What was cleared is known by its id for a day; of what was erased with its conversation nothing is. */
    private static boolean isKnown(Document message, ConversationDocument conversation) {
        long seq = message.getLong(MessageDocument.SEQ);
        return message.getBoolean(MessageDocument.EMPTIED, false)
                ? conversation.conversation().exists() && seq > conversation.startedSeq()
                : seq > conversation.conversation().clearedSeq();
    }

    @Override
    public Mono<StoredMessage> findMessage(ConversationKey key, MessageId id) {
        return findMessages(key, List.of(id)).next();
    }

    @Override
    public Mono<AnswerOutcome> findOutcome(ConversationKey key, AcceptedMessage asked) {
        return load(key, List.of(asked.id(), asked.id().answer(0)))
                .map(MessageDocument::message)
                .collectMap(StoredMessage::id)
                .zipWith(clearedSeq(key))
                .flatMap(both -> Mono.justOrEmpty(outcome(asked, both.getT1(), both.getT2())))
                .timeout(LIMIT);
    }

    private static Optional<AnswerOutcome> outcome(
            AcceptedMessage asked, Map<MessageId, StoredMessage> found, long clearedSeq) {
        if (asked.seq() <= clearedSeq) {
            return Optional.of(new AnswerOutcome.Cleared());
        }
        var answer = found.get(asked.id().answer(0));
        if (answer != null && answer.seq() > asked.seq()) {
            var model = (String) answer.metadata().get("model");
            return Optional.of(new AnswerOutcome.Completed(
                    answer.id(), answer.content(), model, answer.place().at()));
        }
        var message = found.get(asked.id());
        if (message == null || message.seq() != asked.seq()) {
            return Optional.empty();
        }
        var failed = message.failed();
        if (failed != null) {
            return Optional.of(
                    new AnswerOutcome.Failed(asked.id().answer(0), failed.code(), failed.payer(), failed.at()));
        }
        return message.asked() ? Optional.empty() : Optional.of(new AnswerOutcome.NotAsked());
    }

    private Mono<Long> clearedSeq(ConversationKey key) {
        return document(key)
                .map(document -> document.conversation().clearedSeq())
                .defaultIfEmpty(-1L);
    }

    @Override
    public Flux<StoredMessage> findMessages(ConversationKey key, Collection<MessageId> ids) {
        return load(key, ids)
                .map(MessageDocument::message)
                .collectList()
                .filter(found -> !found.isEmpty())
                // What was erased may not have been taken out yet.
                .zipWhen(_ -> clearedSeq(key))
                .flatMapIterable(both -> both.getT1().stream()
                        .filter(message -> message.seq() > both.getT2())
                        .toList())
                .timeout(LIMIT);
    }

    private Flux<MessageDocument> load(ConversationKey key, Collection<MessageId> ids) {
        return documents(key, ids).map(bson -> MessageDocument.ofBson(key, bson));
    }

    private Flux<Document> documents(ConversationKey key, Collection<MessageId> ids) {
        if (ids.isEmpty()) {
            return Flux.empty();
        }
        var documents = ids.stream().map(id -> MessageDocument.id(key, id)).toList();
        return mongo.find(Query.query(Criteria.where("_id").in(documents)), Document.class, MESSAGES);
    }
}
