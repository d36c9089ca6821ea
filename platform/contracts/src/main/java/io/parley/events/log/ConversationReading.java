package io.parley.events.log;

import io.parley.events.AnswerEvent;
import io.parley.events.Audience;
import io.parley.events.ConversationFact;
import io.parley.events.ConversationStarted;
import io.parley.events.Floor;
import io.parley.events.FloorEvent;
import io.parley.events.HistoryCleared;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.NoteAdded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a reader has read one conversation, and the rules by which it reads on. Every reader of the log, a view or a
 * socket, folds the facts of a conversation through this one class, so that all of them show the same.
 *
 * <p>The rules: the first record of a message id is the message; the first end of an answer id is the answer; an
 * answer's end begun under an older fence than the conversation's is not shown; a floor fact whose fence is not higher
 * than the last one's is ignored; a note counts once; a clearing raises the fence, so that an answer to what was cleared
 * does not come after it; of a conversation that was erased nothing counts until it is started again. The outcome
 * depends on the log alone: reading the same records again gives the same.
 *
 * @param seq place of the last fact read, shown or not; -1 before the first
 * @param visitorSeq place of the last fact a visitor is shown; the conversation's start before there is one
 * @param agentSeq the same for agents
 * @param fence by which answers are judged: raised by each change of the floor, clearing and erasure; 0 before the first
 * @param floorFence of the last change of the floor, by which the next one is judged; an erasure raises it too
 * @param started whether the conversation exists at this place
 * @param erased whether it existed and was erased whole
 * @param seen message and answer ids of the last ten minutes, oldest first
 */
public record ConversationReading(
        long seq,
        long visitorSeq,
        long agentSeq,
        long fence,
        long floorFence,
        Floor floor,
        boolean started,
        boolean erased,
        List<Seen> seen) {

    /** How long a message id is remembered: longer than any retry of one append can take. */
    private static final Duration MEMORY = Duration.ofMinutes(10);

    /** Bounds the memory where a conversation is very busy. */
    private static final int MEMORY_SIZE = 500;

    public static final ConversationReading NONE =
            new ConversationReading(-1, -1, -1, 0, 0, Floor.ASSISTANT, false, false, List.of());

    /** Why a fact is not to be shown or acted on. */
    public enum Verdict {
        /** It counts. */
        ADMITTED,
        /** At or below the last place read: a repeat of the record itself. */
        ALREADY_READ,
        /** Another record of a message, an answer or a start that already has its place. */
        DUPLICATE,
        /** Overtaken by a change of the floor, or by the conversation's erasure. */
        STALE
    }

    /**
     * What reading one fact came to.
     *
     * @param next the reading afterwards
     * @param first where the verdict is DUPLICATE of a message or an answer, the place that counts
     */
    public record Step(
            ConversationReading next,
            Verdict verdict,
            @Nullable Seen first) {

        public boolean isAdmitted() {
            return verdict == Verdict.ADMITTED;
        }
    }

    /** Reads the next fact of the conversation. */
    public Step read(LoggedFact logged) {
        if (logged.seq() <= seq) {
            return new Step(this, Verdict.ALREADY_READ, null);
        }
        if (erased && !(logged.fact() instanceof ConversationStarted)) {
            return dropped(logged, Verdict.STALE, null);
        }
        return switch (logged.fact()) {
            case ConversationStarted _ -> started ? dropped(logged, Verdict.DUPLICATE, null) : start(logged);
            case MessagePosted posted -> once(posted.messageId(), logged);
            case AnswerEvent end ->
                end.fence() < fence ? dropped(logged, Verdict.STALE, null) : once(end.answerId(), logged);
            case NoteAdded note -> once(new MessageId(note.noteId()), logged);
            case FloorEvent change ->
                change.fence() > floorFence ? change(logged, change) : dropped(logged, Verdict.STALE, null);
            case HistoryCleared cleared ->
                cleared.whole() ? erase(logged, cleared) : admitted(logged, fenceAfter(cleared.fence()), seen);
            default -> admitted(logged, fence, seen);
        };
    }

    /** The place of the fact before the next one, as a reader of this kind sees it. */
    public long lastShownTo(Audience audience) {
        return audience == Audience.VISITOR ? visitorSeq : agentSeq;
    }

    /** Where a message or an answer read in the last ten minutes stands. */
    public Optional<Seen> find(MessageId id) {
        for (int i = seen.size() - 1; i >= 0; i--) {
            if (seen.get(i).id().equals(id)) {
                return Optional.of(seen.get(i));
            }
        }
        return Optional.empty();
    }

    private Step start(LoggedFact logged) {
        // The start is nobody's frame, but it is the place the first frame's prev_seq names.
        var next = new ConversationReading(
                logged.seq(), logged.seq(), logged.seq(), fence, floorFence, floor, true, false, seen);
        return new Step(next, Verdict.ADMITTED, null);
    }

    /** A step of the fence, whatever its own number is by now; changes of the floor are numbered by themselves. */
    private long fenceAfter(long told) {
        return Math.max(fence + 1, told);
    }

    private Step change(LoggedFact logged, FloorEvent change) {
        return admitted(logged, fenceAfter(change.fence()), change.fence(), change.floor(), seen);
    }

    private Step erase(LoggedFact logged, HistoryCleared cleared) {
        // A step of the fence like any other: what was begun before, an answer or a change of the floor, and comes late
        // must not count in what is started here later.
        var next = new ConversationReading(
                logged.seq(),
                logged.seq(),
                logged.seq(),
                fenceAfter(cleared.fence()),
                Math.max(floorFence + 1, cleared.fence()),
                Floor.ASSISTANT,
                false,
                true,
                List.of());
        return new Step(next, Verdict.ADMITTED, null);
    }

    private Step once(MessageId id, LoggedFact logged) {
        var first = find(id);
        if (first.isPresent()) {
            return dropped(logged, Verdict.DUPLICATE, first.get());
        }
        return admitted(logged, fence, remember(new Seen(id, logged.seq(), visitorSeq, agentSeq, logged.at())));
    }

    private List<Seen> remember(Seen added) {
        Instant oldest = added.at().minus(MEMORY);
        var kept = new ArrayList<Seen>(seen.size() + 1);
        int skip = Math.max(0, seen.size() + 1 - MEMORY_SIZE);
        for (var one : seen) {
            if (skip-- <= 0 && !one.at().isBefore(oldest)) {
                kept.add(one);
            }
        }
        kept.add(added);
        return List.copyOf(kept);
    }

    private Step admitted(LoggedFact logged, long newFence, List<Seen> newSeen) {
        return admitted(logged, newFence, floorFence, floor, newSeen);
    }

    private Step admitted(LoggedFact logged, long newFence, long newFloorFence, Floor newFloor, List<Seen> newSeen) {
        ConversationFact fact = logged.fact();
        var next = new ConversationReading(
                logged.seq(),
                fact.isShownTo(Audience.VISITOR) ? logged.seq() : visitorSeq,
                fact.isShownTo(Audience.AGENT) ? logged.seq() : agentSeq,
                newFence,
                newFloorFence,
                newFloor,
                started,
                erased,
                newSeen);
        return new Step(next, Verdict.ADMITTED, null);
    }

    private Step dropped(LoggedFact logged, Verdict verdict, @Nullable Seen first) {
        var next = new ConversationReading(
                logged.seq(), visitorSeq, agentSeq, fence, floorFence, floor, started, erased, seen);
        return new Step(next, verdict, first);
    }
}
