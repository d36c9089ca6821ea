package io.parley.completion.answering;

import io.parley.events.AnswerCompleted;
import io.parley.events.AnswerEvent;
import io.parley.events.AnswerFailed;
import io.parley.events.Citation;
import io.parley.events.FailureCode;
import io.parley.events.FinishReason;
import io.parley.events.MessageId;
import io.parley.events.Payer;
import io.parley.events.TokenUsage;
import io.parley.events.log.ConversationKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer that has no end in the log yet. It is stored until such an end is read back, and leased to one replica at a
 * time.
 *
 * @param questionSeq place of the fact that asked for it
 * @param attempt 1 for the replica that read the question; one more for each that took the job over
 * @param fence the conversation's at the place of the question
 * @param askedAt time of the fact that asked for it
 * @param callsPerson why a person is called before the model is asked; null where the model is asked at once
 */
public record AnswerJob(
        ConversationKey conversation,
        MessageId answerId,
        MessageId questionId,
        long questionSeq,
        int generation,
        String chatbotId,
        int attempt,
        long fence,
        Instant askedAt,
        @Nullable String callsPerson) {

    AnswerJob attempt(int number) {
        return new AnswerJob(
                conversation,
                answerId,
                questionId,
                questionSeq,
                generation,
                chatbotId,
                number,
                fence,
                askedAt,
                callsPerson);
    }

    AnswerEvent completed(
            String text,
            FinishReason reason,
            List<Citation> citations,
            @Nullable TokenUsage usage,
            @Nullable String model,
            @Nullable Payer payer) {
        return new AnswerCompleted(
                answerId,
                questionId,
                generation,
                attempt,
                fence,
                chatbotId,
                text,
                reason,
                citations,
                usage,
                model,
                payer);
    }

    /** The end of an answer that was stopped before it was begun. */
    AnswerEvent stopped() {
        return completed("", FinishReason.CANCELLED, List.of(), null, null, null);
    }

    /** The end of an answer that is not given. */
    public AnswerEvent failed(FailureCode code, long underFence) {
        return new AnswerFailed(answerId, questionId, generation, attempt, underFence, chatbotId, code);
    }

    /** @param payer whose key it would have been paid with */
    AnswerEvent failed(FailureCode code, @Nullable Payer payer) {
        return new AnswerFailed(answerId, questionId, generation, attempt, fence, chatbotId, code, payer);
    }

    public AnswerEvent failed(FailureCode code) {
        return failed(code, fence);
    }
}
