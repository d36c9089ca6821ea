package io.parley.session.session.web;

import io.parley.session.frame.Cursor;
import io.parley.session.session.OpenedSession;
import java.time.Instant;
import java.util.List;

/** A session as HTTP shows it. The greeting is shown, not stored. */
record SessionBody(
        String sessionId,
        String conversationId,
        String chatbotId,
        String chatbotName,
        String greeting,
        List<PreviousMessage> previousMessages,
        Cursor cursor,
        Instant expiresAt) {

    record PreviousMessage(String id, String role, String message, Instant createdAt, long seq) {}

    static SessionBody of(OpenedSession opened, String epoch) {
        return new SessionBody(
                opened.session().id(),
                opened.conversation().key().conversation(),
                opened.chatbot().id(),
                opened.chatbot().name(),
                opened.chatbot().greeting(),
                opened.previousMessages().stream()
                        .map(message -> new PreviousMessage(
                                message.id().toString(),
                                message.role().wire(),
                                message.message(),
                                message.createdAt(),
                                message.seq()))
                        .toList(),
                new Cursor(epoch, opened.conversation().reading().visitorSeq()),
                opened.expiresAt());
    }
}
