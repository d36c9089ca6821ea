package io.parley.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The assistant's whole answer to a message.
 *
 * @param text everything that was shown, in one piece; partial where {@code finishReason} is cancelled or length
 * @param model the provider's name of the model that wrote it
 * @param payer whose key paid for it; null where no model was asked
 */
public record AnswerCompleted(
        MessageId answerId,
        MessageId inReplyTo,
        int generation,
        int attempt,
        long fence,
        String chatbotId,
        String text,
        FinishReason finishReason,
        List<Citation> citations,
        @Nullable TokenUsage usage,
        @Nullable String model,
        @Nullable Payer payer)
        implements AnswerEvent {

    public AnswerCompleted {
        citations = citations == null ? List.of() : citations;
    }

    /** An answer that nobody is named to have paid for. */
    public AnswerCompleted(
            MessageId answerId,
            MessageId inReplyTo,
            int generation,
            int attempt,
            long fence,
            String chatbotId,
            String text,
            FinishReason finishReason,
            List<Citation> citations,
            @Nullable TokenUsage usage,
            @Nullable String model) {
        this(
                answerId,
                inReplyTo,
                generation,
                attempt,
                fence,
                chatbotId,
                text,
                finishReason,
                citations,
                usage,
                model,
                null);
    }
}
