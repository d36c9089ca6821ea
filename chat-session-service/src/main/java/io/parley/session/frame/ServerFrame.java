package io.parley.session.frame;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.parley.events.Citation;
import io.parley.events.FinishReason;
import io.parley.events.MessageId;
import io.parley.events.SenderType;
import io.parley.events.TokenUsage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a socket is sent. Facts, and no others, carry {@code conversation_id}, {@code seq} and {@code prev_seq}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ServerFrame.SessionInfo.class, name = "session_info"),
    @JsonSubTypes.Type(value = ServerFrame.MessageReceived.class, name = "message_received"),
    @JsonSubTypes.Type(value = ServerFrame.ResponseStart.class, name = "response_start"),
    @JsonSubTypes.Type(value = ServerFrame.ResponseChunk.class, name = "response_chunk"),
    @JsonSubTypes.Type(value = ServerFrame.ResponseComplete.class, name = "response_complete"),
    @JsonSubTypes.Type(value = ServerFrame.Failure.class, name = "error"),
    @JsonSubTypes.Type(value = ServerFrame.Message.class, name = "message"),
    @JsonSubTypes.Type(value = ServerFrame.MessageEdited.class, name = "message_edited"),
    @JsonSubTypes.Type(value = ServerFrame.MessageDeleted.class, name = "message_deleted"),
    @JsonSubTypes.Type(value = ServerFrame.Reaction.class, name = "reaction"),
    @JsonSubTypes.Type(value = ServerFrame.Escalation.class, name = "escalation"),
    @JsonSubTypes.Type(value = ServerFrame.Note.class, name = "note"),
    @JsonSubTypes.Type(value = ServerFrame.Receipt.class, name = "receipt"),
    @JsonSubTypes.Type(value = ServerFrame.Presence.class, name = "presence"),
    @JsonSubTypes.Type(value = ServerFrame.Queue.class, name = "queue"),
    @JsonSubTypes.Type(value = ServerFrame.Recovered.class, name = "recovered"),
    @JsonSubTypes.Type(value = ServerFrame.Typing.class, name = "typing"),
    @JsonSubTypes.Type(value = ServerFrame.AuthExpiring.class, name = "auth_expiring"),
    @JsonSubTypes.Type(value = ServerFrame.SessionClosed.class, name = "session_closed"),
    @JsonSubTypes.Type(value = ServerFrame.Pong.class, name = "pong"),
})
public sealed interface ServerFrame {

    /** The first frame of every socket; {@code cursor} is where its live delivery begins. */
    record SessionInfo(
            @Nullable String sessionId,
            String conversationId,
            @Nullable String chatbotName,
            String message,
            Cursor cursor)
            implements ServerFrame {}

    /** A message of this very socket cannot be lost any more. */
    record MessageReceived(
            MessageId messageId,
            Instant timestamp,
            @Nullable String clientMessageId,
            String conversationId,
            long seq,
            long prevSeq)
            implements ServerFrame {}

    /** An answer begins, or begins again: what was shown for its id is void. */
    record ResponseStart(
            String message,
            MessageId messageId,
            MessageId inReplyTo,
            int attempt,
            @Nullable MessageId supersedes) implements ServerFrame {}

    record ResponseChunk(String chunk, MessageId messageId, int attempt, int index) implements ServerFrame {}

    /** The whole answer, with the fields of a history entry for clients that know no chunks. */
    record ResponseComplete(
            MessageId messageId,
            Instant timestamp,
            String fullResponse,
            MessageId inReplyTo,
            int attempt,
            @Nullable MessageId supersedes,
            FinishReason finishReason,
            List<Citation> citations,
            @Nullable TokenUsage usage,
            MessageId id,
            String senderId,
            SenderType senderType,
            String content,
            Map<String, Object> metadata,
            String conversationId,
            long seq,
            long prevSeq)
            implements ServerFrame {}

    /** Something was not done; with a place where it is a failed answer's. */
    record Failure(
            String message,
            String code,
            boolean retryable,
            @Nullable String clientMessageId,
            @Nullable Long retryAfterMs,
            @Nullable MessageId inReplyTo,
            @Nullable MessageId messageId,
            @Nullable String conversationId,
            @Nullable Long seq,
            @Nullable Long prevSeq)
            implements ServerFrame {

        public static Failure of(Refusal refusal, FrameCodec.Subject subject) {
            var retryAfter = refusal.retryAfter();
            return new Failure(
                    refusal.detail(),
                    refusal.code().wire(),
                    refusal.code().isRetryable(),
                    subject.clientMessageId(),
                    retryAfter == null ? null : retryAfter.toMillis(),
                    null,
                    subject.messageId(),
                    null,
                    null,
                    null);
        }
    }

    /**
     * Something said in the conversation, by anybody but this very socket.
     *
     * @param editedAt set in a replay that shows newer words at the old place
     * @param deleted true in a replay, where the words are gone
     */
    record Message(
            MessageId id,
            String senderId,
            SenderType senderType,
            @Nullable String senderName,
            String content,
            Instant timestamp,
            Map<String, Object> metadata,
            @Nullable String clientMessageId,
            @Nullable Instant editedAt,
            @Nullable Boolean deleted,
            String conversationId,
            long seq,
            long prevSeq)
            implements ServerFrame {}

    record MessageEdited(
            MessageId messageId, String content, Instant editedAt, String conversationId, long seq, long prevSeq)
            implements ServerFrame {}

    record MessageDeleted(MessageId messageId, String conversationId, long seq, long prevSeq) implements ServerFrame {}

    /** @param reaction null where one was taken back, which is said */
    record Reaction(
            MessageId messageId,
            String userId,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String reaction,

            String conversationId,
            long seq,
            long prevSeq)
            implements ServerFrame {}

    /** The floor changed; it ends an unfinished answer on the screen. */
    record Escalation(
            UUID escalationId,
            String status,
            String reason,
            @Nullable Agent agent,
            String conversationId,
            long seq,
            long prevSeq)
            implements ServerFrame {}

    /** A word among agents: shown to no visitor. */
    record Note(
            UUID noteId,
            UUID escalationId,
            String authorId,
            @Nullable String authorName,
            String text,
            Instant timestamp,
            String conversationId,
            long seq,
            long prevSeq)
            implements ServerFrame {}

    /** Somebody has read everything up to a place. */
    record Receipt(String userId, long readSeq) implements ServerFrame {}

    record Presence(String userId, SenderType senderType, boolean online) implements ServerFrame {}

    /** @param queuePosition 1 is next */
    record Queue(int queuePosition) implements ServerFrame {}

    /**
     * What a resume came to.
     *
     * @param count facts that follow, each once
     * @param cursor where the client is when it has them
     */
    record Recovered(
            boolean recovered,
            @Nullable Integer count,
            @Nullable Cursor cursor) implements ServerFrame {}

    /** Who took over. */
    record Agent(String id, @Nullable String name) {}

    record Typing(String userId, SenderType senderType) implements ServerFrame {}

    /** The token ends soon: open a second socket with a fresh one, then close this one. */
    record AuthExpiring(Instant expiresAt) implements ServerFrame {}

    record SessionClosed(String sessionId) implements ServerFrame {}

    record Pong() implements ServerFrame {}
}
