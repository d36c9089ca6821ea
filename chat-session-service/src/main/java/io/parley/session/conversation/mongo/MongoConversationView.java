package io.parley.session.conversation.mongo;

import static io.parley.session.conversation.mongo.MongoConversations.ACCEPTED;
import static io.parley.session.conversation.mongo.MongoConversations.CONVERSATIONS;
import static io.parley.session.conversation.mongo.MongoConversations.RECENT;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import io.parley.events.AnswerCompleted;
import io.parley.events.MessagePosted;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.ConversationReading;
import io.parley.events.log.LoggedFact;
import io.parley.platform.log.ConversationDocuments;
import io.parley.platform.log.ConversationView;
import io.parley.platform.log.ViewBatch;
import java.time.Duration;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import reactor.core.publisher.Mono;

/**
 * Writes the view of conversations from the log: the accepted ids and the recent messages first, the conversations
 * last, so that a batch that was cut off in the middle is written again whole.
 */
final class MongoConversationView implements ConversationView {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ReactiveMongoTemplate mongo;
    private final ConversationDocuments documents;

    MongoConversationView(ReactiveMongoTemplate mongo) {
        this.mongo = mongo;
        this.documents = new ConversationDocuments(mongo, CONVERSATIONS);
    }

    @Override
    public void apply(ViewBatch batch) {
        var keys = batch.facts().stream().map(LoggedFact::conversation).toList();
        documents
                .load(keys)
                .flatMap(stored -> {
                    var fold = new Fold(stored);
                    batch.facts().forEach(fold::read);
                    return write(ACCEPTED, fold.accepted.values())
                            .then(write(RECENT, fold.recent.values()))
                            .then(documents.write(fold.folded()));
                })
                .block(LIMIT);
    }

    private Mono<Void> write(String collection, Collection<WriteModel<Document>> models) {
        if (models.isEmpty()) {
            return Mono.empty();
        }
        return mongo.getCollection(collection)
                .flatMap(target ->
                        Mono.from(target.bulkWrite(List.copyOf(models), new BulkWriteOptions().ordered(false))))
                .then();
    }

    /** The documents of one batch while its facts are folded into them. */
    private static final class Fold {

        private final Map<ConversationKey, ConversationDocument> stored = new HashMap<>();
        private final Map<ConversationKey, ConversationDocument> changed = new LinkedHashMap<>();
        private final Map<String, WriteModel<Document>> accepted = new LinkedHashMap<>();

        // By _id: where a batch holds more than the ring has places, the last one stays.
        private final Map<String, WriteModel<Document>> recent = new LinkedHashMap<>();

        Fold(Map<String, Document> loaded) {
            loaded.values().stream().map(ConversationDocument::ofBson).forEach(one -> stored.put(one.key(), one));
        }

        void read(LoggedFact logged) {
            var key = logged.conversation();
            var before = changed.getOrDefault(key, stored.getOrDefault(key, ConversationDocument.unread(key)));
            var step = before.conversation().read(logged);
            if (step.verdict() == ConversationReading.Verdict.ALREADY_READ) {
                return;
            }
            var after = before.read(step.next());
            changed.put(key, step.isAdmitted() ? admit(logged, before, after) : after);
        }

        private ConversationDocument admit(LoggedFact logged, ConversationDocument before, ConversationDocument after) {
            return switch (logged.fact()) {
                case MessagePosted posted -> {
                    accept(logged, posted, before);
                    yield remember(
                            after,
                            new RecentMessageDocument(
                                    logged.conversation(),
                                    after.messages(),
                                    logged.seq(),
                                    posted.messageId(),
                                    posted.sender().type(),
                                    posted.content(),
                                    logged.at(),
                                    null,
                                    0));
                }
                case AnswerCompleted answer ->
                    remember(
                            after,
                            new RecentMessageDocument(
                                    logged.conversation(),
                                    after.messages(),
                                    logged.seq(),
                                    answer.answerId(),
                                    SenderType.ASSISTANT,
                                    answer.text(),
                                    logged.at(),
                                    answer.inReplyTo(),
                                    answer.generation()));
                default -> after;
            };
        }

        private void accept(LoggedFact logged, MessagePosted posted, ConversationDocument before) {
            var id = logged.conversation() + "/" + posted.messageId();
            accepted.put(
                    id,
                    upsert(new Document("_id", id)
                            .append("seq", logged.seq())
                            .append("prev", before.conversation().reading().visitorSeq())
                            .append(
                                    "agent_prev",
                                    before.conversation().reading().agentSeq())
                            .append("at", Date.from(logged.at()))));
        }

        private ConversationDocument remember(ConversationDocument after, RecentMessageDocument message) {
            var bson = message.toBson();
            recent.put(bson.getString("_id"), upsert(bson));
            return after.withMessage();
        }

        private static WriteModel<Document> upsert(Document bson) {
            return new ReplaceOneModel<>(Filters.eq("_id", bson.get("_id")), bson, new ReplaceOptions().upsert(true));
        }

        List<ConversationDocuments.Folded> folded() {
            return changed.values().stream()
                    .map(document -> {
                        var known = stored.get(document.key());
                        return new ConversationDocuments.Folded(
                                known == null
                                        ? -1
                                        : known.conversation().reading().seq(),
                                document.toBson());
                    })
                    .toList();
        }
    }
}
