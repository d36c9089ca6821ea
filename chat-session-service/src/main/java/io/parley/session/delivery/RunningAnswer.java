package io.parley.session.delivery;

import io.parley.events.MessageId;
import io.parley.events.live.AnswerChunk;
import io.parley.events.live.AnswerStarted;
import org.jspecify.annotations.Nullable;

/** An answer while it is written, as far as the live topic has brought it. */
final class RunningAnswer {

    private final AnswerStarted started;
    private final StringBuilder text = new StringBuilder();
    private boolean whole = true;

    RunningAnswer(AnswerStarted started) {
        this.started = started;
    }

    MessageId id() {
        return started.answerId();
    }

    MessageId inReplyTo() {
        return started.inReplyTo();
    }

    long questionSeq() {
        return started.questionSeq();
    }

    int attempt() {
        return started.attempt();
    }

    long fence() {
        return started.fence();
    }

    @Nullable MessageId supersedes() {
        return started.supersedes();
    }

    /** Takes the next piece. One that was taken already changes nothing; after a missing one, the end brings the rest. */
    synchronized void take(AnswerChunk chunk) {
        if (!whole || chunk.at() < text.length()) {
            return;
        }
        if (chunk.at() > text.length()) {
            whole = false;
            return;
        }
        text.append(chunk.text());
    }

    synchronized int length() {
        return text.length();
    }

    synchronized String text(int from, int to) {
        return text.substring(from, to);
    }

    /** Whether what was shown so far is how the whole answer begins. */
    synchronized boolean isBeginningOf(String whole, int shown) {
        return shown <= text.length() && whole.startsWith(text.substring(0, shown));
    }
}
