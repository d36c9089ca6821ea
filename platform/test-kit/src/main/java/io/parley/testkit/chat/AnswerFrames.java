package io.parley.testkit.chat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The answers on one socket: chunks in order that are the whole in the end, one end for each, nothing of it before its
 * question, and nothing of the assistant while people have the floor.
 */
final class AnswerFrames {

    /** What a screen shows of an answer. */
    private static final class Writing {
        private final StringBuilder text = new StringBuilder();
        private final String before;
        private final long attempt;
        private long nextIndex;
        private boolean isOver;

        private Writing(long attempt, String before) {
            this.attempt = attempt;
            this.before = before;
        }
    }

    private final Breaches breaches;
    private final Map<String, Writing> answers = new HashMap<>();
    private final Set<String> answered = new HashSet<>();
    private final Set<String> ended = new HashSet<>();
    private final TreeMap<Long, Boolean> people = new TreeMap<>();
    private boolean peopleNow;

    AnswerFrames(Breaches breaches) {
        this.breaches = breaches;
    }

    /** A message was delivered, or acknowledged, and not by a resume. */
    void delivered(Frame frame, String messageId) {
        if (answered.contains(messageId)) {
            breaches.add("its answer came before it: %s", frame);
        }
    }

    void started(Frame frame) {
        answered.add(frame.text("in_reply_to"));
        var id = frame.text("message_id");
        if (ended.contains(id)) {
            breaches.add("an answer begins after its end: %s", frame);
        }
        if (peopleNow) {
            breaches.add("an answer begins while people have the floor: %s", frame);
        }
        long attempt = frame.number("attempt");
        var before = answers.get(id);
        answers.put(
                id, new Writing(attempt, before == null || before.attempt != attempt ? "" : before.text.toString()));
    }

    void chunk(Frame frame) {
        var writing = answers.get(frame.text("message_id"));
        if (writing == null || writing.isOver) {
            breaches.add("a chunk of an answer that is not being written: %s", frame);
            return;
        }
        if (frame.number("index") != writing.nextIndex || frame.number("attempt") != writing.attempt) {
            breaches.add("chunk %d of attempt %d was expected: %s", writing.nextIndex, writing.attempt, frame);
        }
        writing.nextIndex++;
        writing.text.append(frame.text("chunk"));
        if (writing.nextIndex == 1
                && !writing.before.isEmpty()
                && writing.text.toString().startsWith(writing.before)) {
            breaches.add("what was shown is shown again: %s", frame);
        }
    }

    void completed(Frame frame, boolean replayed) {
        var id = ended(frame);
        var floor = people.lowerEntry(frame.seq());
        if (floor != null && floor.getValue()) {
            breaches.add("an answer while people have the floor since %d: %s", floor.getKey(), frame);
        }
        if (!frame.text("content").equals(frame.text("full_response"))
                || !frame.text("id").equals(id)) {
            breaches.add("the answer is not the history entry it carries: %s", frame);
        }
        var writing = answers.get(id);
        if (writing == null) {
            if (!replayed) {
                breaches.add("an answer ends that never began: %s", frame);
            }
            return;
        }
        writing.isOver = true;
        if (!writing.text.toString().equals(frame.text("full_response"))) {
            breaches.add("the chunks are \"%s\", the answer is %s", writing.text, frame);
        }
    }

    void failed(Frame frame) {
        var writing = answers.get(ended(frame));
        if (writing != null) {
            writing.isOver = true;
        }
    }

    /** The floor changed hands; what was being written is over on the screen. */
    void escalated(Frame frame, boolean replayed) {
        var status = frame.text("status");
        boolean toPeople = status.equals("queued") || status.equals("assigned");
        people.put(frame.seq(), toPeople);
        if (!replayed) {
            peopleNow = toPeople;
            if (toPeople) {
                answers.values().forEach(writing -> writing.isOver = true);
            }
        }
    }

    private String ended(Frame frame) {
        answered.add(frame.text("in_reply_to"));
        var id = frame.text("message_id");
        if (!id.isEmpty() && !ended.add(id)) {
            breaches.add("an answer ends twice: %s", frame);
        }
        return id;
    }
}
