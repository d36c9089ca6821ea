package io.parley.completion.answering;

import io.parley.completion.chatbot.ChatbotProfile;
import io.parley.completion.chatbot.Chatbots;
import io.parley.completion.key.KeyUnreadable;
import io.parley.completion.model.LanguageModel;
import io.parley.completion.model.ModelFailure;
import io.parley.completion.model.ModelRequest;
import io.parley.completion.model.ModelSignal;
import io.parley.completion.model.ProviderCredential;
import io.parley.completion.model.ProviderCredentials;
import io.parley.completion.prompt.PersonaTemplate;
import io.parley.completion.prompt.Prompt;
import io.parley.completion.prompt.PromptAssembler;
import io.parley.completion.usage.Spender;
import io.parley.completion.usage.TokenBudgets;
import io.parley.completion.usage.TokenEstimate;
import io.parley.events.AnswerEvent;
import io.parley.events.FailureCode;
import io.parley.events.FinishReason;
import io.parley.events.Payer;
import io.parley.events.TokenUsage;
import io.parley.events.live.AnswerChunk;
import io.parley.events.live.AnswerStarted;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;
import reactor.util.retry.RetryBackoffSpec;

/**
 * Writes one answer: assembles the prompt, asks the model, publishes the pieces, and tells what came of it. Whoever
 * subscribes brings that into the log; a failure is an end like any other.
 */
final class AnswerQuestion {

    private static final Logger log = LoggerFactory.getLogger(AnswerQuestion.class);

    /** In UTF-16 units: no answer grows beyond what a record of the log can carry. */
    static final int MAX_TEXT = 100_000;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private final Chatbots chatbots;
    private final ProviderCredentials credentials;
    private final TokenBudgets budgets;
    private final LanguageModel model;
    private final PromptAssembler prompts;
    private final AnswerLog answers;
    private final LeaseWatch leases;
    private final AnsweringProperties properties;
    private final GroundAnswer grounding;

    AnswerQuestion(
            Chatbots chatbots,
            ProviderCredentials credentials,
            TokenBudgets budgets,
            LanguageModel model,
            PromptAssembler prompts,
            AnswerLog answers,
            LeaseWatch leases,
            AnsweringProperties properties,
            GroundAnswer grounding) {
        this.chatbots = chatbots;
        this.credentials = credentials;
        this.budgets = budgets;
        this.model = model;
        this.prompts = prompts;
        this.answers = answers;
        this.leases = leases;
        this.properties = properties;
        this.grounding = grounding;
    }

    /**
     * Answers; never fails and is never empty.
     *
     * @param stop ends the answer with what was published so far
     * @param spacing least time between two pieces, asked before each
     */
    Mono<Outcome> answer(AnswerJob job, ConversationContext context, Publisher<?> stop, Supplier<Duration> spacing) {
        return chatbots.find(job.conversation().tenant(), job.chatbotId())
                // A database that is away is no reason to fail an answer: it waits until the database is back.
                .retryWhen(untilItIsBack())
                .map(chatbot -> new Asked(job, context, chatbot))
                .flatMap(asked -> answer(asked, stop, spacing))
                .switchIfEmpty(Mono.fromSupplier(() -> new Outcome.Ended(job.failed(FailureCode.NOT_FOUND))));
    }

    private static RetryBackoffSpec untilItIsBack() {
        return Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE).maxBackoff(LONGEST_PAUSE);
    }

    /** A question, what was said before it, and whom it asks. */
    private record Asked(AnswerJob job, ConversationContext context, ChatbotProfile chatbot) {

        /** A person who was called and did not come in time is not called again. */
        boolean mayCallPerson() {
            return !context.hasCalledPerson(job.answerId());
        }

        boolean callsPersonWhenNothingFound() {
            return chatbot.handoff().whenNothingFound() && mayCallPerson();
        }

        ModelRequest request(Prompt prompt, ProviderCredential credential) {
            return new ModelRequest(
                    prompt,
                    chatbot.model(),
                    chatbot.temperature(),
                    chatbot.maxTokens(),
                    chatbot.handoff().tool() && mayCallPerson(),
                    credential);
        }

        String persona() {
            return PersonaTemplate.fill(
                    chatbot.persona(), chatbot.name(), LocalDate.ofInstant(job.askedAt(), ZoneOffset.UTC));
        }

        Spender spender() {
            var owner = context.owner();
            return new Spender(job.conversation().tenant(), chatbot.id(), owner == null ? Spender.NOBODY : owner);
        }

        Outcome failed(AnswerEvent end) {
            return mayCallPerson() && chatbot.handoff().isDueAfter(context.failures() + 1)
                    ? new Outcome.FailedTooOften(end)
                    : new Outcome.Ended(end);
        }
    }

    private Mono<Outcome> answer(Asked asked, Publisher<?> stop, Supplier<Duration> spacing) {
        var job = asked.job();
        var context = asked.context();
        if (context.turns().isDeleted(job.questionId())) {
            // Taken back before its answer was begun. It gets the end of an answer that was stopped then.
            return Mono.just(new Outcome.Ended(job.stopped()));
        }
        return grounding
                .ground(
                        asked.chatbot(),
                        asked.persona(),
                        job.conversation().tenant(),
                        context.turns(),
                        job.questionId())
                .flatMap(grounds -> grounds.foundNothing() && asked.callsPersonWhenNothingFound()
                        ? Mono.just(new Outcome.PersonWanted(PersonCall.NOTHING_FOUND))
                        : answer(asked, grounds, stop, spacing));
    }

    private Mono<Outcome> answer(Asked asked, Grounds grounds, Publisher<?> stop, Supplier<Duration> spacing) {
        var job = asked.job();
        var context = asked.context();
        return Mono.fromSupplier(() -> prompts.assemble(grounds.persona(), context.turns(), job.questionId())
                        .orElseThrow(() -> ModelFailure.unexpected("the question is not kept any more")))
                .flatMap(prompt -> credentials
                        .find(job.conversation().tenant(), context.owner(), job.chatbotId())
                        .retryWhen(untilItIsBack().filter(failure -> !(failure instanceof KeyUnreadable)))
                        .map(credential -> asked.request(prompt, credential)))
                .flatMap(request -> isInBudget(asked, request)
                        .flatMap(isInBudget -> isInBudget
                                ? write(asked, request, grounds, stop, spacing)
                                : Mono.error(ModelFailure.budgetExhausted()))
                        .onErrorResume(failure -> Mono.fromSupplier(() -> asked.failed(
                                failed(job, failure, request.credential().payer())))))
                .switchIfEmpty(Mono.fromSupplier(() -> asked.failed(job.failed(FailureCode.NO_API_KEY))))
                .onErrorResume(failure -> Mono.fromSupplier(() -> asked.failed(failed(job, failure, null))));
    }

    /** Who pays with a key of one's own is nobody's expense. */
    private Mono<Boolean> isInBudget(Asked asked, ModelRequest request) {
        if (request.credential().payer() == Payer.USER) {
            return Mono.just(true);
        }
        long most = TokenEstimate.tokens(request.prompt().length()) + (long) request.maxTokens();
        return budgets.admit(
                        asked.job().answerId(), asked.spender(), asked.chatbot().budgets(), most)
                .retryWhen(untilItIsBack());
    }

    private Mono<Outcome> write(
            Asked asked, ModelRequest request, Grounds grounds, Publisher<?> stop, Supplier<Duration> spacing) {
        var job = asked.job();
        var written = new Written(request, grounds);
        var supersedes = job.generation() == 0 ? null : job.questionId().answer(job.generation() - 1);
        var started = new AnswerStarted(
                job.answerId(), job.questionId(), job.questionSeq(), job.attempt(), job.fence(), supersedes);
        var pieces = ChunkCoalescer.coalesce(
                        tokens(request, asked.chatbot().fallbackModel(), written), spacing, Schedulers.parallel())
                .takeUntilOther(Flux.from(stop).doOnTerminate(written::stop))
                .map(piece -> written.chunk(job, piece))
                // In order, and no further piece is taken while one is on its way: the model is read at this pace.
                .concatMap(chunk -> leases.sure(answers.publish(job.conversation(), chunk)), 1)
                .then();
        Runnable cutOff = () -> cutOff(asked, request, written);
        return leases.sure(answers.publish(job.conversation(), started))
                .then(pieces)
                .then(Mono.fromSupplier(() -> written.outcome(job)))
                .doOnNext(outcome -> {
                    if (outcome instanceof Outcome.PersonWanted) {
                        cutOff.run();
                    }
                })
                .doOnError(_ -> cutOff.run())
                .doOnCancel(cutOff);
    }

    private void cutOff(Asked asked, ModelRequest request, Written written) {
        if (request.credential().payer() != Payer.USER) {
            budgets.cutOff(asked.spender(), asked.chatbot().budgets(), written.spent());
        }
    }

    private Flux<String> tokens(ModelRequest request, @Nullable String fallback, Written written) {
        var spoke = new AtomicBoolean();
        var first = signals(request, spoke, true);
        var signals = fallback == null
                ? first
                : first.onErrorResume(
                        failure -> !spoke.get() && failure instanceof ModelFailure model && model.isOfTheModel(),
                        failure -> {
                            log.info("A model is not to be had ({}): its fall-back is asked", failure.getMessage());
                            return signals(request.to(fallback), spoke, false);
                        });
        return signals.handle(written::hear);
    }

    /** What a model says, within the time it has for that. */
    private Flux<ModelSignal> signals(ModelRequest request, AtomicBoolean spoke, boolean mayAskAgain) {
        return Flux.defer(() -> model.stream(request))
                .doOnNext(_ -> spoke.set(true))
                .retryWhen(Retry.from(failures -> failures.concatMap(
                        failed -> again(failed.failure(), !mayAskAgain || failed.totalRetries() > 0 || spoke.get()))))
                .timeout(
                        Mono.delay(properties.firstToken()),
                        _ -> Mono.delay(properties.betweenTokens()),
                        Flux.error(() -> ModelFailure.timeout(spoke.get() ? "no further token" : "no first token")));
    }

    /** Asks once more where that may help and nobody has seen a token yet. */
    private Mono<Long> again(Throwable failure, boolean tooLate) {
        if (tooLate || !(failure instanceof ModelFailure model) || !model.isPassing()) {
            return Mono.error(failure);
        }
        var pause = model.retryAfter().orElse(properties.retryPause());
        return pause.compareTo(properties.retryAfterLimit()) > 0 ? Mono.error(failure) : Mono.delay(pause);
    }

    private static AnswerEvent failed(AnswerJob job, Throwable failure, @Nullable Payer payer) {
        if (failure instanceof ModelFailure model) {
            log.warn(
                    "Answer {} in {} fails: {} ({})",
                    job.answerId(),
                    job.conversation(),
                    model.code().wire(),
                    model.getMessage());
            return job.failed(model.code(), payer);
        }
        if (failure instanceof KeyUnreadable unreadable) {
            log.warn("Answer {} in {} fails: {}", job.answerId(), job.conversation(), unreadable.getMessage());
            return job.failed(FailureCode.PROVIDER_REJECTED_KEY, unreadable.payer());
        }
        // An unknown exception's words may quote what somebody wrote.
        log.error(
                "Answer {} in {} fails: {} at {}",
                job.answerId(),
                job.conversation(),
                failure.getClass().getName(),
                failure.getStackTrace().length == 0 ? "?" : failure.getStackTrace()[0]);
        return job.failed(FailureCode.INTERNAL, payer);
    }

    /** What there is of an answer. Its text is what was given to the live topic, so that both are the same. */
    private static final class Written {

        private final ModelRequest request;
        private final Grounds grounds;
        private final StringBuilder text = new StringBuilder();
        private volatile ModelSignal.@Nullable Finished finished;
        private volatile @Nullable String personWanted;
        private volatile boolean tooLong;
        private volatile boolean stopped;
        private int heard;

        Written(ModelRequest request, Grounds grounds) {
            this.request = request;
            this.grounds = grounds;
        }

        void stop() {
            stopped = true;
        }

        void hear(ModelSignal signal, SynchronousSink<String> tokens) {
            switch (signal) {
                case ModelSignal.Token token -> {
                    heard += token.text().length();
                    tokens.next(token.text());
                    if (heard >= MAX_TEXT) {
                        tooLong = true;
                        tokens.complete();
                    }
                }
                case ModelSignal.PersonWanted wanted -> {
                    personWanted = PersonCall.reason(wanted.reason());
                    tokens.complete();
                }
                case ModelSignal.Finished end -> finished = end;
            }
        }

        synchronized AnswerChunk chunk(AnswerJob job, String piece) {
            var chunk = new AnswerChunk(job.answerId(), job.attempt(), text.length(), piece);
            text.append(piece);
            return chunk;
        }

        Outcome outcome(AnswerJob job) {
            var wanted = personWanted;
            return wanted == null || stopped ? new Outcome.Ended(completed(job)) : new Outcome.PersonWanted(wanted);
        }

        private synchronized AnswerEvent completed(AnswerJob job) {
            var end = finished;
            return job.completed(
                    text.toString(),
                    reason(),
                    grounds.citations(text.toString()),
                    usage(),
                    end == null ? null : end.model(),
                    request.credential().payer());
        }

        /** In tokens, as estimated; nothing where the model said nothing. */
        synchronized long spent() {
            return text.isEmpty() && personWanted == null
                    ? 0
                    : TokenEstimate.usage(request.prompt().length(), text.length())
                            .totalTokens();
        }

        /** An answer that was stopped costs what was written of it, and its provider does not say how much that is. */
        private TokenUsage usage() {
            var end = finished;
            var told = end == null ? null : end.usage();
            return told == null ? TokenEstimate.usage(request.prompt().length(), text.length()) : told;
        }

        private FinishReason reason() {
            if (stopped) {
                return FinishReason.CANCELLED;
            }
            if (tooLong) {
                return FinishReason.LENGTH;
            }
            var end = finished;
            if (end == null) {
                throw ModelFailure.unexpected("the model's stream ended without an end");
            }
            return end.reason();
        }
    }
}
