package io.parley.testkit.chat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Holds the frames of one socket, from its first on, against what the client contract promises of every sequence of
 * frames. It knows nothing of how they came about, but for what it is told: who reads, and what resumes were sent.
 */
public final class FrameChecker {

    private final boolean agent;
    private final @Nullable List<Long> resumes;
    private final boolean cutShort;

    private FrameChecker(boolean agent, @Nullable List<Long> resumes, boolean cutShort) {
        this.agent = agent;
        this.resumes = resumes;
        this.cutShort = cutShort;
    }

    /** Of somebody's own conversation. */
    public static FrameChecker ofVisitor() {
        return new FrameChecker(false, null, false);
    }

    /** Of an agent in somebody else's conversation, who is shown notes as well. */
    public static FrameChecker ofAgent() {
        return new FrameChecker(true, null, false);
    }

    /** @param afterSeqs the {@code after_seq} of every resume that was sent on the socket, in their order */
    public FrameChecker resumedAfter(List<Long> afterSeqs) {
        return new FrameChecker(agent, List.copyOf(afterSeqs), cutShort);
    }

    /** The socket was lost: what a resume brings may lack its end. */
    public FrameChecker cutShort() {
        return new FrameChecker(agent, resumes, true);
    }

    /** Fails with every breach, if there is one. */
    public static void check(List<Frame> frames) {
        ofVisitor().checkAll(frames);
    }

    public static List<String> breachesOf(List<Frame> frames) {
        return ofVisitor().breaches(frames);
    }

    /** Fails with every breach, if there is one. */
    public void checkAll(List<Frame> frames) {
        var breaches = breaches(frames);
        if (!breaches.isEmpty()) {
            throw new AssertionError("the frames break the contract:\n - " + String.join("\n - ", breaches)
                    + "\nin\n   "
                    + String.join("\n   ", frames.stream().map(Frame::toString).toList()));
        }
    }

    public List<String> breaches(List<Frame> frames) {
        var reading = new Reading(this);
        frames.forEach(reading::read);
        return reading.end();
    }

    /** Fails with every breach of what a long poll brought after the cursor that was sent with it. */
    public void checkPoll(Cursor sent, Poll poll) {
        if (poll.recovered()) {
            resumedAfter(List.of(sent.seq())).checkAll(asSocket(sent, poll));
        } else if (!poll.frames().isEmpty()) {
            throw new AssertionError("never a part: " + poll);
        }
    }

    /** As a socket that opened there, and resumed at once, would have seen it. */
    private static List<Frame> asSocket(Cursor sent, Poll poll) {
        var conversation = poll.facts().stream()
                .findFirst()
                .map(fact -> fact.text("conversation_id"))
                .orElse("");
        var json = JsonNodeFactory.instance;
        var info = json.objectNode()
                .put("type", "session_info")
                .put("conversation_id", conversation)
                .put("message", "");
        info.set("cursor", cursor(new Cursor(poll.cursor().epoch(), sent.seq())));
        var recovered = json.objectNode()
                .put("type", "recovered")
                .put("recovered", true)
                .put("count", poll.facts().size());
        recovered.set("cursor", cursor(poll.cursor()));
        var frames = new ArrayList<Frame>();
        frames.add(new Frame(info, Instant.now()));
        frames.add(new Frame(recovered, Instant.now()));
        frames.addAll(poll.facts());
        return frames;
    }

    private static JsonNode cursor(Cursor cursor) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("epoch", cursor.epoch())
                .put("seq", cursor.seq());
    }

    /** One socket's frames as they are read. */
    private static final class Reading {
        private final boolean cutShort;
        private final Breaches breaches = new Breaches();
        private final FrameShapes shapes;
        private final FactOrder order;
        private final AnswerFrames answers = new AnswerFrames(breaches);
        private final MessageTexts messages = new MessageTexts(breaches);
        private final Set<String> shown = new HashSet<>();
        private @Nullable Frame info;
        private long begin;
        private long reach;

        private Reading(FrameChecker told) {
            cutShort = told.cutShort;
            shapes = new FrameShapes(breaches, told.agent);
            order = new FactOrder(breaches, told.resumes);
        }

        private List<String> end() {
            if (!cutShort) {
                order.end();
                messages.end();
            }
            return breaches.found();
        }

        private void read(Frame frame) {
            shapes.read(frame);
            if (info == null) {
                info = frame;
                begin(frame);
            } else if (frame.isFact()) {
                fact(frame, info);
            } else {
                signal(frame);
            }
        }

        private void begin(Frame first) {
            if (!first.is("session_info")) {
                breaches.add("the first frame is not session_info: %s", first);
            }
            var cursor = Cursor.in(first.json());
            if (cursor.epoch().isEmpty()) {
                breaches.add("session_info has no cursor: %s", first);
            }
            begin = cursor.seq();
            order.begin(cursor);
        }

        private void signal(Frame frame) {
            switch (frame.type()) {
                case "session_info" -> breaches.add("session_info came again");
                case "recovered" -> {
                    reach = Cursor.in(frame.json()).seq();
                    order.recovered(frame);
                }
                case "response_start" -> answers.started(frame);
                case "response_chunk" -> answers.chunk(frame);
                default -> {}
            }
        }

        private void fact(Frame frame, Frame first) {
            if (!frame.text("conversation_id").equals(first.text("conversation_id"))) {
                breaches.add("a fact of another conversation: %s", frame);
            }
            boolean replayed = order.read(frame);
            var upTo = replayed ? reach : null;
            switch (frame.type()) {
                case "message_received" -> placed(frame, frame.text("message_id"), replayed);
                case "message" -> {
                    placed(frame, frame.text("id"), replayed);
                    messages.said(frame, upTo);
                }
                case "response_complete" -> {
                    messages.placed(frame, frame.text("message_id"));
                    answers.completed(frame, replayed);
                }
                case "error" -> answers.failed(frame);
                case "escalation" -> answers.escalated(frame, replayed);
                case "message_edited" -> messages.edited(frame, upTo);
                case "message_deleted" -> messages.deleted(frame);
                default -> {}
            }
        }

        /** An acknowledgement may come again after the answer, and that of another socket's message late. */
        private void placed(Frame frame, String messageId, boolean replayed) {
            messages.placed(frame, messageId);
            if (shown.add(messageId) && !replayed && frame.seq() > begin) {
                answers.delivered(frame, messageId);
            }
        }
    }
}
