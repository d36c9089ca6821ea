package io.parley.completion.answering;

import static io.parley.completion.answering.AnsweringFixtures.KEY;
import static io.parley.completion.answering.AnsweringFixtures.NOW;
import static io.parley.completion.answering.AnsweringFixtures.aQuestion;
import static io.parley.completion.answering.AnsweringFixtures.at;
import static io.parley.completion.answering.AnsweringFixtures.properties;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.completion.model.ModelSignal;
import io.parley.completion.model.ProviderCredential;
import io.parley.completion.prompt.PromptAssembler;
import io.parley.events.AnswerCompleted;
import io.parley.events.FinishReason;
import io.parley.events.Payer;
import io.parley.events.live.AnswerChunk;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * Two replicas with one database and one log, one of which is stopped in the middle of an answer and goes on 15 seconds
 * later, as by SIGSTOP and SIGCONT: its model has spoken meanwhile, and no round has told it anything.
 */
class SleepingReplicaTests {

    private VirtualTimeScheduler time;
    private final Map<io.parley.events.MessageId, String> owners = new HashMap<>();
    private final InMemoryContexts contexts = new InMemoryContexts();
    private final RecordingAnswerLog log = new RecordingAnswerLog();
    private final Map<io.parley.events.MessageId, AnswerJob> jobs = new HashMap<>();
    private final AtomicLong nanos = new AtomicLong();
    private ReplicaHere sleeper;
    private ReplicaHere other;
    private long seq;

    @BeforeEach
    void start() {
        time = VirtualTimeScheduler.getOrSet();
        sleeper = new ReplicaHere("sleeper");
        other = new ReplicaHere("other");
    }

    @AfterEach
    void end() {
        sleeper.here.close();
        other.here.close();
        VirtualTimeScheduler.reset();
    }

    @Test
    void showsNoStalePieceAndAppendsNothing() {
        var question = aQuestion("Hello?");
        sleeper.reads(question);
        sleeper.model(0).tryEmitNext(new ModelSignal.Token("Half")).orThrow();
        tick();

        sleepFor(Duration.ofSeconds(15));
        other.takesOver(question.messageId().answer(0));
        other.says(0, "Whole.");
        sleeper.model(0).tryEmitNext(new ModelSignal.Token(" and more")).orThrow();
        sleeper.model(0)
                .tryEmitNext(new ModelSignal.Finished(FinishReason.STOP, null, null))
                .orThrow();
        sleeper.model(0).tryEmitComplete().orThrow();
        time.advanceTimeBy(Duration.ofSeconds(1));

        assertThat(chunks(1)).containsExactly("Half");
        assertThat(chunks(2)).containsExactly("Whole.");
        sleeper.round();
        time.advanceTimeBy(Duration.ofSeconds(1));

        assertThat(chunks(1)).containsExactly("Half");
        assertThat(log.ends).hasSize(1);
        assertThat(((AnswerCompleted) log.ends.getFirst()).attempt()).isEqualTo(2);
    }

    @Test
    void appendsNoEndThatItHadInHandWhenItWasStopped() {
        var question = aQuestion("Hello?");
        sleeper.reads(question);
        sleeper.model(0).tryEmitNext(new ModelSignal.Token("Mine.")).orThrow();
        tick();

        sleepFor(Duration.ofSeconds(15));
        other.takesOver(question.messageId().answer(0));
        // No piece is left to publish: what remains is the end.
        sleeper.model(0)
                .tryEmitNext(new ModelSignal.Finished(FinishReason.STOP, null, null))
                .orThrow();
        sleeper.model(0).tryEmitComplete().orThrow();
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(log.ends).isEmpty();

        other.says(0, "Whole.");

        assertThat(log.ends).hasSize(1);
        assertThat(((AnswerCompleted) log.ends.getFirst()).text()).isEqualTo("Whole.");
    }

    @Test
    void goesOnWhereNobodyTookItsPlace() {
        sleeper.reads(aQuestion("Hello?"));
        sleepFor(Duration.ofSeconds(15));
        sleeper.model(0).tryEmitNext(new ModelSignal.Token("Still me.")).orThrow();
        tick();
        assertThat(chunks(1)).isEmpty();

        sleeper.round();
        sleeper.model(0)
                .tryEmitNext(new ModelSignal.Finished(FinishReason.STOP, null, null))
                .orThrow();
        sleeper.model(0).tryEmitComplete().orThrow();
        time.advanceTimeBy(Duration.ofMillis(100));

        assertThat(chunks(1)).containsExactly("Still me.");
        assertThat(((AnswerCompleted) log.ends.getFirst()).text()).isEqualTo("Still me.");
    }

    private void sleepFor(Duration asleep) {
        nanos.addAndGet(asleep.toNanos());
        // The other one was awake all the time.
        other.round();
    }

    private void tick() {
        time.advanceTimeBy(Duration.ofMillis(1));
    }

    private List<String> chunks(int attempt) {
        return log.signals.stream()
                .filter(signal -> signal instanceof AnswerChunk chunk && chunk.attempt() == attempt)
                .map(signal -> ((AnswerChunk) signal).text())
                .toList();
    }

    /** One of the two: its own answers and its own look at the leases, over what both share. */
    private final class ReplicaHere {

        private final LeaseWatch leases = new LeaseWatch(Duration.ofSeconds(6), nanos::get);
        private final List<Sinks.Many<ModelSignal>> models = new ArrayList<>();
        private final String name;
        private final SharedOpenAnswers open;
        private final AnswersHere here;
        private final FollowConversations conversations;

        ReplicaHere(String name) {
            this.name = name;
            open = new SharedOpenAnswers(name, jobs, owners);
            var budgets = AnsweringFixtures.budgets();
            var question = new AnswerQuestion(
                    AnsweringFixtures.LETA_ONLY,
                    (tenant, owner, chatbot) ->
                            Mono.just(new ProviderCredential("key", "http://provider", Payer.SUITE)),
                    budgets,
                    request -> {
                        Sinks.Many<ModelSignal> model =
                                Sinks.many().unicast().onBackpressureBuffer(new java.util.ArrayDeque<>());
                        models.add(model);
                        return model.asFlux();
                    },
                    new PromptAssembler(20),
                    log,
                    leases,
                    properties(10),
                    AnsweringFixtures.WITHOUT_DOCUMENTS);
            here = new AnswersHere(
                    question,
                    new EndAnswer(open, log),
                    open,
                    contexts,
                    log,
                    properties(10),
                    Clock.fixed(NOW, ZoneOffset.UTC));
            conversations = new FollowConversations(AnsweringFixtures.LETA_ONLY, contexts, open, here, budgets);
        }

        void reads(io.parley.events.MessagePosted question) {
            conversations.follow(List.of(at(KEY, ++seq, question)), _ -> true).subscribe();
            tick();
        }

        void takesOver(io.parley.events.MessageId answer) {
            jobs.computeIfPresent(answer, (_, job) -> job.attempt(job.attempt() + 1));
            owners.put(answer, name);
            here.tookOver(List.of(java.util.Objects.requireNonNull(jobs.get(answer))));
            here.lookAround().subscribe();
            tick();
        }

        void round() {
            long round = here.nextRound();
            long begunAt = leases.begin();
            open.renew()
                    .doOnNext(leased -> here.renewed(leased, round))
                    .doFinally(_ -> leases.looked(begunAt))
                    .block();
            tick();
        }

        Sinks.Many<ModelSignal> model(int call) {
            return models.get(call);
        }

        void says(int call, String text) {
            model(call).tryEmitNext(new ModelSignal.Token(text)).orThrow();
            model(call)
                    .tryEmitNext(new ModelSignal.Finished(FinishReason.STOP, null, null))
                    .orThrow();
            model(call).tryEmitComplete().orThrow();
            time.advanceTimeBy(Duration.ofMillis(100));
        }
    }
}
