package io.parley.completion.usage;

import static io.parley.completion.usage.UsageFixtures.TODAY;
import static io.parley.completion.usage.UsageFixtures.spent;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.completion.chatbot.Budgets;
import io.parley.events.MessageId;
import io.parley.events.TokenUsage;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class TokenBudgetsTests {

    private static final Spender ANN = new Spender("t", "shop", "ann");
    private static final Spender BOB = new Spender("t", "shop", "bob");
    private static final Budgets A_DAY_OF_ANYBODY = new Budgets(100L, null, null, null);
    private static final Budgets A_DAY_OF_ALL = new Budgets(null, null, 100L, null);
    private static final Budgets A_MONTH_OF_ANYBODY = new Budgets(null, 100L, null, null);
    private static final Budgets A_MONTH_OF_ALL = new Budgets(null, null, null, 100L);

    private final InMemoryUsageLedger ledger = new InMemoryUsageLedger();
    private final TokenBudgets budgets =
            new TokenBudgets(ledger, Clock.fixed(TODAY.atTime(23, 59).toInstant(ZoneOffset.UTC), ZoneOffset.UTC));

    @Test
    void stopsWhereTheDayIsUsedUp() {
        ledger.counted.add(spent("shop", "ann", TODAY, 0, 1, 98));
        assertThat(admits(ANN, A_DAY_OF_ANYBODY)).isTrue();
        ledger.counted.add(spent("shop", "ann", TODAY, 0, 2, 0));

        assertThat(admits(ANN, A_DAY_OF_ANYBODY)).isFalse();
        assertThat(admits(BOB, A_DAY_OF_ANYBODY)).isTrue();
        assertThat(admits(ANN, Budgets.NONE)).isTrue();
    }

    @Test
    void stopsEverybodyWhereTheChatbotsDayIsUsedUp() {
        ledger.counted.add(spent("shop", "ann", TODAY, 0, 1, 99));

        assertThat(admits(BOB, A_DAY_OF_ALL)).isFalse();
        assertThat(admits(new Spender("t", "help", "bob"), A_DAY_OF_ALL)).isTrue();
        assertThat(admits(new Spender("other", "shop", "bob"), A_DAY_OF_ALL)).isTrue();
    }

    @Test
    void beginsAnewWithTheDayAndTheMonth() {
        ledger.counted.add(spent("shop", "ann", TODAY.minusDays(1), 0, 1, 99));

        assertThat(admits(ANN, A_DAY_OF_ANYBODY)).isTrue();
        assertThat(admits(ANN, A_DAY_OF_ALL)).isTrue();
        assertThat(admits(ANN, A_MONTH_OF_ANYBODY)).isFalse();
        assertThat(admits(BOB, A_MONTH_OF_ALL)).isFalse();
        ledger.counted.clear();
        ledger.counted.add(spent("shop", "ann", LocalDate.parse("2026-10-31"), 0, 1, 99));
        assertThat(admits(ANN, A_MONTH_OF_ANYBODY)).isTrue();
        assertThat(admits(ANN, A_MONTH_OF_ALL)).isTrue();
    }

    @Test
    void countsWhatWasCutOff() {
        budgets.cutOff(ANN, A_DAY_OF_ANYBODY, 60);
        budgets.cutOff(ANN, Budgets.NONE, 1_000);
        budgets.cutOff(ANN, A_DAY_OF_ANYBODY, 0);
        ledger.counted.add(spent("shop", "ann", TODAY, 0, 1, 37));
        assertThat(admits(ANN, A_DAY_OF_ANYBODY)).isTrue();

        budgets.cutOff(ANN, A_DAY_OF_ANYBODY, 2);

        assertThat(admits(ANN, A_DAY_OF_ANYBODY)).isFalse();
        assertThat(admits(BOB, A_DAY_OF_ANYBODY)).isTrue();
        assertThat(admits(BOB, A_DAY_OF_ALL)).isFalse();
        assertThat(admits(ANN, A_MONTH_OF_ANYBODY)).isFalse();
        assertThat(admits(new Spender("other", "shop", "ann"), A_DAY_OF_ALL)).isTrue();
    }

    @Test
    void doesNotCountWhatUsersPayThemselves() {
        ledger.counted.add(new Spending(ANN, TODAY, 0, 1, new TokenUsage(500, 500, 1_000), true));

        assertThat(admits(ANN, A_DAY_OF_ANYBODY)).isTrue();
    }

    @Test
    void countsWhatIsBeingWrittenUntilItIsInTheLedger() {
        var first = MessageId.random();
        assertThat(admits(first, ANN, A_DAY_OF_ANYBODY, 100)).isTrue();
        assertThat(admits(ANN, A_DAY_OF_ANYBODY)).isFalse();
        assertThat(admits(BOB, A_DAY_OF_ALL)).isFalse();
        assertThat(admits(BOB, A_DAY_OF_ANYBODY)).isTrue();

        budgets.ended(List.of(first));

        assertThat(admits(ANN, A_DAY_OF_ANYBODY)).isTrue();
    }

    @Test
    void doesNotCountAnAnswerAgainstItself() {
        var answer = MessageId.random();
        assertThat(admits(answer, ANN, A_DAY_OF_ANYBODY, 100)).isTrue();

        assertThat(admits(answer, ANN, A_DAY_OF_ANYBODY, 100)).isTrue();
    }

    /** The bound that the documents name: one answer more than the limit. */
    @Test
    void overshootsByOneAnswerAtMost() {
        int spent = 0;
        for (int i = 0; i < 20; i++) {
            if (admits(ANN, A_DAY_OF_ANYBODY, 30)) {
                spent += 30;
            }
        }

        assertThat(spent).isBetween(100, 129);
    }

    @Test
    void admitsOneOfTwoThatAskAtTheSameTime() {
        var asked = Sinks.<Map<LocalDate, UsageLedger.Spent>>one();
        var slow = slow(asked.asMono());
        var admitted = new ArrayList<Boolean>();

        slow.admit(MessageId.random(), ANN, A_DAY_OF_ANYBODY, 100).subscribe(admitted::add);
        slow.admit(MessageId.random(), ANN, A_DAY_OF_ANYBODY, 100).subscribe(admitted::add);
        asked.tryEmitValue(Map.of());

        assertThat(admitted).containsExactly(true, false);
    }

    @Test
    void doesNotMissAnAnswerThatEndsWhileTheLedgerIsAsked() {
        var second = Sinks.<Map<LocalDate, UsageLedger.Spent>>one();
        var answers = new ArrayDeque<>(List.of(Mono.just(Map.<LocalDate, UsageLedger.Spent>of()), second.asMono()));
        var slow = slow(Mono.defer(answers::remove));
        var first = MessageId.random();
        var admitted = new ArrayList<Boolean>();
        slow.admit(first, ANN, A_DAY_OF_ANYBODY, 100).subscribe(admitted::add);

        slow.admit(MessageId.random(), ANN, A_DAY_OF_ANYBODY, 100).subscribe(admitted::add);
        slow.ended(List.of(first));
        second.tryEmitValue(Map.of());

        assertThat(admitted).containsExactly(true, false);
    }

    private static TokenBudgets slow(Mono<Map<LocalDate, UsageLedger.Spent>> answer) {
        return new TokenBudgets(
                new Slow(answer), Clock.fixed(TODAY.atTime(1, 0).toInstant(ZoneOffset.UTC), ZoneOffset.UTC));
    }

    private record Slow(Mono<Map<LocalDate, Spent>> answer) implements UsageLedger {

        @Override
        public Mono<Void> count(List<Spending> spendings) {
            return Mono.empty();
        }

        @Override
        public Mono<Map<LocalDate, Spent>> spent(Spender spender, Collection<LocalDate> days) {
            return answer;
        }

        @Override
        public Mono<Map<String, Tally>> byDay(String tenant, List<LocalDate> days) {
            return Mono.empty();
        }

        @Override
        public Mono<Map<String, Tally>> byChatbot(String tenant, List<LocalDate> days) {
            return Mono.empty();
        }

        @Override
        public Mono<Map<String, Tally>> byUser(String tenant, List<LocalDate> days) {
            return Mono.empty();
        }
    }

    private boolean admits(Spender spender, Budgets limits) {
        return admits(MessageId.random(), spender, limits, 0);
    }

    private boolean admits(Spender spender, Budgets limits, long most) {
        return admits(MessageId.random(), spender, limits, most);
    }

    private boolean admits(MessageId answer, Spender spender, Budgets limits, long most) {
        return Boolean.TRUE.equals(budgets.admit(answer, spender, limits, most).block());
    }
}
