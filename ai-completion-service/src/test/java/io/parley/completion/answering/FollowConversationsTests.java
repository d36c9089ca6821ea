package io.parley.completion.answering;

import static io.parley.completion.answering.AnsweringFixtures.KEY;
import static io.parley.completion.answering.AnsweringFixtures.aQuestion;
import static io.parley.completion.answering.AnsweringFixtures.answered;
import static io.parley.completion.answering.AnsweringFixtures.at;
import static io.parley.completion.answering.AnsweringFixtures.properties;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.parley.completion.prompt.PromptAssembler;
import io.parley.completion.usage.InMemoryUsageLedger;
import io.parley.completion.usage.Spender;
import io.parley.completion.usage.Spending;
import io.parley.completion.usage.TokenBudgets;
import io.parley.events.AnswerCompleted;
import io.parley.events.AnswerRequested;
import io.parley.events.ConversationKind;
import io.parley.events.ConversationStarted;
import io.parley.events.FinishReason;
import io.parley.events.MessagePosted;
import io.parley.events.Payer;
import io.parley.events.TokenUsage;
import io.parley.events.log.LoggedFact;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class FollowConversationsTests {

    private final InMemoryOpenAnswers open = new InMemoryOpenAnswers();
    private final InMemoryContexts contexts = new InMemoryContexts();
    private final RecordingAnswerLog log = new RecordingAnswerLog();
    private final InMemoryUsageLedger ledger = new InMemoryUsageLedger();
    private final TokenBudgets budgets = new TokenBudgets(ledger, Clock.systemUTC());
    private FollowConversations conversations = started();

    /** As a process has it that has just begun. */
    private FollowConversations started() {
        return new FollowConversations(
                AnsweringFixtures.LETA_ONLY,
                contexts,
                open,
                new AnswersHere(
                        new AnswerQuestion(
                                AnsweringFixtures.LETA_ONLY,
                                (tenant, owner, chatbot) -> Mono.empty(),
                                budgets,
                                request -> Flux.never(),
                                new PromptAssembler(20),
                                log,
                                new LeaseWatch(Duration.ofSeconds(6)),
                                properties(10),
                                AnsweringFixtures.WITHOUT_DOCUMENTS),
                        new EndAnswer(open, log),
                        open,
                        contexts,
                        log,
                        properties(10),
                        Clock.systemUTC()),
                budgets);
    }

    @Test
    void makesAJobForWhatIsNewOnly() {
        var old = at(1, aQuestion("Old?"));
        var fresh = at(2, aQuestion("New?"));

        follow(fact -> fact.seq() >= 2, old, fresh);

        assertThat(open.jobs.values()).extracting(AnswerJob::questionSeq).containsExactly(2L);
        assertThat(contexts.stored.get(KEY).pending()).hasSize(1);
        assertThat(contexts.stored.get(KEY).turns().turns()).hasSize(2);
    }

    @Test
    void readsAgainWithoutChangingAnything() {
        var fact = at(1, aQuestion("Hello?"));
        follow(_ -> true, fact);
        open.jobs.clear();

        follow(_ -> true, fact);

        assertThat(open.jobs).isEmpty();
    }

    @Test
    void finishesWhatACrashLeftBetweenJobAndContext() {
        var question = aQuestion("Hello?");
        follow(_ -> true, at(1, question));
        // As if the process had died after the job was stored and before the context was.
        contexts.stored.clear();
        conversations = started();

        follow(_ -> true, at(1, question));

        assertThat(open.jobs).hasSize(1);
        assertThat(contexts.stored.get(KEY).pending())
                .containsExactly(Pending.asked(question.messageId().answer(0)));
    }

    @Test
    void knowsAnOpenAnswerAgainWhenItsViewIsRebuilt() {
        var question = aQuestion("Hello?");
        var done = aQuestion("Before?");
        follow(_ -> true, at(1, done), at(2, answered(done, 0, 0, "Yes.")), at(3, question));
        contexts.stored.clear();
        conversations = started();

        follow(_ -> false, at(1, done), at(2, answered(done, 0, 0, "Yes.")), at(3, question));

        assertThat(contexts.stored.get(KEY).pending())
                .containsExactly(Pending.asked(question.messageId().answer(0)));
        assertThat(open.jobs).hasSize(1);
    }

    @Test
    void makesNoJobOfAQuestionWhoseEndIsInTheSameBatch() {
        var question = aQuestion("Hello?");

        follow(_ -> true, at(1, question), at(2, answered(question, 0, 0, "Hi!")));

        assertThat(open.jobs).isEmpty();
        assertThat(contexts.stored.get(KEY).pending()).isEmpty();
    }

    @Test
    void readsOnFromWhereAnotherReplicaWas() {
        var first = at(1, aQuestion("One?"));
        var second = at(2, aQuestion("Two?"));
        contexts.meanwhile = () -> contexts.put(ConversationContext.none(KEY)
                .read(first, QuestionRules.NONE, _ -> true)
                .next());

        follow(_ -> true, first, second);

        assertThat(contexts.stored.get(KEY).reading().seq()).isEqualTo(2);
        assertThat(contexts.stored.get(KEY).pending()).hasSize(2);
    }

    @Test
    void findsAnewWhatAnotherReplicaReadOnSince() {
        var first = at(1, aQuestion("One?"));
        var second = at(2, aQuestion("Two?"));
        var third = at(3, aQuestion("Three?"));
        follow(_ -> true, first);
        contexts.put(contexts.stored
                .get(KEY)
                .read(second, QuestionRules.NONE, _ -> true)
                .next());

        follow(_ -> true, third);

        assertThat(contexts.stored.get(KEY).pending()).hasSize(3);
        assertThat(contexts.stored.get(KEY).turns().turns())
                .extracting("text")
                .containsExactly("One?", "Two?", "Three?");
    }

    @Test
    void failsForTheListenerToTryAgainWhenTheDatabaseIsAway() {
        open.failing = true;

        StepVerifier.create(conversations.follow(List.of(at(1, aQuestion("Hello?"))), _ -> true))
                .verifyErrorMessage("the database is away");
        assertThat(contexts.stored).isEmpty();
    }

    @Test
    void countsAnAnswerOnceWhereverACrashFell() {
        var question = aQuestion("Hello?");
        var asked = at(2, question);
        var answer = at(3, paid(question, 0));
        follow(_ -> true, at(1, started("ann")), asked, answer);
        // As if the process had died after the ledger was written and before the context was.
        contexts.stored.clear();
        conversations = started();

        follow(_ -> false, at(1, started("ann")), asked, answer);
        follow(_ -> false, answer);

        assertThat(ledger.counted)
                .extracting(Spending::spender, Spending::seq)
                .containsExactly(tuple(new Spender(KEY.tenant(), "leta", "ann"), 3L));
    }

    @Test
    void countsEachAnswerThatCountsAndNoOther() {
        var question = aQuestion("Hello?");

        follow(
                _ -> true,
                at(1, started("ann")),
                at(2, question),
                at(3, paid(question, 0)),
                // The same answer again, by a replica that slept.
                at(4, paid(question, 0)),
                at(5, new AnswerRequested(question.messageId(), 1, "ann", "leta")),
                at(6, paid(question, 1)),
                at(7, AnsweringFixtures.raised(1)),
                // Begun before a person took over.
                at(8, paid(question, 2)));

        assertThat(ledger.counted).extracting(Spending::seq).containsExactly(3L, 6L);
    }

    private static ConversationStarted started(String owner) {
        return new ConversationStarted(owner, ConversationKind.SESSION, "leta");
    }

    private static AnswerCompleted paid(MessagePosted question, int generation) {
        return new AnswerCompleted(
                question.messageId().answer(generation),
                question.messageId(),
                generation,
                1,
                0,
                "leta",
                "Hi!",
                FinishReason.STOP,
                List.of(),
                new TokenUsage(1, 2, 3),
                "gpt",
                Payer.SUITE);
    }

    private void follow(Predicate<LoggedFact> isNew, LoggedFact... facts) {
        StepVerifier.create(conversations.follow(List.of(facts), isNew)).verifyComplete();
    }
}
