package io.parley.history.conversations.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.parley.history.conversations.ConversationList;
import io.parley.history.conversations.ListedConversation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of somebody's conversations as clients read it.
 *
 * @param count of the conversations in this page
 * @param nextCursor null at the end
 */
record ConversationsPage(
        String userId,
        List<ListedConversation> conversations,
        int count,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String nextCursor) {

    static ConversationsPage of(String userId, ConversationList list) {
        return new ConversationsPage(
                userId,
                list.conversations(),
                list.conversations().size(),
                list.next() == null ? null : ListCursor.write(list.next()));
    }
}
