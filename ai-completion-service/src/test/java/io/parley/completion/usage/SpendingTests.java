package io.parley.completion.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.AnswerCompleted;
import io.parley.events.FinishReason;
import io.parley.events.MessageId;
import io.parley.events.Payer;
import io.parley.events.TokenUsage;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.LoggedFact;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SpendingTests {

    @Test
    void isOfTheDayOfTheEndInUtc() {
        var spending = of(answer("Hi!", new TokenUsage(1, 2, 3), Payer.SUITE), "ann");

        assertThat(spending)
                .isEqualTo(new Spending(
                        new Spender("t", "shop", "ann"),
                        LocalDate.parse("2026-11-20"),
                        2,
                        7,
                        new TokenUsage(1, 2, 3),
                        false));
    }

    @Test
    void saysWhereTheUserPaid() {
        assertThat(of(answer("Hi!", new TokenUsage(1, 2, 3), Payer.USER), "ann").isOwnKey())
                .isTrue();
        assertThat(of(answer("Hi!", new TokenUsage(1, 2, 3), Payer.CHATBOT), "ann")
                        .isOwnKey())
                .isFalse();
    }

    @Test
    void isNothingWhereNoModelWasAsked() {
        var answer = answer("", null, null);

        assertThat(Spending.of(logged(answer), answer, "ann")).isEmpty();
    }

    @Test
    void estimatesWhatEarlierVersionsDidNotKnow() {
        assertThat(of(answer("x".repeat(9), null, null), null))
                .isEqualTo(new Spending(
                        new Spender("t", "shop", Spender.NOBODY),
                        LocalDate.parse("2026-11-20"),
                        2,
                        7,
                        new TokenUsage(0, 3, 3, true),
                        false));
    }

    private static Spending of(AnswerCompleted answer, @Nullable String owner) {
        return Spending.of(logged(answer), answer, owner).orElseThrow();
    }

    private static LoggedFact logged(AnswerCompleted answer) {
        return new LoggedFact(new ConversationKey("t", "c"), 2, 7, Instant.parse("2026-11-20T23:59:59Z"), answer);
    }

    private static AnswerCompleted answer(String text, @Nullable TokenUsage usage, @Nullable Payer payer) {
        var question = MessageId.random();
        return new AnswerCompleted(
                question.answer(0), question, 0, 1, 0, "shop", text, FinishReason.STOP, List.of(), usage, "m", payer);
    }
}
