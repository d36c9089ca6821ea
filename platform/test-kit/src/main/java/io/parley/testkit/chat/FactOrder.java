package io.parley.testkit.chat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The order of the facts on one socket: live ones are a chain of {@code prev_seq} without a gap, and what a resume
 * brings is all of the missed ones, in order, each once, and joins the live ones.
 */
final class FactOrder {

    /** The most that a resume brings; what is more has to be reloaded. */
    private static final int LONGEST_REPLAY = 1000;

    /** What a resume brings, while it comes. */
    private static final class Replay {
        private final @Nullable Long asked;
        private final long cursor;
        private long left;
        private long last = -1;

        private Replay(@Nullable Long asked, long cursor, long left) {
            this.asked = asked;
            this.cursor = cursor;
            this.left = left;
        }

        private boolean isEmpty() {
            return last < 0;
        }
    }

    private final Breaches breaches;
    private final Deque<Long> resumes;
    private final boolean knowsResumes;
    private final Set<Long> live = new HashSet<>();
    private final Set<Long> replayed = new HashSet<>();
    private Cursor begin = new Cursor("", -1);
    private @Nullable Frame firstLive;
    private @Nullable Replay replay;

    /** The next live fact comes after this one; before there is one, at or before. */
    private long tail = -1;

    private boolean isTailExact;

    /** @param resumes the {@code after_seq} of each resume that was sent; null where nobody knows */
    FactOrder(Breaches breaches, @Nullable List<Long> resumes) {
        this.breaches = breaches;
        this.knowsResumes = resumes != null;
        this.resumes = new ArrayDeque<>(resumes == null ? List.of() : resumes);
    }

    /** From where live delivery begins. */
    void begin(Cursor cursor) {
        begin = cursor;
        tail = cursor.seq();
    }

    /** Tells whether the fact is one that a resume brings. */
    boolean read(Frame fact) {
        if (fact.number("prev_seq") >= fact.seq()) {
            breaches.add("prev_seq is not before seq: %s", fact);
        }
        if (replay != null) {
            replayed(replay, fact);
            return true;
        }
        live(fact);
        return false;
    }

    void recovered(Frame frame) {
        if (replay != null) {
            breaches.add("%d facts of the resume before are missing at %s", replay.left, frame);
            replay = null;
        }
        Long asked = resumes.poll();
        if (knowsResumes && asked == null) {
            breaches.add("nobody asked: %s", frame);
        }
        long count = frame.number("count");
        if (!frame.json().path("recovered").asBoolean(false)) {
            if (count > 0) {
                breaches.add("never a part: %s", frame);
            }
            return;
        }
        var cursor = Cursor.in(frame.json());
        if (count < 0 || count > LONGEST_REPLAY) {
            breaches.add("count is none of 0 to %d: %s", LONGEST_REPLAY, frame);
        }
        if (!cursor.epoch().equals(begin.epoch())) {
            breaches.add("the epoch is %s: %s", begin.epoch(), frame);
        }
        if (cursor.seq() < begin.seq()) {
            breaches.add("it ends before live delivery begins, at %d: %s", begin.seq(), frame);
        }
        var begun = new Replay(asked, cursor.seq(), count);
        if (count > 0) {
            replay = begun;
        } else {
            join(begun, frame);
        }
    }

    /** There is nothing more to come. */
    void end() {
        if (replay != null) {
            breaches.add("%d facts of a resume did not come", replay.left);
        }
    }

    private void live(Frame fact) {
        if (fact.is("message_received") && (fact.seq() <= begin.seq() || wasShown(fact))) {
            return; // a repeat, or of a message sent on another socket
        }
        long previous = fact.number("prev_seq");
        if (fact.seq() <= Math.max(tail, begin.seq())) {
            breaches.add("out of order or again, after %d: %s", tail, fact);
            return;
        }
        // Before the first one there may be some that this reader is not shown.
        if (isTailExact ? previous != tail : previous > tail) {
            breaches.add("a gap: after %d comes %s", tail, fact);
        }
        live.add(fact.seq());
        if (firstLive == null) {
            firstLive = fact;
        }
        follows(fact.seq());
    }

    private boolean wasShown(Frame fact) {
        return live.contains(fact.seq()) || replayed.contains(fact.seq());
    }

    private void follows(long seq) {
        tail = seq;
        isTailExact = true;
    }

    private void replayed(Replay current, Frame fact) {
        if (fact.is("message_received")) {
            breaches.add("what a resume brings of one's own is a message: %s", fact);
        }
        if (fact.seq() > current.cursor) {
            breaches.add("it is not of the resume up to %d: %s", current.cursor, fact);
        }
        checkBefore(current, fact);
        if (live.contains(fact.seq()) && (current.asked == null || current.asked < begin.seq())) {
            breaches.add("it was shown live already: %s", fact);
        }
        replayed.add(fact.seq());
        current.last = fact.seq();
        current.left--;
        if (current.left == 0) {
            replay = null;
            join(current, fact);
        }
    }

    private void checkBefore(Replay current, Frame fact) {
        long previous = fact.number("prev_seq");
        if (!current.isEmpty()) {
            if (previous != current.last) {
                breaches.add("missing or out of order in a resume: after %d comes %s", current.last, fact);
            }
        } else if (current.asked != null && (previous > current.asked || fact.seq() <= current.asked)) {
            breaches.add("a resume after %d begins with %s", current.asked, fact);
        }
    }

    /** What was missed ends where the live facts begin. */
    private void join(Replay whole, Frame end) {
        if (firstLive == null) {
            if (!whole.isEmpty()) {
                follows(whole.last);
            } else if (whole.asked != null) {
                tail = Math.min(whole.asked, tail);
            }
            return;
        }
        long joint = firstLive.number("prev_seq");
        if (whole.asked != null && whole.asked >= begin.seq()) {
            if (whole.last > tail) {
                follows(whole.last);
            }
        } else if (whole.isEmpty()) {
            if (whole.asked != null && joint > whole.asked) {
                breaches.add("the resume lacks %d, before the first live fact: %s", joint, end);
            }
        } else if (whole.last != joint) {
            breaches.add("the resume ends at %d, the first live fact comes after %d: %s", whole.last, joint, end);
        }
    }
}
