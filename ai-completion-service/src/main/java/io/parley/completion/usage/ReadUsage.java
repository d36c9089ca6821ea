package io.parley.completion.usage;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** What a tenant's answers cost, for its admins. */
public final class ReadUsage {

    private static final Comparator<Row> MOST_FIRST = Comparator.comparingLong(
                    (Row row) -> row.tally().totalTokens())
            .reversed()
            .thenComparing(Row::key);

    /** What the sums are for. */
    public enum By {
        CHATBOT,
        USER,
        DAY
    }

    /** @param key a chatbot's id, a user's, or a day */
    public record Row(String key, Tally tally) {}

    private final UsageLedger ledger;

    ReadUsage(UsageLedger ledger) {
        this.ledger = ledger;
    }

    /**
     * Rows of what was spent: days in their order, all else from the most tokens to the fewest.
     *
     * @param to the last day that counts
     */
    public Mono<List<Row>> read(String tenant, By by, LocalDate from, LocalDate to) {
        var days = from.datesUntil(to.plusDays(1)).toList();
        return switch (by) {
            case CHATBOT -> ledger.byChatbot(tenant, days).map(sums -> rows(sums, MOST_FIRST));
            case USER -> ledger.byUser(tenant, days).map(sums -> rows(sums, MOST_FIRST));
            case DAY -> ledger.byDay(tenant, days).map(sums -> rows(sums, Comparator.comparing(Row::key)));
        };
    }

    private static List<Row> rows(Map<String, Tally> sums, Comparator<Row> order) {
        return sums.entrySet().stream()
                .map(sum -> new Row(sum.getKey(), sum.getValue()))
                .sorted(order)
                .toList();
    }
}
