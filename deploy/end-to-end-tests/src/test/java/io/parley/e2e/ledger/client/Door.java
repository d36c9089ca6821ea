package io.parley.e2e.ledger.client;

import java.io.IOException;
import java.util.Map;

/** How a client gets into its conversation, and how it words what it says there. */
public sealed interface Door {
    /** Where the socket is; asked for anew before each connection. */
    String path() throws IOException;

    String wording(String clientMessageId, String text, boolean wantsAnswer);

    String token();

    /** A conversation between people: anybody who may, under an id that they know. */
    record People(String conversation, String user, String token) implements Door {
        @Override
        public String path() {
            return "/ws/chat/%s/%s".formatted(conversation, user);
        }

        @Override
        public String wording(String clientMessageId, String text, boolean wantsAnswer) {
            return Frame.JSON.writeValueAsString(Map.of(
                    "content", text, "client_message_id", clientMessageId, "metadata", Map.of("silent", !wantsAnswer)));
        }
    }

    /** A session with a chatbot: the service names session and conversation. */
    record Session(Gateway gateway, String chatbot, String token) implements Door {
        @Override
        public String path() throws IOException {
            var session = gateway.post(token, "/chatbot/" + chatbot + "/session", Map.of())
                    .expecting(200, 201)
                    .json();
            return "/ws/chat/" + session.path("session_id").asString();
        }

        @Override
        public String wording(String clientMessageId, String text, boolean wantsAnswer) {
            return Frame.JSON.writeValueAsString(Map.of(
                    "message",
                    text,
                    "message_type",
                    "text",
                    "client_message_id",
                    clientMessageId,
                    "metadata",
                    Map.of("silent", !wantsAnswer)));
        }
    }
}
