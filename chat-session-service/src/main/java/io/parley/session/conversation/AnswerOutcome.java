package io.parley.session.conversation;

import io.parley.events.AnswerCompleted;
import io.parley.events.AnswerEvent;
import io.parley.events.AnswerFailed;
import io.parley.events.FailureCode;
import io.parley.events.MessageId;
import io.parley.events.Payer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What came of asking the assistant with a message: of its first answer, whether it was asked for again or not. */
public sealed interface AnswerOutcome {

    /**
     * It answered.
     *
     * @param model null where it was stopped before a model was asked
     */
    record Completed(
            MessageId answer, String text, @Nullable String model, Instant at) implements AnswerOutcome {}

    /**
     * It could not.
     *
     * @param payer whose key it would have been paid with
     */
    record Failed(
            MessageId answer, FailureCode code, @Nullable Payer payer, Instant at) implements AnswerOutcome {}

    /** It was not to answer: a person has the floor, or the message wants no answer. */
    record NotAsked() implements AnswerOutcome {}

    /** What was said was cleared, and with it whatever was to come of it. */
    record Cleared() implements AnswerOutcome {}

    /** It has not ended in the time somebody would wait for it. */
    record Pending() implements AnswerOutcome {}

    /** @param at when the log got it */
    static AnswerOutcome of(AnswerEvent end, Instant at) {
        return switch (end) {
            case AnswerCompleted whole -> new Completed(whole.answerId(), whole.text(), whole.model(), at);
            case AnswerFailed failed -> new Failed(failed.answerId(), failed.code(), failed.payer(), at);
        };
    }
}
