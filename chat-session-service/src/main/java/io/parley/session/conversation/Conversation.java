package io.parley.session.conversation;

import io.parley.events.ConversationKind;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.ConversationReading;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as this service's view has it.
 *
 * @param chatbotId who answers its owner; null where people only talk
 * @param reading how far the view has read it
 */
public record Conversation(
        ConversationKey key,
        String owner,
        ConversationKind kind,
        @Nullable String chatbotId,
        ConversationReading reading) {

    public boolean isOwnedBy(String userId) {
        return owner.equals(userId);
    }
}
