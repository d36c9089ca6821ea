package io.parley.completion.usage;

import static io.parley.completion.usage.UsageFixtures.TODAY;
import static io.parley.completion.usage.UsageFixtures.spent;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.TokenUsage;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What every ledger holds to. */
public interface UsageLedgerContract {

    LocalDate YESTERDAY = TODAY.minusDays(1);
    List<LocalDate> BOTH = List.of(YESTERDAY, TODAY);

    /** An empty one. */
    UsageLedger ledger();

    @Test
    default void sumsByDayChatbotAndUser() {
        var ledger = ledger();

        count(
                ledger,
                spent("shop", "ann", YESTERDAY, 0, 1, 10),
                spent("shop", "ann", TODAY, 0, 2, 20),
                spent("shop", "bob", TODAY, 1, 1, 30),
                spent("help", "ann", TODAY, 2, 1, 40));

        assertThat(now(ledger.byDay("t", BOTH)))
                .isEqualTo(Map.of(YESTERDAY.toString(), tally(1, 10), TODAY.toString(), tally(3, 90)));
        assertThat(now(ledger.byChatbot("t", BOTH))).isEqualTo(Map.of("shop", tally(3, 60), "help", tally(1, 40)));
        assertThat(now(ledger.byUser("t", BOTH))).isEqualTo(Map.of("ann", tally(3, 70), "bob", tally(1, 30)));
        assertThat(now(ledger.byUser("t", List.of(TODAY)))).isEqualTo(Map.of("ann", tally(2, 60), "bob", tally(1, 30)));
        assertThat(now(ledger.byDay("t", List.of(TODAY.plusDays(1))))).isEmpty();
        assertThat(now(ledger.byDay("other", BOTH))).isEmpty();
    }

    @Test
    default void countsAnAnswerOnceHoweverOftenItIsRead() {
        var ledger = ledger();
        var first = spent("shop", "ann", TODAY, 0, 1, 10);
        var second = spent("shop", "ann", TODAY, 0, 5, 20);
        var third = spent("shop", "bob", TODAY, 0, 9, 30);

        count(ledger, first, second);
        count(ledger, first, second);
        count(ledger, second, third);
        // A replica that slept writes what it read before.
        count(ledger, first);

        assertThat(now(ledger.byUser("t", List.of(TODAY)))).isEqualTo(Map.of("ann", tally(2, 30), "bob", tally(1, 30)));
        assertThat(now(ledger.byChatbot("t", List.of(TODAY)))).isEqualTo(Map.of("shop", tally(3, 60)));
        assertThat(now(ledger.byDay("t", List.of(TODAY)))).isEqualTo(Map.of(TODAY.toString(), tally(3, 60)));
    }

    @Test
    default void tellsWhatAUserAndAChatbotSpent() {
        var ledger = ledger();
        count(
                ledger,
                spent("shop", "ann", TODAY, 0, 1, 10),
                spent("shop", "bob", TODAY, 1, 1, 20),
                spent("shop", "ann", YESTERDAY, 0, 2, 40));

        var spent = now(ledger.spent(new Spender("t", "shop", "ann"), BOTH));

        assertThat(spent.get(TODAY)).isEqualTo(new UsageLedger.Spent(tally(1, 10), tally(2, 30)));
        assertThat(spent.get(YESTERDAY)).isEqualTo(new UsageLedger.Spent(tally(1, 40), tally(1, 40)));
        assertThat(Objects.requireNonNull(now(ledger.spent(new Spender("t", "shop", "eve"), List.of(TODAY)))
                                .get(TODAY))
                        .byUser())
                .isEqualTo(Tally.NOTHING);
    }

    @Test
    default void keepsApartWhatUsersPaidAndWhatIsAnEstimate() {
        var ledger = ledger();
        count(
                ledger,
                spent("shop", "ann", TODAY, 0, 1, 9),
                new Spending(new Spender("t", "shop", "ann"), TODAY, 0, 2, new TokenUsage(4, 6, 10), true),
                new Spending(new Spender("t", "shop", "ann"), TODAY, 0, 3, new TokenUsage(1, 1, 2, true), false));

        var tally = now(ledger.byUser("t", List.of(TODAY))).get("ann");

        assertThat(tally).isEqualTo(new Tally(3, 6, 16, 22, 10, 1));
        assertThat(Objects.requireNonNull(tally).budgetedTokens()).isEqualTo(12);
    }

    @Test
    default void knowsUsersAndChatbotsWithUnusualNames() {
        var ledger = ledger();
        count(ledger, spent("a.b_c-1", "ann@example.com:1", TODAY, 0, 1, 10), spent("a.b_c-1", "", TODAY, 0, 2, 20));

        assertThat(now(ledger.byChatbot("t", List.of(TODAY)))).containsOnlyKeys("a.b_c-1");
        assertThat(now(ledger.byUser("t", List.of(TODAY)))).containsOnlyKeys("ann@example.com:1", "");
    }

    private static Tally tally(int answers, int completion) {
        return new Tally(answers, answers, completion, answers + completion, 0, 0);
    }

    private static void count(UsageLedger ledger, Spending... spendings) {
        ledger.count(List.of(spendings)).block(Duration.ofSeconds(10));
    }

    private static <T> T now(Mono<T> asked) {
        return Objects.requireNonNull(asked.block(Duration.ofSeconds(10)));
    }
}
