package io.parley.history.transcript.web;

import io.parley.events.log.ConversationKey;
import io.parley.history.transcript.TranscriptEntry;
import java.time.Instant;
import java.util.Map;

/** An entry as clients read it; the socket's frames carry the same fields. */
record HistoryMessage(
        String id,
        String senderId,
        String senderType,
        String content,
        Instant timestamp,
        String conversationId,
        Map<String, Object> metadata,
        long seq) {

    static HistoryMessage of(ConversationKey key, TranscriptEntry entry) {
        return new HistoryMessage(
                entry.id().toString(),
                entry.sender().id(),
                entry.sender().type().wire(),
                entry.content(),
                entry.at(),
                key.conversation(),
                entry.metadata(),
                entry.seq());
    }
}
