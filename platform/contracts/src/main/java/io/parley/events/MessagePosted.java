package io.parley.events;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Somebody said something, and it was accepted. The first record of a message id in log order is the message.
 *
 * @param content as sent; escaping is the display's work
 * @param metadata as sent; at most 4 KiB and depth 4
 * @param clientMessageId the sender's own name for it
 * @param chatbotId the chatbot asked to answer if the assistant has the floor at this place of the log; null asks nobody
 */
public record MessagePosted(
        MessageId messageId,
        Sender sender,
        String content,
        Map<String, Object> metadata,
        @Nullable String clientMessageId,
        @Nullable String chatbotId)
        implements ConversationEvent {

    public MessagePosted {
        metadata = metadata == null ? Map.of() : metadata;
    }
}
