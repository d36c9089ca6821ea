package io.parley.history.conversations;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of somebody's conversations.
 *
 * @param conversations newest activity first
 * @param next where the next part begins; null at the end
 */
public record ConversationList(
        List<ListedConversation> conversations, @Nullable ListPlace next) {}
