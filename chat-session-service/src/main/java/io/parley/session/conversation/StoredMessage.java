package io.parley.session.conversation;

import io.parley.events.MessageId;
import io.parley.events.Sender;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message or an answer as it stands now: at its first place of the log, with its newest words.
 *
 * @param content empty where it was deleted
 * @param editedAt when its author last changed it
 * @param inReplyTo the message an answer is to; null of everything people say
 * @param generation of an answer
 * @param asked whether the assistant was to answer it
 * @param failed how its first answer failed; null while it did not
 */
public record StoredMessage(
        AcceptedMessage place,
        Sender sender,
        String content,
        Map<String, Object> metadata,
        @Nullable String clientMessageId,
        @Nullable Instant editedAt,
        boolean deleted,
        @Nullable MessageId inReplyTo,
        int generation,
        boolean asked,
        @Nullable FailedAnswer failed) {

    public MessageId id() {
        return place.id();
    }

    public long seq() {
        return place.seq();
    }

    /** An answer is nobody's: no person is its author. */
    public boolean isBy(String userId) {
        return inReplyTo == null && sender.id().equals(userId);
    }

    /** Whether it is taken for never said: it is in no history, and nobody can do anything with it. */
    public boolean isVoid() {
        return failed != null && failed.isVoid();
    }
}
