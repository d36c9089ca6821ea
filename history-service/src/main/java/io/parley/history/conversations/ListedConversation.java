package io.parley.history.conversations;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as a list shows it.
 *
 * @param lastMessage null where nothing is said in it
 * @param unread by its owner; {@link io.parley.history.transcript.Unread#MOST} stands for more as well
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ListedConversation(
        String conversationId,
        @Nullable String chatbotId,
        ConversationStatus status,
        @Nullable String lastMessage,
        Instant lastActivity,
        int unread,
        Instant createdAt) {}
