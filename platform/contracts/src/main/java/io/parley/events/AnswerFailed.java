package io.parley.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * There will be no answer under this id. It is an error to show, never a message of the assistant.
 *
 * <p>One that ends because a person took over ({@link FailureCode#HANDED_OVER}) carries the fence of the floor fact
 * that ended it, so that it stands after it.
 *
 * @param payer whose key it would have been paid with; null where it did not come to that
 */
public record AnswerFailed(
        MessageId answerId,
        MessageId inReplyTo,
        int generation,
        int attempt,
        long fence,
        String chatbotId,
        FailureCode code,
        @Nullable Payer payer)
        implements AnswerEvent {

    /** An answer that failed before anybody was to pay for it. */
    public AnswerFailed(
            MessageId answerId,
            MessageId inReplyTo,
            int generation,
            int attempt,
            long fence,
            String chatbotId,
            FailureCode code) {
        this(answerId, inReplyTo, generation, attempt, fence, chatbotId, code, null);
    }

    /** Whether it failed for want of a key: there is none anywhere, or the conversation's owner has one that is no good. */
    @JsonIgnore
    public boolean isForWantOfKey() {
        return code == FailureCode.NO_API_KEY || (code == FailureCode.PROVIDER_REJECTED_KEY && payer == Payer.USER);
    }

    /**
     * Whether, in an assistant's room of seed 004, the question is taken for never asked: for want of a key it was not
     * answered, and it never had an answer before.
     */
    public boolean voidsQuestion() {
        return generation == 0 && isForWantOfKey();
    }
}
