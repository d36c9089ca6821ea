package io.parley.session.conversation.mongo;

import io.parley.events.AnswerCompleted;
import io.parley.events.FailureCode;
import io.parley.events.Floor;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.Payer;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.ConversationReading;
import io.parley.events.log.LoggedFact;
import io.parley.events.log.WireJson;
import io.parley.session.conversation.AcceptedMessage;
import io.parley.session.conversation.FailedAnswer;
import io.parley.session.conversation.RecentMessage;
import io.parley.session.conversation.StoredMessage;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * A message or an answer as stored: {@code _id} is {@code <tenant>/<conversation>/<message id>}.
 *
 * @param version place of the last fact that changed it: what was changed further on is not changed back by reading the
 *     log again
 */
record MessageDocument(ConversationKey key, StoredMessage message, long version) {

    static final String TEXT = "text";
    static final String EDITED_AT = "edited_at";
    static final String METADATA_FIELD = "metadata";
    static final String DELETED = "deleted";
    static final String AT = "at";

    /** Set where it was cleared, and only its id is kept. */
    static final String EMPTIED = "emptied";

    static final String FAILED = "failed";
    static final String SEQ = "seq";
    static final String VERSION = "version";

    private static final TypeReference<Map<String, Object>> METADATA = new TypeReference<>() {};

    static String id(ConversationKey key, MessageId id) {
        return key + "/" + id;
    }

    /** @param before the conversation as it was read up to the message */
    static MessageDocument of(LoggedFact logged, MessagePosted posted, ConversationReading before) {
        return new MessageDocument(
                logged.conversation(),
                new StoredMessage(
                        place(logged, posted.messageId(), before),
                        posted.sender(),
                        posted.content(),
                        posted.metadata(),
                        posted.clientMessageId(),
                        null,
                        false,
                        null,
                        0,
                        posted.chatbotId() != null && before.floor() == Floor.ASSISTANT,
                        null),
                logged.seq());
    }

    static MessageDocument of(LoggedFact logged, AnswerCompleted answer, ConversationReading before) {
        return new MessageDocument(
                logged.conversation(),
                new StoredMessage(
                        place(logged, answer.answerId(), before),
                        Sender.ASSISTANT,
                        answer.text(),
                        metadata(answer),
                        null,
                        null,
                        false,
                        answer.inReplyTo(),
                        answer.generation(),
                        false,
                        null),
                logged.seq());
    }

    private static AcceptedMessage place(LoggedFact logged, MessageId id, ConversationReading before) {
        return new AcceptedMessage(id, logged.seq(), before.visitorSeq(), before.agentSeq(), logged.at());
    }

    private static Map<String, Object> metadata(AnswerCompleted answer) {
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("chatbot_id", answer.chatbotId());
        metadata.put("finish_reason", answer.finishReason().wire());
        if (answer.model() != null) {
            metadata.put("model", answer.model());
        }
        return metadata;
    }

    String id() {
        return id(key, message.id());
    }

    /** With other words; what was deleted stays so. */
    MessageDocument edited(String content, Instant at, long seq) {
        return message.deleted() ? this : changed(content, at, false, seq);
    }

    MessageDocument deleted(long seq) {
        return changed("", message.editedAt(), true, seq);
    }

    /** With how its first answer failed, of which there is one end: it needs no version to be written again. */
    MessageDocument failed(FailedAnswer failed) {
        return changed(message.content(), message.editedAt(), message.deleted(), failed, version);
    }

    private MessageDocument changed(String content, @Nullable Instant editedAt, boolean deleted, long seq) {
        return changed(content, editedAt, deleted, message.failed(), seq);
    }

    private MessageDocument changed(
            String content, @Nullable Instant editedAt, boolean deleted, @Nullable FailedAnswer failed, long seq) {
        return new MessageDocument(
                key,
                new StoredMessage(
                        message.place(),
                        message.sender(),
                        content,
                        // It may quote the words.
                        deleted ? Map.of() : message.metadata(),
                        message.clientMessageId(),
                        editedAt,
                        deleted,
                        message.inReplyTo(),
                        message.generation(),
                        message.asked(),
                        failed),
                seq);
    }

    RecentMessage toRecent() {
        return new RecentMessage(
                message.id(),
                message.sender().type(),
                message.content(),
                message.place().at(),
                message.seq());
    }

    Document toBson() {
        var place = message.place();
        var sender = message.sender();
        return new Document("_id", id())
                .append("id", message.id().toString())
                .append(SEQ, place.seq())
                .append("prev", place.visitorPrevSeq())
                .append("agent_prev", place.agentPrevSeq())
                .append(AT, Date.from(place.at()))
                .append(
                        "sender",
                        new Document("id", sender.id())
                                .append("type", sender.type().name())
                                .append("name", sender.name()))
                .append(TEXT, message.deleted() ? null : message.content())
                // As text: a client's own names are not for a database to read anything into.
                .append(
                        METADATA_FIELD,
                        message.metadata().isEmpty() ? null : WireJson.mapper().writeValueAsString(message.metadata()))
                .append("client_message_id", message.clientMessageId())
                .append(EDITED_AT, message.editedAt() == null ? null : Date.from(message.editedAt()))
                .append(DELETED, message.deleted())
                .append(
                        "in_reply_to",
                        message.inReplyTo() == null ? null : message.inReplyTo().toString())
                .append("generation", message.generation())
                .append("asked", message.asked())
                .append(FAILED, write(message.failed()))
                .append(VERSION, version);
    }

    static @Nullable Document write(@Nullable FailedAnswer failed) {
        if (failed == null) {
            return null;
        }
        var payer = failed.payer();
        return new Document("code", failed.code().name())
                .append("payer", payer == null ? null : payer.name())
                .append("at", Date.from(failed.at()))
                .append("void", failed.isVoid());
    }

    private static @Nullable FailedAnswer read(@Nullable Document bson) {
        if (bson == null) {
            return null;
        }
        var payer = bson.getString("payer");
        return new FailedAnswer(
                FailureCode.valueOf(bson.getString("code")),
                payer == null ? null : Payer.valueOf(payer),
                bson.getDate("at").toInstant(),
                bson.getBoolean("void", false));
    }

    static MessageDocument ofBson(ConversationKey key, Document bson) {
        var sender = bson.get("sender", Document.class);
        var text = bson.getString(TEXT);
        var metadata = bson.getString(METADATA_FIELD);
        var editedAt = bson.getDate(EDITED_AT);
        var inReplyTo = bson.getString("in_reply_to");
        return new MessageDocument(
                key,
                new StoredMessage(
                        new AcceptedMessage(
                                MessageId.parse(bson.getString("id")),
                                bson.getLong(SEQ),
                                bson.getLong("prev"),
                                bson.getLong("agent_prev"),
                                bson.getDate(AT).toInstant()),
                        new Sender(
                                sender.getString("id"),
                                SenderType.valueOf(sender.getString("type")),
                                sender.getString("name")),
                        text == null ? "" : text,
                        metadata == null ? Map.of() : WireJson.mapper().readValue(metadata, METADATA),
                        bson.getString("client_message_id"),
                        editedAt == null ? null : editedAt.toInstant(),
                        bson.getBoolean(DELETED, false),
                        inReplyTo == null ? null : MessageId.parse(inReplyTo),
                        bson.getInteger("generation"),
                        bson.getBoolean("asked", false),
                        read(bson.get(FAILED, Document.class))),
                bson.getLong(VERSION));
    }
}
