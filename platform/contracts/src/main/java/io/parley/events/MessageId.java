package io.parley.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.parley.events.log.ConversationKey;
import java.util.UUID;

/**
 * The id of a message, an answer included. Where a sender named its message, or a message is answered, the id is
 * computed from what it stands for, so that a repeat anywhere meets the same id.
 */
public record MessageId(@JsonValue UUID value) {

    @JsonCreator
    public static MessageId parse(String text) {
        return new MessageId(UUID.fromString(text));
    }

    public static MessageId random() {
        return new MessageId(UUID.randomUUID());
    }

    /** The id of the message a sender calls {@code clientMessageId} in a conversation: the same for every repeat. */
    public static MessageId of(ConversationKey conversation, String sender, String clientMessageId) {
        return new MessageId(NameBasedUuid.of(
                "message", conversation.tenant(), conversation.conversation(), sender, clientMessageId));
    }

    /** The id of an answer to this message; generations count from 0. */
    public MessageId answer(int generation) {
        return new MessageId(NameBasedUuid.of("answer", value.toString(), Integer.toString(generation)));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
