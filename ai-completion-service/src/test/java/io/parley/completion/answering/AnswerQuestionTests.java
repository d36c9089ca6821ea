package io.parley.completion.answering;

import static io.parley.completion.answering.AnsweringFixtures.KEY;
import static io.parley.completion.answering.AnsweringFixtures.aQuestion;
import static io.parley.completion.answering.AnsweringFixtures.at;
import static io.parley.completion.answering.AnsweringFixtures.contextOf;
import static io.parley.completion.answering.AnsweringFixtures.properties;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.completion.chatbot.Budgets;
import io.parley.completion.chatbot.ChatbotProfile;
import io.parley.completion.chatbot.Chatbots;
import io.parley.completion.chatbot.Handoff;
import io.parley.completion.chatbot.ModelProvider;
import io.parley.completion.chatbot.RetrievalSettings;
import io.parley.completion.key.KeyUnreadable;
import io.parley.completion.model.ModelFailure;
import io.parley.completion.model.ModelRequest;
import io.parley.completion.model.ModelSignal;
import io.parley.completion.model.ProviderCredential;
import io.parley.completion.prompt.PromptAssembler;
import io.parley.completion.usage.InMemoryUsageLedger;
import io.parley.completion.usage.Spender;
import io.parley.completion.usage.Spending;
import io.parley.completion.usage.TokenBudgets;
import io.parley.events.AnswerCompleted;
import io.parley.events.AnswerEvent;
import io.parley.events.AnswerFailed;
import io.parley.events.FailureCode;
import io.parley.events.FinishReason;
import io.parley.events.MessageDeleted;
import io.parley.events.MessageEdited;
import io.parley.events.MessagePosted;
import io.parley.events.Payer;
import io.parley.events.TokenUsage;
import io.parley.events.WhileAnswering;
import io.parley.events.live.AnswerChunk;
import io.parley.events.live.AnswerStarted;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

class AnswerQuestionTests {

    private final RecordingAnswerLog log = new RecordingAnswerLog();
    private final Deque<Flux<ModelSignal>> replies = new ArrayDeque<>();
    private final List<ModelRequest> requests = new ArrayList<>();
    private final AtomicInteger databaseFailures = new AtomicInteger();
    private final MessagePosted question = aQuestion("Hello?");
    private final AtomicLong nanos = new AtomicLong();
    private final InMemoryUsageLedger ledger = new InMemoryUsageLedger();
    private final TokenBudgets budgets = new TokenBudgets(ledger, Clock.fixed(AnsweringFixtures.NOW, ZoneOffset.UTC));
    private Chatbots chatbots = AnsweringFixtures.letaAfter(databaseFailures);
    private ConversationContext context = contextOf(at(3, question));
    private Mono<ProviderCredential> credential =
            Mono.just(new ProviderCredential("key", "http://provider", Payer.SUITE));

    @Test
    void publishesThePiecesAndEndsWithTheWholeText() {
        replies.add(Flux.just(token("Hel"), token("lo"), token("!"), finished(FinishReason.STOP)));

        StepVerifier.withVirtualTime(() -> answer(Mono.never()))
                .thenAwait(Duration.ofSeconds(1))
                .expectNext(new AnswerCompleted(
                        job().answerId(),
                        question.messageId(),
                        0,
                        1,
                        0,
                        "leta",
                        "Hello!",
                        FinishReason.STOP,
                        List.of(),
                        new TokenUsage(1, 2, 3),
                        "gpt",
                        Payer.SUITE))
                .verifyComplete();

        assertThat(log.signals)
                .containsExactly(
                        new AnswerStarted(job().answerId(), question.messageId(), 3, 1, 0, null),
                        new AnswerChunk(job().answerId(), 1, 0, "Hel"),
                        new AnswerChunk(job().answerId(), 1, 3, "lo!"));
        assertThat(requests.getFirst().prompt().persona()).isEqualTo("Be kind.");
        assertThat(requests.getFirst().temperature()).isEqualTo(0.7);
        assertThat(requests.getFirst().maxTokens()).isEqualTo(1000);
    }

    @Test
    void saysWhichAnswerItSupersedes() {
        replies.add(Flux.just(token("Again."), finished(FinishReason.STOP)));
        var again = new AnswerJob(
                KEY,
                question.messageId().answer(2),
                question.messageId(),
                9,
                2,
                "leta",
                1,
                0,
                AnsweringFixtures.NOW,
                null);

        StepVerifier.withVirtualTime(() -> answer(again, Mono.never()))
                .thenAwait(Duration.ofSeconds(1))
                .expectNextCount(1)
                .verifyComplete();

        assertThat(((AnswerStarted) log.signals.getFirst()).supersedes())
                .isEqualTo(question.messageId().answer(1));
    }

    @Test
    void keepsWhatWasStreamedWhenItIsStopped() {
        var tokens = TestPublisher.<ModelSignal>create();
        var stop = TestPublisher.<Void>create();
        replies.add(tokens.flux());

        StepVerifier.withVirtualTime(() -> answer(stop))
                .then(() -> tokens.next(token("So far")))
                .then(stop::complete)
                .assertNext(end -> {
                    var completed = (AnswerCompleted) end;
                    assertThat(completed.text()).isEqualTo("So far").isEqualTo(log.streamed());
                    assertThat(completed.finishReason()).isEqualTo(FinishReason.CANCELLED);
                })
                .verifyComplete();
        tokens.assertCancelled();
    }

    @Test
    void isAnEmptyAnswerWhenItIsStoppedBeforeItsFirstToken() {
        replies.add(Flux.never());
        var stop = TestPublisher.<Void>create();

        StepVerifier.withVirtualTime(() -> answer(stop))
                .thenAwait(Duration.ofSeconds(1))
                .then(stop::complete)
                .assertNext(end -> assertThat(((AnswerCompleted) end).text()).isEmpty())
                .verifyComplete();
    }

    @Test
    void asksOnceMoreWhileNoTokenWasShown() {
        replies.add(Flux.error(ModelFailure.refused(503, null)));
        replies.add(Flux.just(token("Now."), finished(FinishReason.LENGTH)));

        StepVerifier.withVirtualTime(() -> answer(Mono.never()))
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(999))
                .thenAwait(Duration.ofMillis(1))
                .assertNext(end ->
                        assertThat(((AnswerCompleted) end).finishReason()).isEqualTo(FinishReason.LENGTH))
                .verifyComplete();
        assertThat(requests).hasSize(2);
    }

    @Test
    void waitsAsLongAsTheProviderAsksForUpToItsLimit() {
        replies.add(Flux.error(ModelFailure.refused(429, Duration.ofSeconds(5))));
        replies.add(Flux.just(token("Now."), finished(FinishReason.STOP)));

        StepVerifier.withVirtualTime(() -> answer(Mono.never()))
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(4_999))
                .thenAwait(Duration.ofMillis(1))
                .expectNextCount(1)
                .verifyComplete();
    }

    @Test
    void doesNotWaitForAProviderThatWantsToBeLeftAloneForLong() {
        replies.add(Flux.error(ModelFailure.refused(429, Duration.ofSeconds(6))));
        expectFailure(FailureCode.PROVIDER_RATE_LIMITED);
        assertThat(requests).hasSize(1);
    }

    @Test
    void triesTwiceAndNoMore() {
        replies.add(Flux.error(ModelFailure.unavailable("cut")));
        replies.add(Flux.error(ModelFailure.unavailable("cut")));
        expectFailure(FailureCode.PROVIDER_UNAVAILABLE);
        assertThat(requests).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404})
    void asksOnlyOnceWhereAskingAgainCannotHelp(int status) {
        replies.add(Flux.error(ModelFailure.refused(status, null)));
        expectFailure(status == 401 || status == 403 ? FailureCode.PROVIDER_REJECTED_KEY : FailureCode.INTERNAL);
        assertThat(requests).hasSize(1);
    }

    @Test
    void doesNotAskAgainOnceATokenWasShown() {
        replies.add(Flux.concat(Flux.just(token("Half")), Flux.error(ModelFailure.unavailable("cut"))));
        expectFailure(FailureCode.PROVIDER_UNAVAILABLE);
        assertThat(requests).hasSize(1);
    }

    @Test
    void failsAfterTwentySecondsWithoutAFirstTokenWhateverWasTried() {
        replies.add(Flux.defer(() ->
                Flux.<ModelSignal>error(ModelFailure.unavailable("cut")).delaySubscription(Duration.ofSeconds(15))));
        replies.add(Flux.never());

        StepVerifier.withVirtualTime(() -> answer(Mono.never()))
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(19_999))
                .thenAwait(Duration.ofMillis(1))
                .assertNext(end -> assertThat(((AnswerFailed) end).code()).isEqualTo(FailureCode.TIMEOUT))
                .verifyComplete();
        assertThat(requests).hasSize(2);
    }

    @Test
    void failsAfterThirtySecondsWithoutAFurtherToken() {
        var tokens = TestPublisher.<ModelSignal>create();
        replies.add(tokens.flux());

        StepVerifier.withVirtualTime(() -> answer(Mono.never()))
                .expectSubscription()
                .thenAwait(Duration.ofSeconds(19))
                .then(() -> tokens.next(token("One")))
                .expectNoEvent(Duration.ofSeconds(29))
                .then(() -> tokens.next(token("Two")))
                .expectNoEvent(Duration.ofMillis(29_999))
                .thenAwait(Duration.ofMillis(1))
                .assertNext(end -> assertThat(((AnswerFailed) end).code()).isEqualTo(FailureCode.TIMEOUT))
                .verifyComplete();
        tokens.assertCancelled();
    }

    @Test
    void saysWhereThereIsNoKey() {
        credential = Mono.empty();
        expectFailure(FailureCode.NO_API_KEY);
        assertThat(log.signals).isEmpty();
    }

    @Test
    void failsForItsHolderWhereAKeyStaysShut() {
        credential = Mono.error(new KeyUnreadable(Payer.USER, "shut"));

        StepVerifier.withVirtualTime(() -> answer(Mono.never()))
                .assertNext(end -> {
                    assertThat(((AnswerFailed) end).code()).isEqualTo(FailureCode.PROVIDER_REJECTED_KEY);
                    assertThat(((AnswerFailed) end).payer()).isEqualTo(Payer.USER);
                })
                .verifyComplete();
        assertThat(requests).isEmpty();
    }

    @Test
    void waitsForADatabaseThatIsAwayWhenAKeyIsLookedFor() {
        var known = credential;
        var failures = new AtomicInteger(10);
        credential = Mono.defer(() -> failures.getAndDecrement() > 0
                ? Mono.error(new java.util.concurrent.TimeoutException("the database is away"))
                : known);
        replies.add(Flux.just(token("Hi."), finished(FinishReason.STOP)));

        StepVerifier.withVirtualTime(() -> answer(Mono.never()))
                .thenAwait(Duration.ofMinutes(1))
                .assertNext(end -> assertThat(((AnswerCompleted) end).text()).isEqualTo("Hi."))
                .verifyComplete();
    }

    @Test
    void saysWhereThereIsNoSuchChatbot() {
        StepVerifier.create(answer(
                        new AnswerJob(
                                KEY,
                                question.messageId().answer(0),
                                question.messageId(),
                                3,
                                0,
                                "nobody",
                                1,
                                0,
                                AnsweringFixtures.NOW,
                                null),
                        Mono.never()))
                .assertNext(end -> assertThat(((AnswerFailed) end).code()).isEqualTo(FailureCode.NOT_FOUND))
                .verifyComplete();
    }

    @Test
    void waitsForADatabaseThatIsAway() {
        replies.add(Flux.just(token("Back."), finished(FinishReason.STOP)));
        databaseFailures.set(5);

        StepVerifier.withVirtualTime(() -> answer(Mono.never()))
                .thenAwait(Duration.ofSeconds(30))
                .assertNext(end -> assertThat(((AnswerCompleted) end).text()).isEqualTo("Back."))
                .verifyComplete();
    }

    @Test
    void isInternalWhenTheModelEndsWithoutAnEndOrBreaksItsWord() {
        replies.add(Flux.just(token("Half")));
        expectFailure(FailureCode.INTERNAL);
        replies.add(Flux.error(new IllegalStateException("words of a person")));
        expectFailure(FailureCode.INTERNAL);
    }

    @Test
    void endsAnAnswerThatNeverEnds() {
        replies.add(Flux.<ModelSignal>generate(sink -> sink.next(token("x".repeat(1_000)))));

        StepVerifier.withVirtualTime(() -> answer(Mono.never()))
                .thenAwait(Duration.ofMinutes(1))
                .assertNext(end -> {
                    var completed = (AnswerCompleted) end;
                    assertThat(completed.finishReason()).isEqualTo(FinishReason.LENGTH);
                    assertThat(completed.text()).hasSize(AnswerQuestion.MAX_TEXT);
                })
                .verifyComplete();
    }

    @Test
    void callsAPersonWhereTheModelDoes() {
        letaHandsOff(new Handoff(List.of(), true, 0));
        replies.add(Flux.just(token("One moment. "), new ModelSignal.PersonWanted("  wants a refund ")));

        StepVerifier.withVirtualTime(() -> outcome(job(), Mono.never()))
                .thenAwait(Duration.ofSeconds(1))
                .expectNext(new Outcome.PersonWanted("wants a refund"))
                .verifyComplete();
        assertThat(requests.getFirst().mayCallPerson()).isTrue();
    }

    @Test
    void cutsTheModelsReasonAtWholeCharacters() {
        letaHandsOff(new Handoff(List.of(), true, 0));
        replies.add(Flux.just(new ModelSignal.PersonWanted("\uD83D\uDE00".repeat(501))));
        replies.add(Flux.just(new ModelSignal.PersonWanted(" ")));

        StepVerifier.withVirtualTime(() -> outcome(job(), Mono.never()))
                .expectNext(new Outcome.PersonWanted("\uD83D\uDE00".repeat(500)))
                .verifyComplete();
        StepVerifier.withVirtualTime(() -> outcome(job(), Mono.never()))
                .expectNext(new Outcome.PersonWanted("requested_by_assistant"))
                .verifyComplete();
    }

    @Test
    void callsNobodyASecondTime() {
        letaHandsOff(new Handoff(List.of(), true, 1));
        context = contextOf(at(3, question), at(4, PersonCall.in(job(), "refund")));
        replies.add(Flux.error(ModelFailure.refused(401, null)));

        expectFailure(FailureCode.PROVIDER_REJECTED_KEY);

        assertThat(requests.getFirst().mayCallPerson()).isFalse();
    }

    @Test
    void callsAPersonAfterSoManyFailuresInARow() {
        letaHandsOff(new Handoff(List.of(), false, 2));
        replies.add(Flux.error(ModelFailure.refused(401, null)));
        replies.add(Flux.error(ModelFailure.refused(401, null)));

        expectFailure(FailureCode.PROVIDER_REJECTED_KEY);
        var before = aQuestion("Before?");
        context = contextOf(
                at(1, before),
                at(
                        2,
                        new AnswerFailed(
                                before.messageId().answer(0),
                                before.messageId(),
                                0,
                                1,
                                0,
                                "leta",
                                FailureCode.TIMEOUT)),
                at(3, question));

        StepVerifier.withVirtualTime(() -> outcome(job(), Mono.never()))
                .assertNext(outcome -> assertThat(outcome)
                        .isEqualTo(new Outcome.FailedTooOften(
                                job().failed(FailureCode.PROVIDER_REJECTED_KEY, Payer.SUITE))))
                .verifyComplete();
    }

    @Test
    void asksNobodyAboutAQuestionThatWasTakenBack() {
        context = contextOf(at(3, question), at(4, new MessageDeleted(question.messageId(), "ann")));

        StepVerifier.create(answer(Mono.never())).expectNext(job().stopped()).verifyComplete();

        assertThat(requests).isEmpty();
    }

    @Test
    void asksWithTheNewestWordsOfTheQuestion() {
        context = contextOf(at(3, question), at(4, new MessageEdited(question.messageId(), "ann", "Good evening?")));
        replies.add(Flux.just(token("Hi."), finished(FinishReason.STOP)));

        StepVerifier.withVirtualTime(() -> answer(Mono.never()))
                .thenAwait(Duration.ofSeconds(1))
                .expectNextCount(1)
                .verifyComplete();

        assertThat(requests.getFirst().prompt().lines()).extracting("text").containsExactly("Good evening?");
    }

    @Test
    void asksTheFallBackOnceWithAllElseTheSame() {
        letaIs(null, "small", Budgets.NONE);
        replies.add(Flux.error(ModelFailure.unavailable("cut")));
        replies.add(Flux.error(ModelFailure.unavailable("cut")));
        replies.add(Flux.just(token("Here."), new ModelSignal.Finished(FinishReason.STOP, null, "small-1")));

        StepVerifier.withVirtualTime(() -> answer(Mono.never()))
                .thenAwait(Duration.ofSeconds(5))
                .assertNext(end -> assertThat(((AnswerCompleted) end).model()).isEqualTo("small-1"))
                .verifyComplete();

        assertThat(requests).extracting(ModelRequest::model).containsExactly("big", "big", "small");
        assertThat(requests.getLast()).isEqualTo(requests.getFirst().to("small"));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 422})
    void asksTheFallBackWhereTheModelIsNotThere(int status) {
        letaIs(null, "small", Budgets.NONE);
        replies.add(Flux.error(ModelFailure.refused(status, null)));
        replies.add(Flux.just(token("Here."), finished(FinishReason.STOP)));

        StepVerifier.withVirtualTime(() -> answer(Mono.never()))
                .thenAwait(Duration.ofSeconds(5))
                .expectNextCount(1)
                .verifyComplete();

        assertThat(requests).extracting(ModelRequest::model).containsExactly("big", "small");
    }

    @Test
    void asksTheFallBackWhereNoTokenCame() {
        letaIs(null, "small", Budgets.NONE);
        replies.add(Flux.never());
        replies.add(Flux.just(token("Here."), finished(FinishReason.STOP)));

        StepVerifier.withVirtualTime(() -> answer(Mono.never()))
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(19_999))
                .thenAwait(Duration.ofSeconds(1))
                .assertNext(end -> assertThat(((AnswerCompleted) end).text()).isEqualTo("Here."))
                .verifyComplete();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void asksNoFallBackWhereTheKeyIsRefused(int status) {
        letaIs(null, "small", Budgets.NONE);
        replies.add(Flux.error(ModelFailure.refused(status, null)));
        expectFailure(FailureCode.PROVIDER_REJECTED_KEY);
        assertThat(requests).hasSize(1);
    }

    @Test
    void asksNoFallBackOnceATokenWasShown() {
        letaIs(null, "small", Budgets.NONE);
        replies.add(Flux.concat(Flux.just(token("Half")), Flux.error(ModelFailure.unavailable("cut"))));
        expectFailure(FailureCode.PROVIDER_UNAVAILABLE);
        replies.add(Flux.error(ModelFailure.contentFiltered()));
        expectFailure(FailureCode.CONTENT_FILTERED);
        assertThat(requests).hasSize(2);
    }

    @Test
    void asksTheFallBackNoSecondTime() {
        letaIs(null, "small", Budgets.NONE);
        replies.add(Flux.error(ModelFailure.refused(404, null)));
        replies.add(Flux.error(ModelFailure.unavailable("cut")));
        expectFailure(FailureCode.PROVIDER_UNAVAILABLE);
        assertThat(requests).hasSize(2);
    }

    @Test
    void asksNobodyOnceTheBudgetIsUsedUp() {
        letaIs(null, null, new Budgets(10L, null, null, null));
        ledger.counted.add(new Spending(
                new Spender("default", "leta", ""),
                LocalDate.ofInstant(AnsweringFixtures.NOW, ZoneOffset.UTC),
                0,
                1,
                new TokenUsage(5, 5, 10),
                false));

        expectFailure(FailureCode.BUDGET_EXHAUSTED);

        assertThat(requests).isEmpty();
        assertThat(log.signals).isEmpty();
    }

    @Test
    void countsToTheBudgetWhatIsCutOffFailsOrGivesWay() {
        letaIs(null, null, new Budgets(20L, null, null, null));
        // 14 characters are asked, and 30 answered: 4 and 8 tokens.
        replies.add(Flux.concat(Flux.just(token("x".repeat(30))), Flux.never()));
        StepVerifier.withVirtualTime(() -> answer(Mono.never()))
                .thenAwait(Duration.ofSeconds(1))
                .thenCancel()
                .verify();
        replies.add(Flux.concat(Flux.just(token("x".repeat(30))), Flux.error(ModelFailure.unavailable("cut"))));
        expectFailure(FailureCode.PROVIDER_UNAVAILABLE);
        budgets.ended(List.of(job().answerId()));

        expectFailure(FailureCode.BUDGET_EXHAUSTED);

        assertThat(requests).hasSize(2);
    }

    @Test
    void asksWithTheUsersOwnKeyWhateverTheBudget() {
        letaIs(null, null, new Budgets(1L, 1L, 1L, 1L));
        credential = Mono.just(new ProviderCredential("key", "http://provider", Payer.USER));
        replies.add(Flux.just(token("Hi."), finished(FinishReason.STOP)));
        replies.add(Flux.just(token("Hi."), finished(FinishReason.STOP)));

        for (int i = 0; i < 2; i++) {
            StepVerifier.withVirtualTime(() -> answer(Mono.never()))
                    .thenAwait(Duration.ofSeconds(1))
                    .assertNext(end -> assertThat(end).isInstanceOf(AnswerCompleted.class))
                    .verifyComplete();
        }
    }

    @Test
    void estimatesWhatAProviderDoesNotTell() {
        replies.add(Flux.just(token("Hello!"), new ModelSignal.Finished(FinishReason.STOP, null, "gpt")));

        // "Be kind." and "Hello?" are 14 characters.
        StepVerifier.withVirtualTime(() -> answer(Mono.never()))
                .thenAwait(Duration.ofSeconds(1))
                .assertNext(end -> assertThat(((AnswerCompleted) end).usage()).isEqualTo(new TokenUsage(4, 2, 6, true)))
                .verifyComplete();
    }

    @Test
    void fillsThePersonaIn() {
        letaIs("{{chatbot_name}} on {{date}}", null, Budgets.NONE);
        replies.add(Flux.just(token("Hi."), finished(FinishReason.STOP)));

        StepVerifier.withVirtualTime(() -> answer(Mono.never()))
                .thenAwait(Duration.ofSeconds(1))
                .expectNextCount(1)
                .verifyComplete();

        assertThat(requests.getFirst().prompt().persona()).isEqualTo("Leta AI on 2026-11-20");
    }

    private void letaIs(@Nullable String persona, @Nullable String fallback, Budgets limits) {
        chatbots = AnsweringFixtures.only(
                new AtomicInteger(),
                new ChatbotProfile(
                        "*",
                        "leta",
                        "Leta AI",
                        "Hello!",
                        persona == null ? "Be kind." : persona,
                        "big",
                        0.7,
                        1000,
                        WhileAnswering.ENQUEUE,
                        Handoff.NEVER,
                        RetrievalSettings.DEFAULT,
                        ModelProvider.OPENAI,
                        null,
                        fallback,
                        limits));
    }

    private void letaHandsOff(Handoff handoff) {
        chatbots = AnsweringFixtures.letaWith(WhileAnswering.ENQUEUE, handoff);
    }

    private void expectFailure(FailureCode code) {
        StepVerifier.withVirtualTime(() -> answer(Mono.never()))
                .thenAwait(Duration.ofSeconds(10))
                .assertNext(end -> assertThat(((AnswerFailed) end).code()).isEqualTo(code))
                .verifyComplete();
    }

    private Mono<AnswerEvent> answer(Publisher<?> stop) {
        return answer(job(), stop);
    }

    private Mono<AnswerEvent> answer(AnswerJob job, Publisher<?> stop) {
        return outcome(job, stop).map(outcome -> ((Outcome.Ended) outcome).end());
    }

    private Mono<Outcome> outcome(AnswerJob job, Publisher<?> stop) {
        return new AnswerQuestion(
                        chatbots,
                        (tenant, owner, chatbot) -> credential,
                        budgets,
                        request -> {
                            requests.add(request);
                            return replies.removeFirst();
                        },
                        new PromptAssembler(20),
                        log,
                        new LeaseWatch(Duration.ofSeconds(6), nanos::get),
                        properties(10),
                        AnsweringFixtures.WITHOUT_DOCUMENTS)
                .answer(job, context, stop, () -> Duration.ofMillis(40));
    }

    private AnswerJob job() {
        return Objects.requireNonNull(contextOf(at(0, AnsweringFixtures.raised(0)))
                .read(at(3, question), QuestionRules.NONE, _ -> true)
                .asked());
    }

    private static ModelSignal token(String text) {
        return new ModelSignal.Token(text);
    }

    private static ModelSignal finished(FinishReason reason) {
        return new ModelSignal.Finished(reason, new TokenUsage(1, 2, 3), "gpt");
    }
}
