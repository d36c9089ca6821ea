package io.parley.completion.answering;

import static io.parley.completion.answering.AnsweringFixtures.KEY;
import static io.parley.completion.answering.AnsweringFixtures.aQuestion;
import static io.parley.completion.answering.AnsweringFixtures.answered;
import static io.parley.completion.answering.AnsweringFixtures.at;
import static io.parley.completion.answering.AnsweringFixtures.handedBack;
import static io.parley.completion.answering.AnsweringFixtures.properties;
import static io.parley.completion.answering.AnsweringFixtures.raised;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.completion.model.ModelRequest;
import io.parley.completion.model.ModelSignal;
import io.parley.completion.model.ProviderCredential;
import io.parley.completion.prompt.PromptAssembler;
import io.parley.events.AnswerCompleted;
import io.parley.events.AnswerEvent;
import io.parley.events.AnswerFailed;
import io.parley.events.FailureCode;
import io.parley.events.FinishReason;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The rules of who answers when, with time in the test's hand and everything else in memory. */
class AnswersHereTests {

    private VirtualTimeScheduler time;
    private final InMemoryOpenAnswers open = new InMemoryOpenAnswers();
    private final InMemoryContexts contexts = new InMemoryContexts();
    private final RecordingAnswerLog log = new RecordingAnswerLog();
    private final List<ModelRequest> requests = new ArrayList<>();
    private final List<Sinks.Many<ModelSignal>> models = new ArrayList<>();
    private Instant now = AnsweringFixtures.NOW;
    private AnswersHere here;
    private FollowConversations conversations;
    private long seq;

    @BeforeEach
    void start() {
        time = VirtualTimeScheduler.getOrSet();
        startWithRoomFor(10);
    }

    private void startWithRoomFor(int concurrent) {
        var properties = properties(concurrent);
        var question = new AnswerQuestion(
                AnsweringFixtures.LETA_ONLY,
                (tenant, owner, chatbot) -> Mono.just(new ProviderCredential("key", "http://provider")),
                this::stream,
                new PromptAssembler(20),
                log,
                properties);
        here = new AnswersHere(question, new EndAnswer(open, log), open, contexts, log, properties, new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }
        });
        conversations = new FollowConversations(contexts, open, here);
    }

    private Flux<ModelSignal> stream(ModelRequest request) {
        requests.add(request);
        Sinks.Many<ModelSignal> model = Sinks.many().unicast().onBackpressureBuffer(new java.util.ArrayDeque<>());
        models.add(model);
        return model.asFlux();
    }

    @AfterEach
    void end() {
        here.close();
        VirtualTimeScheduler.reset();
    }

    @Test
    void writesAnAnswerAndKeepsTheJobUntilItsEndIsReadBack() {
        var question = reads(aQuestion("Hello?"));
        says(0, "Hi!");

        var end = (AnswerCompleted) log.ends.getFirst();
        assertThat(end.text()).isEqualTo("Hi!");
        assertThat(open.jobs).hasSize(1);

        readsEnd(end);
        assertThat(open.jobs).isEmpty();
        assertThat(question.messageId().answer(0)).isEqualTo(end.answerId());
    }

    @Test
    void writesTheNextAnswerOnceTheEndBeforeIsRead() {
        reads(aQuestion("One?"));
        reads(aQuestion("Two?"));
        says(0, "First.");
        assertThat(requests).hasSize(1);

        readsEnd(log.ends.getFirst());

        assertThat(requests).hasSize(2);
        assertThat(requests.get(1).prompt().lines()).extracting("text").containsExactly("One?", "First.", "Two?");
    }

    @Test
    void endsEveryAnswerOfAConversationWhoseFloorIsTaken() {
        reads(aQuestion("One?"));
        reads(aQuestion("Two?"));
        models.getFirst().tryEmitNext(new ModelSignal.Token("Half")).orThrow();

        reads(raised(1));

        assertThat(log.ends)
                .hasSize(2)
                .allSatisfy(end -> assertThat(((AnswerFailed) end).code()).isEqualTo(FailureCode.HANDED_OVER))
                .allSatisfy(end -> assertThat(end.fence()).isEqualTo(1));
        assertThat(models.getFirst().currentSubscriberCount()).isZero();
        assertThat(open.jobs).hasSize(2);
    }

    @Test
    void handsOverAgainWhenAnotherChangeOfTheFloorComesFirst() {
        reads(aQuestion("One?"));
        reads(raised(1));
        var first = log.ends.getFirst();

        // The floor went back before the failure was written: it is stale where it stands.
        reads(handedBack(2));
        readsEnd(first);
        assertThat(log.ends).hasSize(2);
        assertThat(log.ends.get(1).fence()).isEqualTo(2);
        assertThat(open.jobs).hasSize(1);

        readsEnd(log.ends.get(1));
        assertThat(open.jobs).isEmpty();
        assertThat(requests).hasSize(1);
    }

    @Test
    void handsOverAnAnswerThatWasWholeButCameTooLate() {
        reads(aQuestion("One?"));
        says(0, "Done.");
        var whole = log.ends.getFirst();

        reads(raised(1));
        readsEnd(whole);

        assertThat(log.ends).hasSize(2);
        assertThat(((AnswerFailed) log.ends.get(1)).code()).isEqualTo(FailureCode.HANDED_OVER);
    }

    @Test
    void asksNoModelWhatIsTooOld() {
        now = AnsweringFixtures.NOW.plus(Duration.ofMinutes(61));

        reads(aQuestion("Is it still yesterday?"));

        assertThat(requests).isEmpty();
        assertThat(((AnswerFailed) log.ends.getFirst()).code()).isEqualTo(FailureCode.TOO_OLD);
    }

    @Test
    void appendsNothingOnceTheLeaseIsLost() {
        var question = reads(aQuestion("Hello?"));
        open.elsewhere.add(question.messageId().answer(0));

        says(0, "Late.");

        assertThat(log.ends).isEmpty();
    }

    @Test
    void stopsTheModelWhenARoundShowsThatTheLeaseIsLost() {
        var question = reads(aQuestion("Hello?"));
        open.elsewhere.add(question.messageId().answer(0));

        round();

        assertThat(models.getFirst().currentSubscriberCount()).isZero();
        assertThat(log.ends).isEmpty();
    }

    @Test
    void appendsAgainUntilTheLogAcknowledges() {
        reads(aQuestion("Hello?"));
        log.failures = 3;
        says(0, "Hi!");
        assertThat(log.ends).isEmpty();

        time.advanceTimeBy(Duration.ofSeconds(10));

        assertThat(log.ends).hasSize(1);
    }

    @Test
    void waitsForTheDatabaseBeforeItAppends() {
        reads(aQuestion("Hello?"));
        open.failing = true;
        says(0, "Hi!");
        time.advanceTimeBy(Duration.ofSeconds(10));
        assertThat(log.ends).isEmpty();

        open.failing = false;
        time.advanceTimeBy(Duration.ofSeconds(10));

        assertThat(log.ends).hasSize(1);
    }

    @Test
    void beginsATakenOverAnswerOnlyWhenTheLogHasBeenRead() {
        var job = leftBehind(aQuestion("Hello?"));
        log.behind = true;
        here.tookOver(List.of(job));
        round();
        assertThat(requests).isEmpty();

        log.behind = false;
        round();

        assertThat(requests).hasSize(1);
        says(0, "Hi!");
        assertThat(log.ends.getFirst().attempt()).isEqualTo(2);
    }

    @Test
    void forgetsATakenOverJobThatHasItsEnd() {
        var question = aQuestion("Hello?");
        var job = leftBehind(question);
        contexts.put(contexts.stored
                .get(KEY)
                .read(at(++seq, answered(question, 0, 0, "Hi!")), _ -> true)
                .next());

        here.tookOver(List.of(job));
        round();

        assertThat(requests).isEmpty();
        assertThat(open.jobs).isEmpty();
    }

    @Test
    void leavesAJobAloneWhoseQuestionWasNotReadYet() {
        var job = leftBehind(aQuestion("Hello?"));
        contexts.stored.clear();

        here.tookOver(List.of(job));
        round();

        assertThat(requests).isEmpty();
        assertThat(open.jobs).hasSize(1);
    }

    @Test
    void findsByARoundWhatNobodyToldIt() {
        var question = aQuestion("Hello?");
        var job = leftBehind(question);
        open.jobs.put(job.answerId(), job);

        round();
        assertThat(requests).hasSize(1);

        // Another replica reads this conversation: a round shows that the floor is taken.
        contexts.put(
                contexts.stored.get(KEY).read(at(++seq, raised(1)), _ -> true).next());
        round();

        assertThat(models.getFirst().currentSubscriberCount()).isZero();
        assertThat(((AnswerFailed) log.ends.getFirst()).code()).isEqualTo(FailureCode.HANDED_OVER);
    }

    @Test
    void writesNoMoreAtATimeThanItHasRoomFor() {
        startWithRoomFor(2);
        for (int i = 0; i < 4; i++) {
            reads(new ConversationKey("default", "c-" + i), aQuestion("Question " + i));
        }
        assertThat(requests).hasSize(2);

        says(1, "Done.");

        assertThat(requests)
                .extracting(request -> request.prompt().lines().getLast().text())
                .containsExactly("Question 0", "Question 1", "Question 2");
    }

    @Test
    void stopsTheAnswerThatIsMeant() {
        var question = reads(aQuestion("Talk on."));
        models.getFirst().tryEmitNext(new ModelSignal.Token("So far")).orThrow();
        time.advanceTimeBy(Duration.ofMillis(1));

        here.stop(MessageId.random());
        assertThat(log.ends).isEmpty();

        here.stop(question.messageId().answer(0));
        here.stop(question.messageId().answer(0));
        time.advanceTimeBy(Duration.ofMillis(1));

        var end = (AnswerCompleted) log.ends.getFirst();
        assertThat(end.finishReason()).isEqualTo(FinishReason.CANCELLED);
        assertThat(end.text()).isEqualTo("So far");
    }

    @Test
    void stopsAnAnswerThatIsStoppedBeforeItBegins() {
        var question = aQuestion("Talk on.");
        here.stop(question.messageId().answer(0));

        reads(question);
        time.advanceTimeBy(Duration.ofMillis(1));

        var end = (AnswerCompleted) log.ends.getFirst();
        assertThat(end.finishReason()).isEqualTo(FinishReason.CANCELLED);
        assertThat(end.text()).isEmpty();
        assertThat(requests).isEmpty();
    }

    @Test
    void beginsNothingOnceTheProcessEnds() {
        here.close();

        reads(aQuestion("Hello?"));

        assertThat(requests).isEmpty();
        assertThat(open.jobs).hasSize(1);
    }

    @Test
    void publishesAtAnEasierPaceWhenItWritesMany() {
        startWithRoomFor(500);
        for (int i = 0; i < 101; i++) {
            reads(new ConversationKey("default", "c-" + i), aQuestion("Question " + i));
        }
        log.signals.clear();
        var model = models.getFirst();
        model.tryEmitNext(new ModelSignal.Token("a")).orThrow();
        model.tryEmitNext(new ModelSignal.Token("b")).orThrow();
        time.advanceTimeBy(Duration.ofMillis(99));
        assertThat(log.streamed()).isEqualTo("a");
        time.advanceTimeBy(Duration.ofMillis(1));
        assertThat(log.streamed()).isEqualTo("ab");
    }

    private MessagePosted reads(MessagePosted question) {
        return reads(KEY, question);
    }

    private MessagePosted reads(ConversationKey key, MessagePosted question) {
        follow(at(key, ++seq, question));
        return question;
    }

    private void reads(io.parley.events.ConversationFact fact) {
        follow(at(++seq, fact));
    }

    private void readsEnd(AnswerEvent end) {
        follow(at(++seq, end));
    }

    private void follow(LoggedFact fact) {
        conversations.follow(List.of(fact), _ -> true).subscribe();
        time.advanceTimeBy(Duration.ofMillis(1));
    }

    /** A question that was read, and whose job another replica left. */
    private AnswerJob leftBehind(MessagePosted question) {
        var step = ConversationContext.none(KEY).read(at(++seq, question), _ -> true);
        contexts.put(step.next());
        var asked = java.util.Objects.requireNonNull(step.asked());
        var job = new AnswerJob(
                KEY,
                asked.answerId(),
                asked.questionId(),
                asked.questionSeq(),
                0,
                "leta",
                2,
                asked.fence(),
                asked.askedAt());
        open.jobs.put(job.answerId(), job);
        return job;
    }

    private void round() {
        long round = here.nextRound();
        open.renew().doOnNext(leased -> here.renewed(leased, round)).block();
        here.lookAround().subscribe();
        time.advanceTimeBy(Duration.ofMillis(1));
    }

    private void says(int call, String text) {
        var model = models.get(call);
        model.tryEmitNext(new ModelSignal.Token(text)).orThrow();
        model.tryEmitNext(new ModelSignal.Finished(FinishReason.STOP, null, null))
                .orThrow();
        model.tryEmitComplete().orThrow();
        time.advanceTimeBy(Duration.ofMillis(100));
    }
}
