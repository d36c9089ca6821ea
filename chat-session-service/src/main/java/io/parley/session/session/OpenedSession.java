package io.parley.session.session;

import io.parley.events.Chatbot;
import io.parley.session.conversation.Conversation;
import io.parley.session.conversation.RecentMessage;
import java.time.Instant;
import java.util.List;

/**
 * A session as its user gets it.
 *
 * @param created whether it is new; otherwise it is the active one
 */
public record OpenedSession(
        ChatSession session,
        Chatbot chatbot,
        Conversation conversation,
        List<RecentMessage> previousMessages,
        Instant expiresAt,
        boolean created) {}
