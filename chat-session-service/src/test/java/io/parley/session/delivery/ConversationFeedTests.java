package io.parley.session.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.AnswerCompleted;
import io.parley.events.Audience;
import io.parley.events.ConversationFact;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.FinishReason;
import io.parley.events.HistoryCleared;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.live.AnswerChunk;
import io.parley.events.live.AnswerStarted;
import io.parley.events.live.LiveSignal;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import io.parley.session.conversation.AnswerOutcome;
import io.parley.session.conversation.Conversation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class ConversationFeedTests {

    private static final ConversationKey KEY = new ConversationKey("default", "c-1");
    private static final Instant NOW = Instant.parse("2026-11-20T10:30:00Z");
    private static final Sender ANN = new Sender("ann", SenderType.USER, null);

    private final RunningAnswers running = new RunningAnswers();
    private final Presences presences = new Presences(Clock.fixed(NOW, ZoneOffset.UTC));
    private final ConversationFeed feed = new ConversationFeed(KEY, "epoch", running, presences);
    private final ScriptedReader reader = new ScriptedReader("r-1", "ann");
    private long seq;

    @BeforeEach
    void begin() {
        feed.begin(null);
        fact(new ConversationStarted("ann", ConversationKind.SESSION, "leta"));
        feed.add(reader, "Leta");
    }

    @Test
    void holdsAnAnswerBackUntilItsQuestionWasRead() {
        var question = posted("Why?");
        var answer = question.messageId().answer(0);
        signal(new AnswerStarted(answer, question.messageId(), seq + 1, 1, 0, null));
        signal(new AnswerChunk(answer, 1, 0, "Because"));

        assertThat(reader.types()).containsExactly("session_info");
        fact(question);
        assertThat(reader.types()).containsExactly("session_info", "message", "response_start", "response_chunk");
    }

    @Test
    void passesOverPiecesThatComeAgainAndWaitsForTheEndAfterAMissingOne() {
        var question = posted("Why?");
        fact(question);
        var answer = question.messageId().answer(0);
        signal(new AnswerStarted(answer, question.messageId(), seq, 1, 0, null));
        signal(new AnswerChunk(answer, 1, 0, "Be"));
        signal(new AnswerChunk(answer, 1, 0, "Be"));
        signal(new AnswerChunk(answer, 1, 5, "se"));
        signal(new AnswerChunk(answer, 1, 2, "cau"));

        assertThat(reader.joined()).isEqualTo("Be");
        fact(completed(question, 1, "Because"));
        assertThat(reader.joined()).isEqualTo("Because");
    }

    @Test
    void holdsAnAnswerBackUntilTheOneBeforeItHasEnded() {
        var first = posted("Why?");
        var second = posted("And why that?");
        fact(first);
        long firstSeq = seq;
        fact(second);
        signal(new AnswerStarted(first.messageId().answer(0), first.messageId(), firstSeq, 1, 0, null));
        signal(new AnswerChunk(first.messageId().answer(0), 1, 0, "Bec"));
        signal(new AnswerStarted(second.messageId().answer(0), second.messageId(), seq, 1, 0, null));
        signal(new AnswerChunk(second.messageId().answer(0), 1, 0, "No"));

        assertThat(reader.joined()).isEqualTo("Bec");
        fact(completed(first, 1, "Because"));

        assertThat(reader.types())
                .containsExactly(
                        "session_info",
                        "message",
                        "message",
                        "response_start",
                        "response_chunk",
                        "response_chunk",
                        "response_complete",
                        "response_start",
                        "response_chunk");
        assertThat(reader.joined()).isEqualTo("No");
    }

    @Test
    void showsNothingOfAnAnswerThatHasEndedWhateverComesLate() {
        var question = posted("Why?");
        fact(question);
        var answer = question.messageId().answer(0);
        fact(completed(question, 1, "Because"));
        int frames = reader.frames.size();

        signal(new AnswerStarted(answer, question.messageId(), seq, 2, 0, null));
        signal(new AnswerChunk(answer, 2, 0, "Late"));

        assertThat(reader.frames).hasSize(frames);
    }

    @Test
    void showsAnEmptyAnswerAsAStartAndAnEnd() {
        var question = posted("Why?");
        fact(question);
        fact(completed(question, 1, ""));

        assertThat(reader.types()).endsWith("message", "response_start", "response_complete");
    }

    /** Whatever pieces come, are lost, come again, come late, and wherever sockets join: what is shown is the answer. */
    @RepeatedTest(200)
    void showsTheWholeAnswerWhateverTheLiveTopicDoes(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var question = posted("Why?");
        fact(question);
        long questionSeq = seq;
        var answer = question.messageId().answer(0);
        var text = "Because the sky is 🌍 and so on and on and on.";
        var readers = new ArrayList<>(List.of(reader));
        int attempts = 1 + random.nextInt(3);
        for (int attempt = 1; attempt <= attempts; attempt++) {
            signal(new AnswerStarted(answer, question.messageId(), questionSeq, attempt, 0, null));
            int at = 0;
            while (at < text.length() && random.nextInt(12) > 0) {
                int end = Math.min(text.length(), at + 1 + random.nextInt(6));
                var chunk = new AnswerChunk(answer, attempt, at, text.substring(at, end));
                for (int times = random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(2); times > 0; times--) {
                    signal(chunk);
                }
                if (random.nextInt(8) == 0) {
                    var late = new ScriptedReader("late-" + readers.size(), "ann");
                    readers.add(late);
                    feed.add(late, "Leta");
                }
                at = end;
            }
        }
        int winner = 1 + random.nextInt(attempts);
        fact(completed(question, winner, text));
        signal(new AnswerChunk(answer, attempts, text.length(), "late"));

        for (var one : readers) {
            assertThat(one.joined()).isEqualTo(text);
            assertThat(one.frames.getLast().get("type").stringValue()).isEqualTo("response_complete");
            assertThat(one.types().stream().filter("response_complete"::equals)).hasSize(1);
        }
    }

    @Test
    void readsTheBufferOnTopOfTheDocument() {
        var buffering = new ConversationFeed(KEY, "epoch", running, presences);
        var first = posted("One");
        var second = posted("Two");
        buffering.onFact(logged(10, new ConversationStarted("ann", ConversationKind.SESSION, "leta")));
        buffering.onFact(logged(11, first));
        buffering.onFact(logged(12, second));
        var stored = Conversation.unread(KEY)
                .read(logged(10, new ConversationStarted("ann", ConversationKind.SESSION, "leta")))
                .next()
                .read(logged(11, first))
                .next();

        buffering.begin(stored);

        assertThat(buffering.findAccepted(first.messageId()).orElseThrow().seq())
                .isEqualTo(11);
        assertThat(buffering.findAccepted(second.messageId()).orElseThrow().prevSeq(Audience.VISITOR))
                .isEqualTo(11);
        var late = new ScriptedReader("late", "ann");
        buffering.add(late, "Leta");
        assertThat(late.frames.getFirst().get("cursor").get("seq").longValue()).isEqualTo(12);
    }

    @Test
    void tellsTheSenderAloneThatItsMessageWasReceived() {
        var other = new ScriptedReader("r-2", "ann");
        feed.add(other, "Leta");
        var message = posted("Hello");
        var expected = feed.expect(message.messageId(), "c-1", reader.id());
        var again = feed.expect(message.messageId(), "c-1", reader.id());

        fact(message);

        assertThat(expected.isFirst()).isTrue();
        assertThat(again.isFirst()).isFalse();
        assertThat(reader.types()).containsExactly("session_info", "message_received", "message_received");
        assertThat(other.types()).containsExactly("session_info", "message");
        assertThat(feed.findAccepted(message.messageId())).isPresent();
    }

    @Test
    void tellsAtOnceWhoExpectsWhatWasReadMeanwhile() {
        var message = posted("Hello");
        fact(message);

        var expected = feed.expect(message.messageId(), "c-1", reader.id());

        assertThat(expected.isFirst()).isFalse();
        assertThat(reader.types()).endsWith("message", "message_received");
        assertThat(expected.accepted().block(Duration.ofSeconds(1)).seq()).isEqualTo(seq);
    }

    @Test
    void asksForAnotherAppendOnceTheFirstHasGivenUp() {
        var message = posted("Hello");
        var first = feed.expect(message.messageId(), "c-1", reader.id());
        feed.expect(message.messageId(), "c-1", reader.id());

        feed.forget(first);

        assertThat(feed.expect(message.messageId(), "c-1", reader.id()).isFirst())
                .isTrue();
    }

    @Test
    void tellsWhoWaitsHowTheFirstAnswerEnded() {
        var question = posted("Why?");
        fact(question);
        var one = feed.awaitAnswer(question.messageId());
        var two = feed.awaitAnswer(question.messageId());
        var gone = feed.awaitAnswer(question.messageId());
        feed.forget(gone);
        feed.remove(reader);
        assertThat(feed.isIdle()).as("somebody waits").isFalse();

        fact(completed(posted("Another"), 1, "Of another"));
        fact(completed(question, 1, "Because"));
        fact(completed(question, 2, "Never"));

        var outcome = new AnswerOutcome.Completed(question.messageId().answer(0), "Because", null, NOW);
        assertThat(one.outcome().block(Duration.ofSeconds(1))).isEqualTo(outcome);
        assertThat(two.outcome().block(Duration.ofSeconds(1))).isEqualTo(outcome);
        StepVerifier.create(gone.outcome())
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(50))
                .thenCancel()
                .verify();
        feed.forget(one);
        feed.forget(two);
        assertThat(feed.isIdle()).isTrue();
    }

    @Test
    void tellsWhoWaitsThatAllWasCleared() {
        var question = posted("Why?");
        fact(question);
        var waiting = feed.awaitAnswer(question.messageId());
        signal(new AnswerStarted(question.messageId().answer(0), question.messageId(), seq, 1, 0, null));
        signal(new AnswerChunk(question.messageId().answer(0), 1, 0, "Bec"));

        fact(new HistoryCleared("ann", false, 1));
        signal(new AnswerChunk(question.messageId().answer(0), 1, 3, "ause"));
        fact(completed(question, 1, "Because"));

        assertThat(waiting.outcome().block(Duration.ofSeconds(1))).isEqualTo(new AnswerOutcome.Cleared());
        assertThat(reader.types())
                .containsExactly("session_info", "message", "response_start", "response_chunk", "error");
        var error = reader.frames.getLast();
        assertThat(error.get("message_id").stringValue())
                .isEqualTo(question.messageId().answer(0).toString());
        assertThat(error.has("seq")).as("it is no fact").isFalse();
        assertThat(error.has("in_reply_to")).isFalse();
    }

    private static MessagePosted posted(String text) {
        return new MessagePosted(MessageId.random(), ANN, text, Map.of(), null, "leta");
    }

    private static AnswerCompleted completed(MessagePosted question, int attempt, String text) {
        return new AnswerCompleted(
                question.messageId().answer(0),
                question.messageId(),
                0,
                attempt,
                0,
                "leta",
                text,
                FinishReason.STOP,
                List.of(),
                null,
                null);
    }

    private void fact(ConversationFact fact) {
        var logged = logged(++seq, fact);
        feed.onFact(logged);
        if (fact instanceof AnswerCompleted end) {
            running.end(KEY, end.answerId());
        }
    }

    private static LoggedFact logged(long seq, ConversationFact fact) {
        return new LoggedFact(KEY, 0, seq, NOW, fact);
    }

    private void signal(LiveSignal signal) {
        switch (signal) {
            case AnswerStarted started -> running.start(KEY, started);
            case AnswerChunk chunk -> running.take(KEY, chunk);
            default -> throw new IllegalArgumentException(signal.toString());
        }
        feed.onSignal(signal);
    }
}
