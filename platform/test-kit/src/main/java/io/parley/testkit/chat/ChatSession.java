package io.parley.testkit.chat;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** A session as {@code POST /chatbot/{id}/session} answered it. */
public record ChatSession(
        String sessionId,
        String conversationId,
        List<JsonNode> previousMessages,
        String epoch,
        long seq,
        ChatResponse response) {

    static ChatSession of(ChatResponse response) {
        var json = response.json();
        return new ChatSession(
                json.path("session_id").asString(),
                json.path("conversation_id").asString(),
                json.path("previous_messages").valueStream().toList(),
                json.at("/cursor/epoch").asString(),
                json.at("/cursor/seq").asLong(),
                response);
    }

    /** False where an active session was returned. */
    public boolean isNew() {
        return response.status() == 201;
    }
}
