package io.parley.testkit.chat;

import java.time.Instant;
import java.util.List;

/** What one long poll brought. */
public record Poll(boolean recovered, List<Frame> frames, Cursor cursor) {

    static Poll of(ChatResponse response) {
        var json = response.json();
        var now = Instant.now();
        return new Poll(
                json.path("recovered").asBoolean(false),
                json.path("frames")
                        .valueStream()
                        .map(frame -> new Frame(frame, now))
                        .toList(),
                Cursor.in(json));
    }

    public List<Frame> facts() {
        return frames.stream().filter(Frame::isFact).toList();
    }

    /** Holds the facts against the client contract: all that came after the cursor that was sent, in order, each once. */
    public Poll checks(Cursor sent) {
        FrameChecker.ofVisitor().checkPoll(sent, this);
        return this;
    }
}
