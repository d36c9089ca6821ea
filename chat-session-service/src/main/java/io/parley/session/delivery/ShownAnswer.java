package io.parley.session.delivery;

import io.parley.events.AnswerCompleted;
import io.parley.events.MessageId;
import org.jspecify.annotations.Nullable;

/** What one reader has been shown of the answer that is being written: since its last {@code response_start}. */
final class ShownAnswer {

    private final Reader reader;
    private @Nullable RunningAnswer answer;
    private int length;
    private int chunks;

    ShownAnswer(Reader reader) {
        this.reader = reader;
    }

    Reader reader() {
        return reader;
    }

    boolean is(MessageId id, int ofAttempt) {
        return answer != null && answer.id().equals(id) && answer.attempt() == ofAttempt;
    }

    /** Whether this is what the whole answer begins with, so that only the rest is missing. */
    boolean isBeginningOf(AnswerCompleted whole) {
        return is(whole.answerId(), whole.attempt()) && answer != null && answer.isBeginningOf(whole.text(), length);
    }

    int length() {
        return length;
    }

    /** The index of the next chunk. */
    int chunks() {
        return chunks;
    }

    /** @param begun null where the whole answer comes at once */
    void begin(@Nullable RunningAnswer begun) {
        answer = begun;
        length = 0;
        chunks = 0;
    }

    void shown(int characters) {
        length += characters;
        chunks++;
    }

    void clear() {
        answer = null;
    }
}
