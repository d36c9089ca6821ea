package io.parley.session.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.AgentAssigned;
import io.parley.events.AnswerCompleted;
import io.parley.events.AnswerFailed;
import io.parley.events.Audience;
import io.parley.events.ConversationFact;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.EscalationRaised;
import io.parley.events.FailureCode;
import io.parley.events.FinishReason;
import io.parley.events.HandedBack;
import io.parley.events.HistoryCleared;
import io.parley.events.MessageDeleted;
import io.parley.events.MessageEdited;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.MessagesRead;
import io.parley.events.NoteAdded;
import io.parley.events.ReactionSet;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import io.parley.events.log.WireJson;
import io.parley.session.conversation.Conversation;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ReplayTests {

    private static final ConversationKey KEY = new ConversationKey("default", "c-1");
    private static final Sender ANN = new Sender("ann", SenderType.USER, null);
    private static final Sender BEA = new Sender("bea", SenderType.AGENT, "Bea");
    private static final Instant NOW = Instant.parse("2026-11-20T10:30:00Z");

    private final List<LoggedFact> log = new ArrayList<>();
    private long offset = 40;

    /**
     * Whatever stands in the log, repeated records, ends under an old fence and other audiences' facts included: from
     * each place on, a replay is what a socket would have been shown live.
     */
    @RepeatedTest(100)
    void isWhatASocketThatStayedWasShown(RepetitionInfo repetition) {
        writeAnything(new Random(repetition.getCurrentRepetition()));

        for (var audience : Audience.values()) {
            var live = live(audience);
            for (int from = 0; from <= live.size(); from++) {
                long after = from == 0 ? log.getFirst().seq() : seq(live.get(from - 1));
                var replayed = replay(withContext(after), audience, after);
                boolean erased =
                        log.stream().anyMatch(fact -> fact.seq() > after && fact.fact() instanceof HistoryCleared);
                if (erased || now().clearedSeq() < 0) {
                    assertThat(replayed.isEmpty()).isEqualTo(erased);
                }
                if (replayed.isPresent()) {
                    assertThat(replayed.get()).isEqualTo(live.subList(from, live.size()));
                }
            }
        }
    }

    @Test
    void showsTheNewestWordsAtTheOldPlace() {
        append(new ConversationStarted("ann", ConversationKind.PEOPLE, null));
        var message = append(posted("Frist"));
        append(new MessageEdited(message, "ann", "Firts"));
        append(new MessageEdited(message, "ann", "First"));

        var replayed = replay(log, Audience.AGENT, 40).orElseThrow();

        assertThat(replayed)
                .extracting(frame -> frame.get("content").asString())
                .containsExactly("First", "First", "First");
        assertThat(replayed.getFirst().has("edited_at")).isTrue();
    }

    @Test
    void neverShowsDeletedWordsAgain() {
        append(new ConversationStarted("ann", ConversationKind.PEOPLE, null));
        var message = append(posted("My password is SECRET"));
        append(new MessageEdited(message, "ann", "My SECRET is safe"));
        append(new MessageDeleted(message, "ann"));
        append(new MessageEdited(message, "ann", "SECRET again, by a record that came late"));

        var replayed = replay(log, Audience.VISITOR, 40).orElseThrow();

        assertThat(replayed).hasSize(4);
        assertThat(replayed.toString()).doesNotContain("SECRET");
        assertThat(replayed.getFirst().get("deleted").asBoolean()).isTrue();
    }

    @Test
    void endsWhereTheSocketBeganAndKnowsWhatCameLater() {
        append(new ConversationStarted("ann", ConversationKind.PEOPLE, null));
        var message = append(posted("One"));
        long begun = log.getLast().seq();
        append(posted("Two"));
        append(new MessageDeleted(message, "ann"));

        var replayed = Replay.of(log, now(), Audience.VISITOR, "ann", 40, begun, _ -> List.of())
                .orElseThrow();

        assertThat(replayed.count()).isEqualTo(1);
        assertThat(replayed.frames().blockFirst().toString())
                .doesNotContain("One")
                .contains("\"deleted\":true");
    }

    @Test
    void showsNoWordsThatAreTakenBackWhileItWaits() {
        append(new ConversationStarted("ann", ConversationKind.PEOPLE, null));
        var message = append(posted("SECRET"));
        var facts = List.copyOf(log);
        var waiting = Replay.of(
                        facts,
                        now(),
                        Audience.VISITOR,
                        "ann",
                        40,
                        log.getLast().seq(),
                        last -> log.stream().filter(fact -> fact.seq() > last).toList())
                .orElseThrow();
        append(new MessageDeleted(message, "ann"));

        assertThat(waiting.frames().blockFirst().toString()).doesNotContain("SECRET");
    }

    @Test
    void isNotGivenWhereSomeOfItWasErased() {
        append(new ConversationStarted("ann", ConversationKind.PEOPLE, null));
        append(posted("One"));
        append(new HistoryCleared("ann", false, 0));
        append(posted("Two"));

        assertThat(replay(log, Audience.VISITOR, 40)).isEmpty();
        assertThat(replay(log, Audience.VISITOR, log.get(2).seq())).isPresent();
    }

    @Test
    void knowsTheFenceAnErasureLeft() {
        append(new ConversationStarted("ann", ConversationKind.PEOPLE, "leta"));
        append(new HistoryCleared("ann", true, 1));
        append(new ConversationStarted("ann", ConversationKind.PEOPLE, "leta"));
        var restart = log.size() - 1;
        var message = append(posted("One"));
        append(completed(MessageId.random(), 0, 0));
        append(completed(message, 0, 1));
        append(new EscalationRaised(UUID.randomUUID(), 2, "help", ANN, Map.of()));

        var after = log.get(restart).seq();
        var live = live(Audience.VISITOR).stream()
                .filter(frame -> seq(frame) > after)
                .toList();
        assertThat(replay(log, Audience.VISITOR, after).orElseThrow()).isEqualTo(live);
        assertThat(replay(log.subList(restart, log.size()), Audience.VISITOR, after))
                .as("a fence may be missing before what is seen")
                .isEmpty();
        assertThat(live(Audience.VISITOR))
                .filteredOn(frame -> frame.get("type").asString().equals("response_complete"))
                .hasSize(1);
    }

    @Test
    void knowsTheFenceThatClearingsLeft() {
        append(new ConversationStarted("ann", ConversationKind.AI_ROOM, "leta"));
        var cleared = append(posted("One"));
        append(new HistoryCleared("ann", false, 1));
        append(new HistoryCleared("ann", false, 2));
        var kept = append(posted("Two"));
        var cursor = log.size() - 1;
        append(completed(cleared, 0, 1));
        append(completed(kept, 0, 2));

        var after = log.get(cursor).seq();
        var live = live(Audience.VISITOR).stream()
                .filter(frame -> seq(frame) > after)
                .toList();
        assertThat(live).hasSize(1);
        assertThat(replay(log, Audience.VISITOR, after).orElseThrow()).isEqualTo(live);
        assertThat(replay(log.subList(cursor, log.size()), Audience.VISITOR, after)
                        .orElseThrow())
                .isEqualTo(live);

        append(new EscalationRaised(UUID.randomUUID(), 1, "help", ANN, Map.of()));
        assertThat(replay(log, Audience.VISITOR, after))
                .as("the floor's numbers are others")
                .isEmpty();
    }

    @Test
    void isNotGivenOfMoreThanAThousandFacts() {
        append(new ConversationStarted("ann", ConversationKind.PEOPLE, null));
        for (int i = 0; i < Replay.MOST; i++) {
            append(posted("x"));
        }
        assertThat(replay(log, Audience.VISITOR, 40)).isPresent();

        append(posted("one too many"));
        assertThat(replay(log, Audience.VISITOR, 40)).isEmpty();
    }

    private void writeAnything(Random random) {
        append(new ConversationStarted("ann", ConversationKind.PEOPLE, "leta"));
        var said = new ArrayList<MessageId>();
        long fence = 0;
        for (int i = 0; i < 60; i++) {
            if (random.nextInt(6) == 0) {
                // Another conversation's record lies between.
                offset++;
            }
            var some = said.isEmpty() ? MessageId.random() : said.get(random.nextInt(said.size()));
            switch (random.nextInt(13)) {
                case 12 -> {
                    if (random.nextInt(4) == 0) {
                        append(new HistoryCleared("ann", true, ++fence));
                        append(new ConversationStarted("ann", ConversationKind.PEOPLE, "leta"));
                        said.clear();
                    }
                }
                case 0, 1, 2 -> said.add(append(posted("m" + i)));
                case 3 -> {
                    if (log.size() > 2) {
                        // The same fact again, as a retry leaves it.
                        append(log.get(log.size() - 1 - random.nextInt(2)).fact());
                    }
                }
                case 4, 5 -> {
                    // One end each: repeats come right after, as case 3 writes them.
                    if (!said.isEmpty()) {
                        said.remove(some);
                        append(
                                random.nextBoolean()
                                        ? completed(some, random.nextInt(2), Math.max(0, fence - random.nextInt(2)))
                                        : new AnswerFailed(
                                                some.answer(0), some, 0, 1, fence, "leta", FailureCode.TIMEOUT));
                    }
                }
                case 6 -> append(new EscalationRaised(UUID.randomUUID(), ++fence, "help", ANN, Map.of()));
                case 7 -> append(new AgentAssigned(UUID.randomUUID(), ++fence, "", BEA));
                case 8 -> append(new HandedBack(UUID.randomUUID(), ++fence, "", BEA));
                case 9 -> append(new NoteAdded(UUID.randomUUID(), fence, UUID.randomUUID(), BEA, "note " + i));
                case 10 -> append(new ReactionSet(some, "ann", "up"));
                default -> append(new MessagesRead("ann", offset - 1));
            }
        }
    }

    /** The facts a replay may be given: all after the cursor, and some of those before. */
    private List<LoggedFact> withContext(long after) {
        long since = after - 20;
        return log.stream().filter(fact -> fact.seq() >= since).toList();
    }

    private List<JsonNode> live(Audience audience) {
        var feed = new ConversationFeed(
                KEY, "epoch", new RunningAnswers(), new Presences(Clock.fixed(NOW, ZoneOffset.UTC)));
        var reader = new ScriptedReader("r", audience == Audience.VISITOR ? "ann" : "bea", audience, false);
        feed.begin(null);
        feed.follow(reader);
        log.forEach(feed::onFact);
        return reader.frames.stream().filter(frame -> frame.has("seq")).toList();
    }

    private Optional<List<JsonNode>> replay(List<LoggedFact> facts, Audience audience, long after) {
        var userId = audience == Audience.VISITOR ? "ann" : "bea";
        return Replay.of(facts, now(), audience, userId, after, Long.MAX_VALUE, _ -> List.of())
                .map(replay -> replay.frames()
                        .toStream()
                        .map(frame -> (JsonNode) WireJson.mapper().readTree(frame.json()))
                        .toList());
    }

    private Conversation now() {
        var conversation = Conversation.unread(KEY);
        for (var fact : log) {
            conversation = conversation.read(fact).next();
        }
        return conversation;
    }

    private static long seq(JsonNode frame) {
        return frame.get("seq").longValue();
    }

    private MessageId append(ConversationFact fact) {
        log.add(new LoggedFact(KEY, 0, offset++, NOW, fact));
        return fact instanceof MessagePosted posted ? posted.messageId() : MessageId.random();
    }

    private static MessagePosted posted(String text) {
        return new MessagePosted(MessageId.random(), ANN, text, Map.of(), null, null);
    }

    private static AnswerCompleted completed(MessageId question, int generation, long fence) {
        return new AnswerCompleted(
                question.answer(generation),
                question,
                generation,
                1,
                fence,
                "leta",
                "answer",
                FinishReason.STOP,
                List.of(),
                null,
                null);
    }
}
