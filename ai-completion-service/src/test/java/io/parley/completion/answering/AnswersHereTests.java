package io.parley.completion.answering;

import static io.parley.completion.answering.AnsweringFixtures.KEY;
import static io.parley.completion.answering.AnsweringFixtures.aQuestion;
import static io.parley.completion.answering.AnsweringFixtures.answered;
import static io.parley.completion.answering.AnsweringFixtures.at;
import static io.parley.completion.answering.AnsweringFixtures.handedBack;
import static io.parley.completion.answering.AnsweringFixtures.properties;
import static io.parley.completion.answering.AnsweringFixtures.raised;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.completion.chatbot.Chatbots;
import io.parley.completion.chatbot.Handoff;
import io.parley.completion.model.ModelFailure;
import io.parley.completion.model.ModelRequest;
import io.parley.completion.model.ModelSignal;
import io.parley.completion.model.ProviderCredential;
import io.parley.completion.prompt.PromptAssembler;
import io.parley.completion.usage.TokenBudgets;
import io.parley.events.AnswerCompleted;
import io.parley.events.AnswerEvent;
import io.parley.events.AnswerFailed;
import io.parley.events.AnswerRequested;
import io.parley.events.FailureCode;
import io.parley.events.FinishReason;
import io.parley.events.HistoryCleared;
import io.parley.events.MessageDeleted;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.Payer;
import io.parley.events.Sender;
import io.parley.events.WhileAnswering;
import io.parley.events.live.AnswerStarted;
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
    private final TokenBudgets budgets = AnsweringFixtures.budgets();
    private AnswersHere here;
    private FollowConversations conversations;
    private long seq;
    private Chatbots chatbots = AnsweringFixtures.LETA_ONLY;

    @BeforeEach
    void start() {
        time = VirtualTimeScheduler.getOrSet();
        startWithRoomFor(10);
    }

    private void startWithRoomFor(int concurrent) {
        var properties = properties(concurrent);
        var question = new AnswerQuestion(
                chatbots,
                (tenant, owner, chatbot) -> Mono.just(new ProviderCredential("key", "http://provider", Payer.SUITE)),
                budgets,
                this::stream,
                new PromptAssembler(20),
                log,
                new LeaseWatch(Duration.ofSeconds(6)),
                properties,
                AnsweringFixtures.WITHOUT_DOCUMENTS);
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
        conversations = new FollowConversations(chatbots, contexts, open, here, budgets);
    }

    private void startWith(WhileAnswering whileAnswering, Handoff handoff) {
        chatbots = AnsweringFixtures.letaWith(whileAnswering, handoff);
        startWithRoomFor(10);
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
                .read(at(++seq, answered(question, 0, 0, "Hi!")), QuestionRules.NONE, _ -> true)
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
        contexts.put(contexts.stored
                .get(KEY)
                .read(at(++seq, raised(1)), QuestionRules.NONE, _ -> true)
                .next());
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
    void endsTheAnswerThatIsWrittenWhereANewerQuestionInterrupts() {
        startWith(WhileAnswering.INTERRUPT, Handoff.NEVER);
        reads(aQuestion("One?"));
        models.getFirst().tryEmitNext(new ModelSignal.Token("So far")).orThrow();
        time.advanceTimeBy(Duration.ofMillis(1));

        reads(aQuestion("Two?"));

        var end = (AnswerCompleted) log.ends.getFirst();
        assertThat(end.finishReason()).isEqualTo(FinishReason.CANCELLED);
        assertThat(end.text()).isEqualTo("So far");
        assertThat(models.getFirst().currentSubscriberCount()).isZero();
        readsEnd(end);
        assertThat(requests).hasSize(2);
        assertThat(requests.get(1).prompt().lines()).extracting("text").containsExactly("One?", "So far", "Two?");
    }

    @Test
    void endsWithoutAWordWhatWaitedWhenANewerQuestionInterrupts() {
        startWith(WhileAnswering.INTERRUPT, Handoff.NEVER);
        reads(aQuestion("One?"));
        var second = reads(aQuestion("Two?"));
        reads(aQuestion("Three?"));

        readsEnd(log.ends.getFirst());
        var end = (AnswerCompleted) log.ends.get(1);
        assertThat(end.inReplyTo()).isEqualTo(second.messageId());
        assertThat(end.finishReason()).isEqualTo(FinishReason.CANCELLED);
        assertThat(end.text()).isEmpty();
        readsEnd(end);

        assertThat(requests)
                .extracting(request -> request.prompt().lines().getLast().text())
                .containsExactly("One?", "Three?");
        says(1, "To all three.");
        assertThat(log.ends).hasSize(3);
    }

    @Test
    void isInterruptedByAQuestionThatAnotherReplicaReads() {
        startWith(WhileAnswering.INTERRUPT, Handoff.NEVER);
        reads(aQuestion("One?"));
        contexts.put(contexts.stored
                .get(KEY)
                .read(at(++seq, aQuestion("Two?")), new QuestionRules(true, null), _ -> true)
                .next());

        round();

        assertThat(((AnswerCompleted) log.ends.getFirst()).finishReason()).isEqualTo(FinishReason.CANCELLED);
        round();
        assertThat(log.ends).hasSize(1);
    }

    @Test
    void callsAPersonForAQuestionInTheChatbotsWordsAndWaits() {
        startWith(WhileAnswering.ENQUEUE, new Handoff(List.of("human"), false, 0));
        reads(aQuestion("One?"));
        var question = reads(aQuestion("Give me a human!"));

        var call = log.calls.getFirst();
        assertThat(call.requestedBy()).isEqualTo(Sender.ASSISTANT);
        assertThat(call.reason()).isEqualTo("requested_by_words");
        assertThat(call.metadata())
                .containsEntry("in_reply_to", question.messageId().toString());
        reads(call);
        round();
        assertThat(log.calls).hasSize(1);
        assertThat(requests).hasSize(1);

        reads(raised(1));

        assertThat(log.ends)
                .hasSize(2)
                .allSatisfy(end -> assertThat(((AnswerFailed) end).code()).isEqualTo(FailureCode.HANDED_OVER));
        List.copyOf(log.ends).forEach(this::readsEnd);
        reads(handedBack(2));
        round();
        assertThat(open.jobs).isEmpty();
        assertThat(log.calls).hasSize(1);
        assertThat(requests).hasSize(1);
    }

    @Test
    void callsNobodyForAnAgentsWordsOrWhereThePersonHasTheFloor() {
        startWith(WhileAnswering.ENQUEUE, new Handoff(List.of("human"), false, 0));
        reads(AnsweringFixtures.posted(AnsweringFixtures.BOB, "I am a human.", "leta"));
        assertThat(requests).hasSize(1);

        reads(raised(1));
        reads(aQuestion("Are you a human?"));

        assertThat(log.calls).isEmpty();
    }

    @Test
    void asksTheModelAfterAllWhereNobodyComes() {
        startWith(WhileAnswering.ENQUEUE, new Handoff(List.of("human"), true, 0));
        reads(aQuestion("A human?"));
        now = AnsweringFixtures.NOW.plusSeconds(10);
        reads(log.calls.getFirst());
        now = AnsweringFixtures.NOW.plusSeconds(61);
        round();
        assertThat(requests).isEmpty();

        now = AnsweringFixtures.NOW.plusSeconds(62);
        round();

        assertThat(requests).hasSize(1);
        assertThat(requests.getFirst().mayCallPerson()).isFalse();
        says(0, "Nobody is there.");
        assertThat(((AnswerCompleted) log.ends.getFirst()).text()).isEqualTo("Nobody is there.");
        assertThat(log.calls).hasSize(1);
    }

    @Test
    void callsAPersonWhereTheModelDoesAndBeginsAnewWhereNobodyComes() {
        startWith(WhileAnswering.ENQUEUE, new Handoff(List.of(), true, 0));
        reads(aQuestion("Refund me."));
        var model = models.getFirst();
        model.tryEmitNext(new ModelSignal.Token("One moment.")).orThrow();
        model.tryEmitNext(new ModelSignal.PersonWanted("refund")).orThrow();
        time.advanceTimeBy(Duration.ofMillis(100));

        assertThat(log.calls.getFirst().reason()).isEqualTo("refund");
        assertThat(log.ends).isEmpty();
        round();
        assertThat(requests).hasSize(1);
        reads(log.calls.getFirst());
        now = AnsweringFixtures.NOW.plusSeconds(120);
        round();

        assertThat(requests).hasSize(2);
        assertThat(log.signals)
                .filteredOn(AnswerStarted.class::isInstance)
                .extracting(signal -> ((AnswerStarted) signal).attempt())
                .containsExactly(1, 2);
        says(1, "I cannot.");
        assertThat(((AnswerCompleted) log.ends.getFirst()).text()).isEqualTo("I cannot.");
    }

    @Test
    void keepsNothingOfAnAnswerWhoseModelCalledAPerson() {
        startWith(WhileAnswering.ENQUEUE, new Handoff(List.of(), true, 0));
        reads(aQuestion("Refund me."));
        models.getFirst().tryEmitNext(new ModelSignal.Token("One moment.")).orThrow();
        models.getFirst().tryEmitNext(new ModelSignal.PersonWanted("refund")).orThrow();
        time.advanceTimeBy(Duration.ofMillis(100));

        reads(log.calls.getFirst());
        reads(raised(1));

        assertThat(log.ends).hasSize(1);
        assertThat(((AnswerFailed) log.ends.getFirst()).code()).isEqualTo(FailureCode.HANDED_OVER);
        readsEnd(log.ends.getFirst());
        assertThat(open.jobs).isEmpty();
    }

    @Test
    void callsAPersonOnceForFailuresInARow() {
        startWith(WhileAnswering.ENQUEUE, new Handoff(List.of(), false, 2));
        for (int i = 0; i < 4; i++) {
            reads(aQuestion("Question " + i));
            models.get(i).tryEmitError(ModelFailure.refused(401, null)).orThrow();
            time.advanceTimeBy(Duration.ofMillis(10));
            if (log.calls.size() == 1 && i == 1) {
                reads(log.calls.getFirst());
            }
            readsEnd(log.ends.get(i));
        }

        assertThat(log.calls).hasSize(1).first().extracting("reason").isEqualTo("assistant_failed");
        assertThat(log.ends)
                .hasSize(4)
                .allSatisfy(
                        end -> assertThat(((AnswerFailed) end).code()).isEqualTo(FailureCode.PROVIDER_REJECTED_KEY));
    }

    @Test
    void callsNobodyAgainWhenItTakesOverWhatCalled() {
        startWith(WhileAnswering.ENQUEUE, new Handoff(List.of("human"), false, 0));
        var question = aQuestion("A human?");
        var job = leftBehind(question, new QuestionRules(false, "requested_by_words"));
        log.behind = true;
        here.tookOver(List.of(job));
        round();
        // The call of the replica that died is in the log, and not read yet.
        assertThat(log.calls).isEmpty();
        contexts.put(contexts.stored
                .get(KEY)
                .read(at(++seq, PersonCall.in(job, "requested_by_words")), QuestionRules.NONE, _ -> true)
                .next());
        log.behind = false;

        round();

        assertThat(log.calls).isEmpty();
        assertThat(requests).isEmpty();
    }

    @Test
    void callsAPersonForWhatItTakesOverUncalled() {
        startWith(WhileAnswering.ENQUEUE, new Handoff(List.of("human"), false, 0));
        here.tookOver(List.of(leftBehind(aQuestion("A human?"), new QuestionRules(false, "requested_by_words"))));

        round();
        round();

        assertThat(log.calls).hasSize(1);
        assertThat(requests).isEmpty();
    }

    @Test
    void callsNobodyOnceTheLeaseIsLost() {
        startWith(WhileAnswering.ENQUEUE, new Handoff(List.of("human"), false, 0));
        var question = aQuestion("A human?");
        open.elsewhere.add(question.messageId().answer(0));

        reads(question);

        assertThat(log.calls).isEmpty();
    }

    @Test
    void endsTheModelsCallAndForgetsTheJobsWhenTheConversationIsErased() {
        reads(aQuestion("One?"));
        reads(aQuestion("Two?"));

        reads(new HistoryCleared("ann", true, 0));

        assertThat(models.getFirst().currentSubscriberCount()).isZero();
        assertThat(open.jobs).isEmpty();
        assertThat(log.ends).isEmpty();
        assertThat(contexts.stored.get(KEY).turns().turns()).isEmpty();
    }

    @Test
    void endsTheModelsCallAndForgetsTheJobsWhereHistoryIsCleared() {
        reads(aQuestion("One?"));
        reads(aQuestion("Two?"));

        reads(new HistoryCleared("ann", false, 1));

        assertThat(models.getFirst().currentSubscriberCount()).isZero();
        assertThat(open.jobs).isEmpty();
        assertThat(log.ends).isEmpty();
        assertThat(contexts.stored.get(KEY).turns().turns()).isEmpty();
        reads(aQuestion("Three?"));
        assertThat(models).as("answers go on").hasSize(2);
    }

    @Test
    void endsTheModelsCallWhenAnotherReplicaReadsThatTheConversationIsErased() {
        reads(aQuestion("One?"));
        contexts.put(contexts.stored
                .get(KEY)
                .read(at(++seq, new HistoryCleared("ann", true, 0)), QuestionRules.NONE, _ -> true)
                .next());

        round();

        assertThat(models.getFirst().currentSubscriberCount()).isZero();
        assertThat(open.jobs).isEmpty();
        assertThat(log.ends).isEmpty();
    }

    @Test
    void goesOnWithTheAnswerToAQuestionThatIsTakenBack() {
        var question = reads(aQuestion("One?"));

        reads(new MessageDeleted(question.messageId(), "ann"));
        says(0, "An answer.");

        assertThat(((AnswerCompleted) log.ends.getFirst()).text()).isEqualTo("An answer.");
    }

    @Test
    void queuesAnAnswerThatIsAskedForAgainWhileItRuns() {
        var question = reads(aQuestion("One?"));
        reads(new AnswerRequested(question.messageId(), 1, "ann", "leta"));
        says(0, "First.");

        readsEnd(log.ends.getFirst());
        says(1, "Second.");

        assertThat(requests.get(1).prompt().lines()).extracting("text").containsExactly("One?");
        assertThat(log.ends).extracting(AnswerEvent::generation).containsExactly(0, 1);
        assertThat(log.signals)
                .filteredOn(AnswerStarted.class::isInstance)
                .extracting(signal -> ((AnswerStarted) signal).supersedes())
                .containsExactly(null, question.messageId().answer(0));
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
        return leftBehind(question, QuestionRules.NONE);
    }

    private AnswerJob leftBehind(MessagePosted question, QuestionRules rules) {
        var step = ConversationContext.none(KEY).read(at(++seq, question), rules, _ -> true);
        contexts.put(step.next());
        var asked = java.util.Objects.requireNonNull(step.asked());
        var job = asked.attempt(2);
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
