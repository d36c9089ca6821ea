package io.parley.session.delivery;

import io.parley.events.Audience;
import io.parley.events.ConversationStarted;
import io.parley.events.Floor;
import io.parley.events.FloorEvent;
import io.parley.events.HistoryCleared;
import io.parley.events.NoteAdded;
import io.parley.events.log.ConversationReading;
import io.parley.events.log.LoggedFact;
import io.parley.session.frame.EncodedFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Flux;

/**
 * The facts that a reader has missed, each once and in order. Their frames are made when they are asked for, so that a
 * slow reader holds facts in memory and no frames.
 */
public final class Replay {

    /** A client that missed more reads the history instead. */
    static final int MOST = 1_000;

    private final List<Missed> missed;
    private final Revisions revisions;
    private final Audience audience;
    private final String userId;
    private final long upTo;

    private record Missed(LoggedFact fact, ConversationReading before) {}

    private Replay(List<Missed> missed, Revisions revisions, Audience audience, String userId, long upTo) {
        this.missed = missed;
        this.revisions = revisions;
        this.audience = audience;
        this.userId = userId;
        this.upTo = upTo;
    }

    /** Of somebody who has missed nothing. */
    static Replay nothing(Audience audience, String userId, long upTo) {
        return new Replay(List.of(), Revisions.NONE, audience, userId, upTo);
    }

    /**
     * Finds what was missed; empty where it cannot be told whole: there is too much of it, or some of it was erased.
     *
     * @param facts of the conversation, with enough of those before the cursor to know what repeats them
     * @param now the conversation as it is read by now
     * @param after the reader's cursor
     * @param upTo the last place to replay; the facts may go on, and revise what is replayed
     */
    static Optional<Replay> of(
            List<LoggedFact> facts, ConversationReading now, Audience audience, String userId, long after, long upTo) {
        var missed = new ArrayList<Missed>();
        var reading = before(facts, now, after);
        for (var fact : facts) {
            if (fact.seq() > upTo) {
                break;
            }
            if (fact.seq() > after && fact.fact() instanceof HistoryCleared) {
                return Optional.empty();
            }
            var step = reading.read(fact);
            if (fact.seq() > after && step.isAdmitted() && fact.fact().isShownTo(audience)) {
                missed.add(new Missed(fact, reading));
            }
            if (missed.size() > MOST) {
                return Optional.empty();
            }
            reading = step.next();
        }
        return Optional.of(new Replay(missed, Revisions.of(facts), audience, userId, upTo));
    }

    /** How the conversation was read before the first of the facts, as far as it matters for what follows. */
    private static ConversationReading before(List<LoggedFact> facts, ConversationReading now, long after) {
        if (!facts.isEmpty() && facts.getFirst().fact() instanceof ConversationStarted) {
            return ConversationReading.NONE;
        }
        // Each change of the floor has a fence one higher than the one before.
        long fence = facts.stream()
                .map(LoggedFact::fact)
                .filter(fact -> fact instanceof FloorEvent && !(fact instanceof NoteAdded))
                .mapToLong(fact -> ((FloorEvent) fact).fence() - 1)
                .findFirst()
                .orElse(now.fence());
        long seq = facts.isEmpty() ? after : facts.getFirst().seq() - 1;
        return new ConversationReading(seq, after, after, fence, Floor.ASSISTANT, true, false, List.of());
    }

    public int count() {
        return missed.size();
    }

    /** Where the reader is when it has the frames. */
    public long upTo() {
        return upTo;
    }

    /** The frames, one for each fact, made as they are asked for. */
    public Flux<EncodedFrame> frames() {
        return Flux.fromIterable(missed)
                .map(one -> new FactFrames(one.fact(), one.before(), revisions).frame(audience, userId));
    }
}
