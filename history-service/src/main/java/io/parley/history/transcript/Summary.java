package io.parley.history.transcript;

import io.parley.events.MessageId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a list of conversations shows of one.
 *
 * @param lastAt when something was last said, or the conversation began
 * @param lastId of what was said last; null before anything was
 * @param lastContent null where it is not kept here: what was said last was taken back, or its kind is in no list
 */
public record Summary(
        @Nullable Instant lastAt,
        @Nullable MessageId lastId,
        @Nullable String lastContent,
        Unread unread) {

    static final Summary NOTHING = new Summary(null, null, null, Unread.NOTHING);

    static Summary begun(Instant at) {
        return new Summary(at, null, null, Unread.NOTHING);
    }

    /** Whether what is shown as the last message has to be looked for among the entries. */
    public boolean isLastToBeFound() {
        return lastId != null && lastContent == null;
    }

    Summary said(TranscriptEntry entry, boolean listed) {
        return new Summary(entry.at(), entry.id(), listed ? entry.content() : null, unread);
    }

    Summary activeAt(Instant at) {
        return new Summary(at, lastId, lastContent, unread);
    }

    Summary edited(MessageId id, String content) {
        return id.equals(lastId) && lastContent != null ? new Summary(lastAt, lastId, content, unread) : this;
    }

    Summary deleted(MessageId id) {
        return id.equals(lastId) ? new Summary(lastAt, lastId, null, unread) : this;
    }

    Summary with(Unread left) {
        return new Summary(lastAt, lastId, lastContent, left);
    }

    Summary cleared() {
        return new Summary(lastAt, null, null, new Unread(unread.readSeq(), java.util.List.of()));
    }
}
