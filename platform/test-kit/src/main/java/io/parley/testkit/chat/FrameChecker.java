package io.parley.testkit.chat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds the frames of one socket, from its first on, against what the client contract promises of every sequence of
 * frames. It knows nothing of how they came about.
 */
public final class FrameChecker {

    private static final Set<String> FACTS = Set.of(
            "message_received",
            "response_complete",
            "message",
            "message_edited",
            "message_deleted",
            "reaction",
            "escalation");

    /** What a screen shows of an answer that is being written. */
    private static final class Writing {
        private final StringBuilder text = new StringBuilder();
        private long attempt;
        private int nextIndex;
        private boolean isComplete;
    }

    private final List<String> breaches = new ArrayList<>();
    private final Map<String, Writing> answers = new HashMap<>();
    private final Map<String, Long> received = new HashMap<>();
    private final Set<String> answered = new HashSet<>();
    private final Set<String> ended = new HashSet<>();
    private @Nullable Frame info;
    private long last;
    private long lastReplayed = -1;
    private boolean hasLiveFact;

    private FrameChecker() {}

    /** Fails with every breach, if there is one. */
    public static void check(List<Frame> frames) {
        var breaches = breachesOf(frames);
        if (!breaches.isEmpty()) {
            throw new AssertionError("the frames break the contract:\n - " + String.join("\n - ", breaches)
                    + "\nin\n   "
                    + String.join("\n   ", frames.stream().map(Frame::toString).toList()));
        }
    }

    public static List<String> breachesOf(List<Frame> frames) {
        var checker = new FrameChecker();
        frames.forEach(checker::read);
        return List.copyOf(checker.breaches);
    }

    private void read(Frame frame) {
        if (info == null) {
            begin(frame);
            return;
        }
        checkPlace(frame);
        switch (frame.type()) {
            case "session_info" -> breaches.add("session_info came again");
            case "message_received" -> acknowledged(frame);
            case "response_start" -> started(frame);
            case "response_chunk" -> chunk(frame);
            case "response_complete" -> completed(frame);
            case "error" -> failed(frame);
            default -> {}
        }
    }

    private void begin(Frame first) {
        if (!first.is("session_info")) {
            breaches.add("the first frame is " + first.type() + ", not session_info");
        }
        info = first;
        last = first.json().at("/cursor/seq").asLong(-1);
        if (first.json().at("/cursor/epoch").asString("").isEmpty()) {
            breaches.add("session_info has no cursor");
        }
    }

    private void checkPlace(Frame frame) {
        boolean mayBeFact = FACTS.contains(frame.type())
                || (frame.is("error") && frame.json().has("in_reply_to"));
        if (frame.isFact() != frame.json().has("prev_seq") || (frame.isFact() && !mayBeFact)) {
            breaches.add("seq and prev_seq are for facts, and always both: " + frame);
        }
        if (!frame.isFact()) {
            if (FACTS.contains(frame.type())) {
                breaches.add("a fact without its place: " + frame);
            }
            return;
        }
        if (info != null && !frame.text("conversation_id").equals(info.text("conversation_id"))) {
            breaches.add("a fact of another conversation: " + frame);
        }
        chain(frame);
    }

    private void chain(Frame fact) {
        long seq = fact.seq();
        long previous = fact.number("prev_seq");
        if (previous >= seq) {
            breaches.add("prev_seq is not before seq: " + fact);
        }
        if (seq > last) {
            // Before the first live fact there may be some that this reader is not shown.
            if (hasLiveFact ? previous != last : previous > last) {
                breaches.add("a gap: after %d comes %s".formatted(last, fact));
            }
            last = seq;
            hasLiveFact = true;
        } else if (!fact.is("message_received")) {
            replayed(fact);
        }
    }

    /** Behind the socket's beginning: only what a resume brings again, in order. */
    private void replayed(Frame fact) {
        long cursor = info == null ? -1 : info.json().at("/cursor/seq").asLong(-1);
        if (fact.seq() > cursor || fact.seq() <= lastReplayed) {
            breaches.add("out of order, after %d: %s".formatted(last, fact));
        }
        lastReplayed = fact.seq();
    }

    private void acknowledged(Frame frame) {
        var id = frame.text("message_id");
        var before = received.put(id, frame.seq());
        if (before != null && before != frame.seq()) {
            breaches.add("two places of one message: " + frame);
        }
        if (before == null && answered.contains(id)) {
            breaches.add("its answer came before the acknowledgement: " + frame);
        }
    }

    private void started(Frame frame) {
        answered.add(frame.text("in_reply_to"));
        var id = frame.text("message_id");
        if (ended.contains(id)) {
            breaches.add("an answer begins after its end: " + frame);
        }
        var writing = new Writing();
        writing.attempt = frame.number("attempt");
        answers.put(id, writing);
    }

    private void chunk(Frame frame) {
        var writing = answers.get(frame.text("message_id"));
        if (writing == null || writing.isComplete) {
            breaches.add("a chunk of an answer that is not being written: " + frame);
            return;
        }
        if (frame.number("index") != writing.nextIndex || frame.number("attempt") != writing.attempt) {
            breaches.add(
                    "chunk %d of attempt %d was expected: %s".formatted(writing.nextIndex, writing.attempt, frame));
        }
        writing.nextIndex++;
        writing.text.append(frame.text("chunk"));
    }

    private void completed(Frame frame) {
        answered.add(frame.text("in_reply_to"));
        var id = frame.text("message_id");
        if (!ended.add(id)) {
            breaches.add("an answer ends twice: " + frame);
        }
        if (!frame.text("content").equals(frame.text("full_response"))
                || !frame.text("id").equals(id)) {
            breaches.add("the answer is not the history entry it carries: " + frame);
        }
        var writing = answers.get(id);
        if (writing == null) {
            // A replay brings the whole answer without its chunks.
            if (frame.seq() > lastReplayed) {
                breaches.add("an answer ends that never began: " + frame);
            }
        } else {
            writing.isComplete = true;
            if (!writing.text.toString().equals(frame.text("full_response"))) {
                breaches.add("the chunks are \"%s\", the answer is %s".formatted(writing.text, frame));
            }
        }
    }

    private void failed(Frame frame) {
        if (frame.text("code").isEmpty()
                || frame.text("message").isEmpty()
                || !frame.json().has("retryable")) {
            breaches.add("an error says code, message and whether to try again: " + frame);
        }
        if (!frame.json().has("in_reply_to")) {
            return;
        }
        if (!frame.isFact()) {
            breaches.add("a failed answer without its place: " + frame);
        }
        answered.add(frame.text("in_reply_to"));
        var id = frame.text("message_id");
        if (!id.isEmpty() && !ended.add(id)) {
            breaches.add("an answer ends twice: " + frame);
        }
        var writing = answers.get(id);
        if (writing != null) {
            writing.isComplete = true;
        }
    }
}
