package io.parley.completion.usage;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;

/** A ledger of this process. */
public final class InMemoryUsageLedger implements UsageLedger {

    public final List<Spending> counted = new ArrayList<>();

    @Override
    public Mono<Void> count(List<Spending> spendings) {
        return Mono.fromRunnable(() -> {
            for (var one : spendings) {
                if (counted.stream()
                        .noneMatch(there -> there.partition() == one.partition() && there.seq() == one.seq())) {
                    counted.add(one);
                }
            }
        });
    }

    @Override
    public Mono<Map<LocalDate, Spent>> spent(Spender spender, Collection<LocalDate> days) {
        return Mono.fromSupplier(() -> {
            var spent = new HashMap<LocalDate, Spent>();
            for (var day : days) {
                spent.put(
                        day,
                        new Spent(
                                sum(one ->
                                        one.day().equals(day) && one.spender().equals(spender)),
                                sum(one -> one.day().equals(day)
                                        && one.spender().tenant().equals(spender.tenant())
                                        && one.spender().chatbotId().equals(spender.chatbotId()))));
            }
            return spent;
        });
    }

    @Override
    public Mono<Map<String, Tally>> byDay(String tenant, List<LocalDate> days) {
        return by(tenant, days, one -> one.day().toString());
    }

    @Override
    public Mono<Map<String, Tally>> byChatbot(String tenant, List<LocalDate> days) {
        return by(tenant, days, one -> one.spender().chatbotId());
    }

    @Override
    public Mono<Map<String, Tally>> byUser(String tenant, List<LocalDate> days) {
        return by(tenant, days, one -> one.spender().user());
    }

    private Mono<Map<String, Tally>> by(String tenant, List<LocalDate> days, Function<Spending, String> key) {
        return Mono.fromSupplier(() -> {
            var sums = new HashMap<String, Tally>();
            counted.stream()
                    .filter(one -> one.spender().tenant().equals(tenant) && days.contains(one.day()))
                    .forEach(one -> sums.merge(key.apply(one), Tally.NOTHING.plus(one), Tally::plus));
            return sums;
        });
    }

    private Tally sum(Predicate<Spending> which) {
        return counted.stream().filter(which).reduce(Tally.NOTHING, Tally::plus, Tally::plus);
    }
}
