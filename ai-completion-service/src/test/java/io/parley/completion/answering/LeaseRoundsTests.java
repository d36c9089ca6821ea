package io.parley.completion.answering;

import static io.parley.completion.answering.AnsweringFixtures.properties;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.completion.model.ModelSignal;
import io.parley.completion.model.ProviderCredential;
import io.parley.completion.prompt.PromptAssembler;
import io.parley.events.Payer;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

class LeaseRoundsTests {

    private VirtualTimeScheduler time;
    private final InMemoryOpenAnswers open = new InMemoryOpenAnswers();
    private final InMemoryContexts contexts = new InMemoryContexts();
    private final RecordingAnswerLog log = new RecordingAnswerLog();
    private final AtomicInteger asked = new AtomicInteger();
    private LeaseRounds rounds;

    @BeforeEach
    void start() {
        time = VirtualTimeScheduler.getOrSet();
        var leases = new LeaseWatch(Duration.ofSeconds(6));
        var question = new AnswerQuestion(
                AnsweringFixtures.LETA_ONLY,
                (tenant, owner, chatbot) -> Mono.just(new ProviderCredential("key", "http://provider", Payer.SUITE)),
                AnsweringFixtures.budgets(),
                request -> {
                    asked.incrementAndGet();
                    return Flux.<ModelSignal>never();
                },
                new PromptAssembler(20),
                log,
                leases,
                properties(10),
                AnsweringFixtures.WITHOUT_DOCUMENTS);
        var here = new AnswersHere(
                question,
                new EndAnswer(open, log),
                open,
                contexts,
                log,
                properties(10),
                Clock.fixed(AnsweringFixtures.NOW, java.time.ZoneOffset.UTC));
        rounds = new LeaseRounds(open, here, leases, properties(10));
    }

    @AfterEach
    void end() {
        VirtualTimeScheduler.reset();
    }

    @Test
    void takesOverAndBeginsWithinASecond() {
        rounds.start();
        time.advanceTimeBy(Duration.ofMillis(10));
        abandon();

        time.advanceTimeBy(Duration.ofSeconds(1));

        assertThat(asked).hasValue(1);
        rounds.stop();
    }

    @Test
    void goesOnAfterARoundThatFailed() {
        open.failing = true;
        rounds.start();
        time.advanceTimeBy(Duration.ofSeconds(5));
        open.failing = false;
        abandon();

        time.advanceTimeBy(Duration.ofSeconds(1));

        assertThat(asked).hasValue(1);
        rounds.stop();
    }

    @Test
    void givesItsLeasesUpWhenTheProcessEnds() {
        rounds.start();
        assertThat(rounds.isRunning()).isTrue();

        rounds.stop();

        assertThat(rounds.isRunning()).isFalse();
        assertThat(open.released).isTrue();
        abandon();
        time.advanceTimeBy(Duration.ofSeconds(5));
        assertThat(asked).hasValue(0);
    }

    private void abandon() {
        var step = ConversationContext.none(AnsweringFixtures.KEY)
                .read(AnsweringFixtures.at(1, AnsweringFixtures.aQuestion("Hello?")), QuestionRules.NONE, _ -> true);
        contexts.put(step.next());
        open.abandoned.add(java.util.Objects.requireNonNull(step.asked()));
    }
}
