package io.parley.session.delivery;

import io.parley.events.MessageId;
import org.jspecify.annotations.Nullable;

/** What one reader has been shown of the answer that is being written: since its last {@code response_start}. */
final class ShownAnswer {

    private final Reader reader;
    private @Nullable MessageId answer;
    private int attempt;
    private int length;
    private int chunks;

    ShownAnswer(Reader reader) {
        this.reader = reader;
    }

    Reader reader() {
        return reader;
    }

    boolean is(MessageId id, int ofAttempt) {
        return id.equals(answer) && attempt == ofAttempt;
    }

    int length() {
        return length;
    }

    /** The index of the next chunk. */
    int chunks() {
        return chunks;
    }

    void begin(MessageId id, int ofAttempt) {
        answer = id;
        attempt = ofAttempt;
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
