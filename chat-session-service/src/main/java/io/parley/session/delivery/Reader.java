package io.parley.session.delivery;

import io.parley.events.Audience;
import io.parley.session.frame.EncodedFrame;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is shown a conversation as it goes: a socket. Its methods are called one at a time, under the feed's
 * lock, and must not block.
 */
public interface Reader {

    /** Tells the readers of this replica apart. */
    String id();

    Audience audience();

    String userId();

    @Nullable String sessionId();

    /** Whether it is shown answers while they are written; else it gets each one whole, at its end. */
    boolean followsAnswers();

    /** Takes a frame; a reader too slow to take it ends itself. */
    void show(EncodedFrame frame);

    /** The conversation was erased: there is nothing to read any more. */
    void erased();

    /** The session this reader came for is said to have ended; it may have been revived since. */
    void sessionEnded();
}
