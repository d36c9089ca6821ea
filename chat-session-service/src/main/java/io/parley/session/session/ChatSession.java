package io.parley.session.session;

import io.parley.events.log.ConversationKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A visitor's way into a conversation with a chatbot. It ends; the conversation goes on.
 *
 * @param endedByUserAt set where its user ended it: for a minute it can be revived
 * @param ended whether it has ended, by its user or by standing idle
 */
public record ChatSession(
        String id,
        String userId,
        String chatbotId,
        ConversationKey conversation,
        boolean ended,
        @Nullable Instant endedByUserAt) {

    public boolean belongsTo(String tenant, String user) {
        return conversation.tenant().equals(tenant) && userId.equals(user);
    }
}
