package io.parley.history.transcript.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.parley.events.log.ConversationKey;
import io.parley.history.transcript.Reaction;
import io.parley.history.transcript.TranscriptEntry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An entry as clients read it; the socket's frames carry the same fields. */
record HistoryMessage(
        String id,
        String senderId,
        String senderType,
        @Nullable String senderName,
        String content,
        Instant timestamp,
        String conversationId,
        Map<String, Object> metadata,
        long seq,
        @Nullable Instant editedAt,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean deleted,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Reaction> reactions) {

    static HistoryMessage of(ConversationKey key, TranscriptEntry entry) {
        return new HistoryMessage(
                entry.id().toString(),
                entry.sender().id(),
                entry.sender().type().wire(),
                entry.sender().name(),
                entry.content(),
                entry.at(),
                key.conversation(),
                entry.metadata(),
                entry.seq(),
                entry.editedAt(),
                entry.deleted(),
                entry.reactions());
    }
}
