package io.parley.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The assistant's whole answer to a message.
 *
 * @param text everything that was shown, in one piece; partial where {@code finishReason} is cancelled or length
 * @param model the provider's name of the model that wrote it
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
        @Nullable String model)
        implements AnswerEvent {

    public AnswerCompleted {
        citations = citations == null ? List.of() : citations;
    }
}
