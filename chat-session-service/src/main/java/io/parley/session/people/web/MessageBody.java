package io.parley.session.people.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.parley.events.MessageId;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.session.acceptance.MessageDraft;
import io.parley.session.conversation.AcceptedMessage;
import io.parley.session.conversation.StoredMessage;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message that was accepted, as HTTP shows it: the fields of a history entry. */
record MessageBody(
        MessageId id,
        String senderId,
        SenderType senderType,
        @Nullable String senderName,
        String content,
        Instant timestamp,
        String conversationId,
        Map<String, Object> metadata,
        long seq,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean deleted) {

    static MessageBody of(AcceptedMessage accepted, Sender sender, MessageDraft draft, String conversationId) {
        return new MessageBody(
                accepted.id(),
                sender.id(),
                sender.type(),
                sender.name(),
                draft.content(),
                accepted.at(),
                conversationId,
                draft.metadata(),
                accepted.seq(),
                false);
    }

    static MessageBody of(StoredMessage message, String conversationId) {
        return new MessageBody(
                message.id(),
                message.sender().id(),
                message.sender().type(),
                message.sender().name(),
                message.content(),
                message.place().at(),
                conversationId,
                message.metadata(),
                message.seq(),
                message.deleted());
    }
}
