package io.parley.completion.usage;

import io.parley.events.AnswerCompleted;
import io.parley.events.Payer;
import io.parley.events.TokenUsage;
import io.parley.events.log.LoggedFact;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one answer cost, with its place in the log.
 *
 * @param day of the answer's end, in UTC
 * @param isOwnKey whether the user paid; it counts to no budget then
 */
public record Spending(Spender spender, LocalDate day, int partition, long seq, TokenUsage usage, boolean isOwnKey) {

    /**
     * What an answer cost that counts; empty where no model was asked for it.
     *
     * @param owner user id of whose conversation it is, where it is known
     */
    public static Optional<Spending> of(LoggedFact logged, AnswerCompleted answer, @Nullable String owner) {
        var usage = answer.usage();
        if (usage == null && answer.payer() == null && answer.text().isEmpty()) {
            return Optional.empty();
        }
        var spender =
                new Spender(logged.conversation().tenant(), answer.chatbotId(), owner == null ? Spender.NOBODY : owner);
        return Optional.of(new Spending(
                spender,
                LocalDate.ofInstant(logged.at(), ZoneOffset.UTC),
                logged.partition(),
                logged.seq(),
                // Answers of earlier versions say nothing where their provider said nothing, and their prompt is gone.
                usage == null ? TokenEstimate.usage(0, answer.text().length()) : usage,
                answer.payer() == Payer.USER));
    }
}
