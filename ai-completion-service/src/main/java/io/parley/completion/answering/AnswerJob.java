package io.parley.completion.answering;

import io.parley.events.AnswerEvent;
import io.parley.events.AnswerFailed;
import io.parley.events.FailureCode;
import io.parley.events.MessageId;
import io.parley.events.log.ConversationKey;
import java.time.Instant;

/**
 * An answer that has no end in the log yet. It is stored until such an end is read back, and leased to one replica at a
 * time.
 *
 * @param questionSeq place of the fact that asked for it
 * @param attempt 1 for the replica that read the question; one more for each that took the job over
 * @param fence the conversation's at the place of the question
 * @param askedAt time of the fact that asked for it
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
        Instant askedAt) {

    /** The end of an answer that is not given. */
    public AnswerEvent failed(FailureCode code, long underFence) {
        return new AnswerFailed(answerId, questionId, generation, attempt, underFence, chatbotId, code);
    }

    public AnswerEvent failed(FailureCode code) {
        return failed(code, fence);
    }
}
