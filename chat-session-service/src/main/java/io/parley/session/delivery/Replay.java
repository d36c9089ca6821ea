package io.parley.session.delivery;

import io.parley.events.Audience;
import io.parley.events.ConversationFact;
import io.parley.events.ConversationStarted;
import io.parley.events.Floor;
import io.parley.events.FloorEvent;
import io.parley.events.HistoryCleared;
import io.parley.events.NoteAdded;
import io.parley.events.log.ConversationReading;
import io.parley.events.log.LoggedFact;
import io.parley.session.conversation.Conversation;
import io.parley.session.frame.EncodedFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import reactor.core.publisher.Flux;

/**
 * The facts that a reader has missed, each once and in order. Their frames are made when they are asked for, so that a
 * slow reader holds facts in memory and no frames.
 */
public final class Replay {

    /** A client that missed more reads the history instead. */
    static final int MOST = 1_000;

    private final List<Missed> missed;
    private final Supplier<Revisions> revisions;
    private final Audience audience;
    private final String userId;
    private final long upTo;

    private record Missed(LoggedFact fact, ConversationReading before) {}

    private Replay(List<Missed> missed, Supplier<Revisions> revisions, Audience audience, String userId, long upTo) {
        this.missed = missed;
        this.revisions = revisions;
        this.audience = audience;
        this.userId = userId;
        this.upTo = upTo;
    }

    /** Of somebody who has missed nothing. */
    static Replay nothing(Audience audience, String userId, long upTo) {
        return new Replay(List.of(), () -> Revisions.NONE, audience, userId, upTo);
    }

    /**
     * Finds what was missed; empty where it cannot be told whole: there is too much of it, or some of it was erased.
     *
     * @param facts of the conversation, with enough of those before the cursor to know what repeats them
     * @param now the conversation as it is read by now
     * @param after the reader's cursor
     * @param upTo the last place to replay; the facts may go on, and revise what is replayed
     * @param since finds what came after the facts, when the frames are made
     */
    static Optional<Replay> of(
            List<LoggedFact> facts,
            Conversation now,
            Audience audience,
            String userId,
            long after,
            long upTo,
            LongFunction<List<LoggedFact>> since) {
        if (isFenceUncertain(facts, now)) {
            return Optional.empty();
        }
        var missed = new ArrayList<Missed>();
        var reading = before(facts, now.reading(), after);
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
        return Optional.of(new Replay(missed, () -> revisions(facts, since), audience, userId, upTo));
    }

    private static Revisions revisions(List<LoggedFact> facts, LongFunction<List<LoggedFact>> since) {
        var all = new ArrayList<>(facts);
        if (!facts.isEmpty()) {
            all.addAll(since.apply(facts.getLast().seq()));
        }
        return Revisions.of(all);
    }

    /** How the conversation was read before the first of the facts, as far as it matters for what follows. */
    private static ConversationReading before(List<LoggedFact> facts, ConversationReading now, long after) {
        // Each step of the fence is one higher than the one before; of clearings only their number is certain.
        var firstChange =
                facts.stream().flatMapToLong(fact -> fenceFrom(fact.fact())).findFirst();
        long fence = firstChange.orElse(now.fence() + 1 - clearings(facts, now)) - 1;
        long floorFence = firstChange.orElse(now.floorFence() + 1) - 1;
        boolean started = facts.isEmpty() || !(facts.getFirst().fact() instanceof ConversationStarted);
        long seq = facts.isEmpty() ? after : facts.getFirst().seq() - 1;
        return new ConversationReading(
                seq, after, after, fence, floorFence, Floor.ASSISTANT, started, false, List.of());
    }

    private static long clearings(List<LoggedFact> facts, ConversationReading now) {
        return facts.stream()
                .filter(fact -> fact.seq() <= now.seq())
                .filter(fact -> fact.fact() instanceof HistoryCleared cleared && !cleared.whole())
                .count();
    }

    /**
     * A change of the floor that met the erasure on its way leaves a number of the fence out, and a clearing that left
     * the floor alone puts one between its numbers. Where such may lie before or among the facts, which answers count
     * cannot be told from them.
     */
    private static boolean isFenceUncertain(List<LoggedFact> facts, Conversation now) {
        if (facts.isEmpty()
                || facts.stream()
                        .allMatch(fact -> fenceFrom(fact.fact()).findAny().isEmpty())) {
            return false;
        }
        boolean erasedBefore =
                now.clearedSeq() >= 0 && now.clearedSeq() < facts.getFirst().seq();
        return erasedBefore || now.reading().fence() != now.reading().floorFence();
    }

    private static LongStream fenceFrom(ConversationFact fact) {
        return switch (fact) {
            case NoteAdded _ -> LongStream.empty();
            case FloorEvent change -> LongStream.of(change.fence());
            case HistoryCleared cleared when cleared.whole() -> LongStream.of(cleared.fence());
            default -> LongStream.empty();
        };
    }

    public int count() {
        return missed.size();
    }

    /** Where the reader is when it has the frames. */
    public long upTo() {
        return upTo;
    }

    /** The frames, one for each fact, made as they are asked for; what was taken back until then shows no words. */
    public Flux<EncodedFrame> frames() {
        return Flux.defer(() -> {
            var newest = revisions.get();
            return Flux.fromIterable(missed)
                    .map(one -> new FactFrames(one.fact(), one.before(), newest).frame(audience, userId));
        });
    }
}
