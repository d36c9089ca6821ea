package io.parley.completion.usage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.parley.completion.chatbot.Budgets;
import io.parley.events.MessageId;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Keeps chatbots to their budgets. An answer is begun while what the ledger has, together with the most that the
 * answers being written by this replica may still cost, is below the limit. So a budget is overshot by what the last
 * admitted answer costs, and by the answers that other replicas write at that moment and the ledger has not read yet.
 *
 * <p>An answer counts as being written until its end was read back and counted, so that none falls between.
 */
public final class TokenBudgets {

    /** Longer than any answer takes to be written and read back; what another replica took over ends so. */
    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(10);

    private static final int MOST_ANSWERS = 10_000;

    /** A month's, so that it is the budget that forgets and not this. */
    private static final Duration LONGEST_BUDGET = Duration.ofDays(31);

    private record Running(Spender spender, long most) {}

    private record SpendersDay(Spender spender, LocalDate day) {}

    private final UsageLedger ledger;
    private final Clock clock;
    private final Cache<MessageId, Running> running = Caffeine.newBuilder()
            .expireAfterWrite(LONGEST_ANSWER)
            .maximumSize(MOST_ANSWERS)
            .build();

    // The log has no end of these that says what they cost.
    private final Cache<SpendersDay, Long> cutOff = Caffeine.newBuilder()
            .expireAfterWrite(LONGEST_BUDGET)
            .maximumSize(MOST_ANSWERS)
            .build();

    public TokenBudgets(UsageLedger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Whether an answer may be begun that another than the user pays for; from then on it counts as being written.
     *
     * @param most tokens it may cost, its prompt included
     */
    public Mono<Boolean> admit(MessageId answer, Spender spender, Budgets limits, long most) {
        if (limits.areUnlimited()) {
            return Mono.just(true);
        }
        return Mono.defer(() -> {
            // Taken before the ledger is asked: one that ends meanwhile counts twice rather than not at all.
            var before = Map.copyOf(running.asMap());
            var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
            return ledger.spent(spender, days(limits, today))
                    .map(spent -> begin(answer, new Running(spender, most), before, limits, today, spent));
        });
    }

    private synchronized boolean begin(
            MessageId answer,
            Running begun,
            Map<MessageId, Running> before,
            Budgets limits,
            LocalDate today,
            Map<LocalDate, UsageLedger.Spent> spent) {
        var writing = new HashMap<>(before);
        writing.putAll(running.asMap());
        writing.remove(answer);
        var spender = begun.spender();
        Predicate<Spender> isUsers = one -> one.equals(spender);
        Predicate<Spender> isChatbots =
                one -> one.tenant().equals(spender.tenant()) && one.chatbotId().equals(spender.chatbotId());
        long byUser = most(writing, isUsers) + cutOff(isUsers, today::equals);
        long byChatbot = most(writing, isChatbots) + cutOff(isChatbots, today::equals);
        var day = spent.getOrDefault(today, new UsageLedger.Spent(Tally.NOTHING, Tally.NOTHING));
        Predicate<LocalDate> isEarlier = when -> when.isBefore(today) && !when.isBefore(today.withDayOfMonth(1));
        long userMonth = cutOff(isUsers, isEarlier);
        long chatbotMonth = cutOff(isChatbots, isEarlier);
        for (var one : spent.values()) {
            userMonth += one.byUser().budgetedTokens();
            chatbotMonth += one.byChatbot().budgetedTokens();
        }
        boolean admitted = isBelow(limits.userTokensPerDay(), day.byUser().budgetedTokens() + byUser)
                && isBelow(limits.chatbotTokensPerDay(), day.byChatbot().budgetedTokens() + byChatbot)
                && isBelow(limits.userTokensPerMonth(), userMonth + byUser)
                && isBelow(limits.chatbotTokensPerMonth(), chatbotMonth + byChatbot);
        if (admitted) {
            running.put(answer, begun);
        }
        return admitted;
    }

    /** Today, or every day of the month so far where a month is limited: a budget of a month is the sum of its days. */
    private static List<LocalDate> days(Budgets limits, LocalDate today) {
        boolean month = limits.userTokensPerMonth() != null || limits.chatbotTokensPerMonth() != null;
        return month ? today.withDayOfMonth(1).datesUntil(today.plusDays(1)).toList() : List.of(today);
    }

    private static long most(Map<MessageId, Running> writing, Predicate<Spender> counts) {
        return writing.values().stream()
                .filter(one -> counts.test(one.spender()))
                .mapToLong(Running::most)
                .sum();
    }

    private long cutOff(Predicate<Spender> counts, Predicate<LocalDate> when) {
        return cutOff.asMap().entrySet().stream()
                .filter(one -> counts.test(one.getKey().spender())
                        && when.test(one.getKey().day()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static boolean isBelow(@Nullable Long limit, long tokens) {
        return limit == null || tokens < limit;
    }

    /**
     * A model was asked for an answer that has no end to be counted: it was cut off, failed after it had begun, or gave
     * way to a person. Otherwise whoever has answers cut off before their end would have no budget. This replica knows
     * of it until it ends.
     */
    public void cutOff(Spender spender, Budgets limits, long tokens) {
        if (tokens > 0 && !limits.areUnlimited()) {
            var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
            cutOff.asMap().merge(new SpendersDay(spender, today), tokens, Long::sum);
        }
    }

    /** Counts answers that were read in the log; done again with the same ones, it changes nothing. */
    public Mono<Void> count(List<Spending> spendings) {
        return spendings.isEmpty() ? Mono.empty() : ledger.count(spendings);
    }

    /** Answers have ended, and what they cost is counted. */
    public void ended(Collection<MessageId> answers) {
        running.invalidateAll(answers);
    }
}
