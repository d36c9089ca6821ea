package io.parley.history.transcript;

/** Where a page begins, and in which direction it goes. */
public sealed interface TranscriptCursor {

    /** The newest entries before a place. */
    record Before(long seq) implements TranscriptCursor {}

    /** The oldest entries after a place. */
    record After(long seq) implements TranscriptCursor {}

    /** The newest entries there are. */
    static TranscriptCursor newest() {
        return new Before(Long.MAX_VALUE);
    }
}
