package io.parley.completion.chatbot;

import java.time.Instant;

/**
 * A tenant's own chatbot as its admins left it.
 *
 * @param version 1 when it was made, and one more with each change
 */
public record KeptChatbot(ChatbotProfile profile, int version, Instant createdAt, Instant updatedAt) {

    KeptChatbot changed(ChatbotProfile next, Instant at) {
        return new KeptChatbot(next, version + 1, createdAt, at);
    }
}
