package io.parley.completion.usage;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** What was spent, by tenant, day, chatbot and user. */
public interface UsageLedger {

    /** What a chatbot spent on some days: with one of its users, and with all of them. */
    record Spent(Tally byUser, Tally byChatbot) {}

    /**
     * Counts answers, each once however often it is given: in the order of the log within a partition, and after
     * everything that stood before it there was counted.
     */
    Mono<Void> count(List<Spending> spendings);

    /** The same for each of the days on which anything was spent. */
    Mono<Map<LocalDate, Spent>> spent(Spender spender, Collection<LocalDate> days);

    /** A tenant's sums by day, without days of nothing. */
    Mono<Map<String, Tally>> byDay(String tenant, List<LocalDate> days);

    Mono<Map<String, Tally>> byChatbot(String tenant, List<LocalDate> days);

    Mono<Map<String, Tally>> byUser(String tenant, List<LocalDate> days);
}
