package io.parley.session.conversation.mongo;

import static io.parley.session.conversation.mongo.MongoConversations.CONVERSATIONS;
import static io.parley.session.conversation.mongo.MongoConversations.MESSAGES;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.WriteModel;
import io.parley.events.log.LoggedFact;
import io.parley.platform.log.ConversationDocuments;
import io.parley.platform.log.ConversationView;
import io.parley.platform.log.ViewBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Writes the view of conversations from the log: messages, their ids and what is to be erased first, the conversations
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
                    var fold = new ConversationFold(stored);
                    batch.facts().forEach(fold::read);
                    return writeMessages(fold)
                            .then(write(MessageBuckets.COLLECTION, fold.buckets()))
                            .then(write(MessageErasures.COLLECTION, fold.erasures()))
                            .then(documents.write(fold.conversations()));
                })
                .block(LIMIT);
    }

    /**
     * New messages are inserted, which costs the same however many there are; only those that were there already, after
     * a batch that was cut off or an erasure, are compared with what is there, which the embedded server does by a scan.
     */
    private Mono<Void> writeMessages(ConversationFold fold) {
        return insert(fold.messages()).flatMap(there -> {
            var models = new ArrayList<>(fold.revisions());
            there.forEach(message -> models.add(ConversationFold.replacement(message)));
            return replace(models);
        });
    }

    /** Answers those whose ids have a document. */
    private Mono<List<MessageDocument>> insert(List<MessageDocument> messages) {
        if (messages.isEmpty()) {
            return Mono.just(List.of());
        }
        var models = messages.stream()
                .map(message -> new InsertOneModel<>(message.toBson()))
                .toList();
        return mongo.getCollection(MESSAGES)
                .flatMap(target -> Mono.from(target.bulkWrite(models, new BulkWriteOptions().ordered(false))))
                .map(_ -> List.<MessageDocument>of())
                .onErrorResume(
                        MongoConversationView::isDuplicate,
                        failure -> Mono.just(((MongoBulkWriteException) failure)
                                .getWriteErrors().stream()
                                        .map(error -> messages.get(error.getIndex()))
                                        .toList()));
    }

    private Mono<Void> replace(List<WriteModel<Document>> models) {
        return write(MESSAGES, models)
                // A message that is further on than this batch is met by no filter, and cannot be inserted: it stays as
                // it is. Once more, because it could have been inserted just now and not be further on.
                .retryWhen(Retry.max(1).filter(MongoConversationView::isDuplicate))
                .onErrorResume(
                        failure -> isDuplicate(Exceptions.isRetryExhausted(failure) ? failure.getCause() : failure),
                        _ -> Mono.empty());
    }

    private Mono<Void> write(String collection, List<WriteModel<Document>> models) {
        if (models.isEmpty()) {
            return Mono.empty();
        }
        return mongo.getCollection(collection)
                .flatMap(target -> Mono.from(target.bulkWrite(models, new BulkWriteOptions().ordered(false))))
                .then();
    }

    private static boolean isDuplicate(@Nullable Throwable failure) {
        return failure instanceof MongoBulkWriteException bulk
                && bulk.getWriteConcernError() == null
                && bulk.getWriteErrors().stream().allMatch(error -> error.getCategory() == ErrorCategory.DUPLICATE_KEY);
    }
}
