package io.parley.session.conversation.mongo;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import io.parley.events.AnswerCompleted;
import io.parley.events.AnswerFailed;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.HistoryCleared;
import io.parley.events.MessageDeleted;
import io.parley.events.MessageEdited;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.ConversationReading;
import io.parley.events.log.LoggedFact;
import io.parley.platform.log.ConversationDocuments;
import io.parley.session.conversation.FailedAnswer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/** The facts of one batch folded into the documents they change: what is to be written, each document once. */
final class ConversationFold {

    private final Map<ConversationKey, ConversationDocument> stored = new HashMap<>();
    private final Map<ConversationKey, ConversationDocument> changed = new LinkedHashMap<>();
    private final Map<String, MessageDocument> posted = new LinkedHashMap<>();
    private final Map<String, WriteModel<Document>> revised = new LinkedHashMap<>();
    private final List<WriteModel<Document>> failures = new ArrayList<>();
    private final List<WriteModel<Document>> buckets = new ArrayList<>();
    private final List<WriteModel<Document>> erasures = new ArrayList<>();

    /** @param loaded the conversations' documents there are, by {@code _id} */
    ConversationFold(Map<String, Document> loaded) {
        loaded.values().stream().map(ConversationDocument::ofBson).forEach(one -> stored.put(one.key(), one));
    }

    void read(LoggedFact logged) {
        var key = logged.conversation();
        var before = changed.getOrDefault(key, stored.getOrDefault(key, ConversationDocument.unread(key)));
        var step = before.conversation().read(logged);
        if (step.verdict() != ConversationReading.Verdict.ALREADY_READ) {
            var after = before.read(step.next());
            changed.put(key, step.isAdmitted() ? admit(logged, before, after) : after);
        }
    }

    private ConversationDocument admit(LoggedFact logged, ConversationDocument before, ConversationDocument after) {
        var reading = before.conversation().reading();
        return switch (logged.fact()) {
            case MessagePosted message -> add(after, MessageDocument.of(logged, message, reading));
            case AnswerCompleted answer -> add(after, MessageDocument.of(logged, answer, reading));
            case AnswerFailed failed -> {
                if (failed.generation() == 0) {
                    boolean inRoom = before.conversation().access().kind() == ConversationKind.AI_ROOM;
                    fail(logged, failed.inReplyTo(), FailedAnswer.of(failed, logged.at(), inRoom));
                }
                yield after;
            }
            case MessageEdited edited -> {
                edit(logged, edited);
                yield after;
            }
            case MessageDeleted deleted -> {
                delete(logged, deleted.messageId());
                yield after;
            }
            case ConversationStarted _ -> after.startedAt(logged.seq());
            case HistoryCleared cleared -> clear(logged, after, !cleared.whole());
            default -> after;
        };
    }

    private ConversationDocument add(ConversationDocument conversation, MessageDocument message) {
        posted.put(message.id(), message);
        revised.remove(message.id());
        buckets.add(MessageBuckets.put(
                conversation.key(), conversation.messages(), message.message().id()));
        return conversation.withMessage();
    }

    /** Beside what else becomes of the message: neither is lost where both come in one batch. */
    private void fail(LoggedFact logged, MessageId question, FailedAnswer failed) {
        var id = MessageDocument.id(logged.conversation(), question);
        var here = posted.get(id);
        if (here != null) {
            posted.put(id, here.failed(failed));
        } else {
            failures.add(new UpdateOneModel<>(
                    // An id can be used again after an erasure: what is behind this fact is another message.
                    Filters.and(Filters.eq("_id", id), Filters.lt(MessageDocument.SEQ, logged.seq())),
                    new Document("$set", new Document(MessageDocument.FAILED, MessageDocument.write(failed)))));
        }
    }

    private void edit(LoggedFact logged, MessageEdited edited) {
        var id = MessageDocument.id(logged.conversation(), edited.messageId());
        var here = posted.get(id);
        if (here != null) {
            posted.put(id, here.edited(edited.content(), logged.at(), logged.seq()));
        } else {
            revised.merge(
                    id,
                    revision(
                            id,
                            logged.seq(),
                            new Document(MessageDocument.TEXT, edited.content())
                                    .append(MessageDocument.EDITED_AT, Date.from(logged.at()))),
                    // What was deleted in this batch already stays so.
                    (earlier, later) -> isDeletion(earlier) ? earlier : later);
        }
    }

    private void delete(LoggedFact logged, MessageId message) {
        var id = MessageDocument.id(logged.conversation(), message);
        var here = posted.get(id);
        if (here != null) {
            posted.put(id, here.deleted(logged.seq()));
        } else {
            revised.put(
                    id,
                    revision(
                            id,
                            logged.seq(),
                            new Document(MessageDocument.TEXT, null)
                                    .append(MessageDocument.METADATA_FIELD, null)
                                    .append(MessageDocument.DELETED, true)));
        }
    }

    private static boolean isDeletion(WriteModel<Document> revision) {
        return revision instanceof UpdateOneModel<Document> update
                && update.getUpdate() instanceof Document set
                && set.get("$set", Document.class).containsKey(MessageDocument.DELETED);
    }

    /** A message that is not there, or was deleted before, stays as it is. */
    private static WriteModel<Document> revision(String id, long seq, Document changes) {
        return new UpdateOneModel<>(
                Filters.and(
                        Filters.eq("_id", id),
                        Filters.lt(MessageDocument.VERSION, seq),
                        Filters.eq(MessageDocument.DELETED, false)),
                new Document("$set", changes.append(MessageDocument.VERSION, seq)));
    }

    /** Later messages begin in a bucket of their own, so that taking out the earlier ones never meets them. */
    private ConversationDocument clear(LoggedFact logged, ConversationDocument conversation, boolean ids) {
        long next = MessageBuckets.nextBucketFrom(conversation.messages());
        if (conversation.first() < next) {
            erasures.add(MessageErasures.open(
                    logged, MessageBuckets.bucket(conversation.first()), MessageBuckets.bucket(next), ids));
        }
        return conversation.cleared(next);
    }

    /** What was said in this batch, as it is at its end. */
    List<MessageDocument> messages() {
        return List.copyOf(posted.values());
    }

    /** What became of earlier messages. */
    Collection<WriteModel<Document>> revisions() {
        var all = new ArrayList<>(revised.values());
        all.addAll(failures);
        return all;
    }

    /** Writes a message whose id has a document already, over an earlier one alone. */
    static WriteModel<Document> replacement(MessageDocument message) {
        return new ReplaceOneModel<>(
                Filters.and(Filters.eq("_id", message.id()), Filters.lt(MessageDocument.VERSION, message.version())),
                message.toBson(),
                new ReplaceOptions().upsert(true));
    }

    List<WriteModel<Document>> buckets() {
        return buckets;
    }

    List<WriteModel<Document>> erasures() {
        return erasures;
    }

    List<ConversationDocuments.Folded> conversations() {
        return changed.values().stream()
                .map(document -> {
                    var known = stored.get(document.key());
                    return new ConversationDocuments.Folded(
                            known == null ? -1 : known.conversation().reading().seq(), document.toBson());
                })
                .toList();
    }
}
