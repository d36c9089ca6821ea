package io.parley.events.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.AgentAssigned;
import io.parley.events.AnswerCompleted;
import io.parley.events.AnswerEvent;
import io.parley.events.AnswerFailed;
import io.parley.events.Audience;
import io.parley.events.ConversationFact;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.EscalationRaised;
import io.parley.events.EscalationResolved;
import io.parley.events.FailureCode;
import io.parley.events.FinishReason;
import io.parley.events.FloorEvent;
import io.parley.events.HistoryCleared;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.MessagesRead;
import io.parley.events.NoteAdded;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationReading.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random conversations of a fixed seed: whoever reads, in whatever pieces and how often, comes to the same. */
class ConversationReadingReplayTests {

    private static final int RECORDS = 250;
    private static final ConversationKey ROOM = new ConversationKey("default", "room-1");
    private static final Sender ANN = new Sender("ann", SenderType.USER, null);

    static IntStream seeds() {
        return IntStream.range(0, 24);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void comesToTheSameFromEveryPlaceItGoesOnFrom(int seed) {
        var log = conversation(new Random(seed));
        var once = fold(ConversationReading.NONE, log);

        var reading = ConversationReading.NONE;
        for (int i = 0; i < log.size(); i++) {
            if (i % 12 == seed % 12) {
                // Kept in a view's document in between, as JSON or BSON.
                var kept = WireJson.mapper()
                        .readValue(WireJson.mapper().writeValueAsBytes(reading), ConversationReading.class);
                assertThat(kept).isEqualTo(reading);
                assertThat(fold(kept, log.subList(i, log.size()))).isEqualTo(once.subList(i, once.size()));
            }
            reading = reading.read(log.get(i)).next();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void comesToTheSameHoweverOftenABatchIsReadAgain(int seed) {
        var random = new Random(seed + 1000);
        var log = conversation(new Random(seed));
        var expected = fold(ConversationReading.NONE, log);

        var verdicts = new TreeMap<Long, Verdict>();
        var reading = ConversationReading.NONE;
        int next = 0;
        while (next < log.size()) {
            int from = Math.max(0, next - random.nextInt(30));
            int to = Math.min(log.size(), next + 1 + random.nextInt(20));
            for (var fact : log.subList(from, to)) {
                var step = reading.read(fact);
                if (step.verdict() == Verdict.ALREADY_READ) {
                    assertThat(step.next()).isSameAs(reading);
                    assertThat(verdicts).containsKey(fact.seq());
                } else {
                    assertThat(verdicts.put(fact.seq(), step.verdict())).isNull();
                }
                reading = step.next();
            }
            next = to;
        }

        assertThat(List.copyOf(verdicts.values()))
                .isEqualTo(expected.stream().map(Outcome::verdict).toList());
        assertThat(reading).isEqualTo(expected.getLast().after());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void admitsNothingTwiceAndNothingBehindTheFence(int seed) {
        var log = conversation(new Random(seed));
        var shown = new HashSet<MessageId>();
        long fence = 0;
        long floorFence = 0;
        var reading = ConversationReading.NONE;
        for (var logged : log) {
            var step = reading.read(logged);
            if (step.isAdmitted()) {
                switch (logged.fact()) {
                    case MessagePosted posted ->
                        assertThat(shown.add(posted.messageId())).isTrue();
                    case AnswerEvent end -> {
                        assertThat(shown.add(end.answerId())).isTrue();
                        assertThat(end.fence()).isGreaterThanOrEqualTo(fence);
                    }
                    case NoteAdded _ -> assertThat(step.next().fence()).isEqualTo(fence);
                    case FloorEvent change -> {
                        assertThat(change.fence()).isGreaterThan(floorFence);
                        floorFence = change.fence();
                        assertThat(step.next().fence()).isGreaterThan(fence);
                        fence = step.next().fence();
                    }
                    case HistoryCleared _ -> {
                        assertThat(step.next().fence()).isGreaterThan(fence);
                        fence = step.next().fence();
                        assertThat(step.next().floorFence()).isEqualTo(floorFence);
                    }
                    default -> assertThat(step.next().fence()).isEqualTo(fence);
                }
            }
            for (var audience : Audience.values()) {
                boolean isShown = step.isAdmitted()
                        && (logged.fact().isShownTo(audience) || logged.fact() instanceof ConversationStarted);
                assertThat(step.next().lastShownTo(audience))
                        .isEqualTo(isShown ? logged.seq() : reading.lastShownTo(audience));
            }
            reading = step.next();
        }
    }

    private record Outcome(Verdict verdict, ConversationReading after) {}

    private static List<Outcome> fold(ConversationReading from, List<LoggedFact> log) {
        var outcomes = new ArrayList<Outcome>(log.size());
        var reading = from;
        for (var fact : log) {
            var step = reading.read(fact);
            reading = step.next();
            outcomes.add(new Outcome(step.verdict(), reading));
        }
        return outcomes;
    }

    /** Few ids and few fences, so that repeats, races and stale facts are frequent; gaps, as neighbours' records make. */
    private static List<LoggedFact> conversation(Random random) {
        var log = new ArrayList<LoggedFact>();
        var at = Instant.parse("2026-11-20T10:00:00Z");
        long seq = random.nextInt(1000);
        for (int i = 0; i < RECORDS; i++) {
            log.add(new LoggedFact(ROOM, 0, seq, at, fact(random)));
            seq += 1 + random.nextInt(5);
            at = at.plusMillis(random.nextInt(2_000));
        }
        return log;
    }

    private static ConversationFact fact(Random random) {
        var name = Integer.toString(random.nextInt(40));
        var question = MessageId.of(ROOM, "ann", name);
        int generation = random.nextInt(2);
        long fence = random.nextInt(12);
        var escalation = new UUID(0, fence);
        return switch (random.nextInt(10)) {
            case 0 -> new ConversationStarted("ann", ConversationKind.SESSION, "leta");
            case 1, 2 -> new MessagePosted(question, ANN, "hello", Map.of(), name, "leta");
            case 3 ->
                new AnswerCompleted(
                        question.answer(generation),
                        question,
                        generation,
                        1,
                        fence,
                        "leta",
                        "hi",
                        FinishReason.STOP,
                        List.of(),
                        null,
                        null);
            case 4 ->
                new AnswerFailed(
                        question.answer(generation), question, generation, 1, fence, "leta", FailureCode.INTERNAL);
            case 5 -> new EscalationRaised(escalation, fence, "r", ANN, Map.of());
            case 6 ->
                random.nextBoolean()
                        ? new AgentAssigned(escalation, fence, "r", ANN)
                        : new EscalationResolved(escalation, fence, "r", ANN);
            case 7 -> new NoteAdded(escalation, fence, new UUID(1, 1), ANN, "n");
            case 8 ->
                random.nextInt(4) == 0
                        ? new HistoryCleared("ann", false, fence)
                        : new MessagePosted(MessageId.random(), ANN, "hello", Map.of(), null, "leta");
            default -> new MessagesRead("ann", random.nextInt(100));
        };
    }
}
