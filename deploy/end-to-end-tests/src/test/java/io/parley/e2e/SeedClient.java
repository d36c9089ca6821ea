package io.parley.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The client of the original integration document, its JavaScript line by line in Java and nothing beside: what is said
 * there about sessions, sockets and frames is all it knows.
 */
final class SeedClient {
    private static final HttpClient BROWSER = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();

    /** What a frame made the page do, with the moment. */
    record Shown(String what, String text, long at) {}

    private final String host;
    private final String userJwtToken;
    private final List<Shown> page = new ArrayList<>();
    private JsonNode sessionData = JSON.nullNode();
    private WebSocket socket;

    SeedClient(String host, String userJwtToken) {
        this.host = host;
        this.userJwtToken = userJwtToken;
    }

    /** "1. Create a Chat Session": fetch with a content type and no body. */
    JsonNode createSession(String chatbotId) throws IOException, InterruptedException {
        var sessionResponse = BROWSER.send(
                HttpRequest.newBuilder(URI.create("http://" + host + "/chatbot/" + chatbotId + "/session"))
                        .header("Authorization", "Bearer " + userJwtToken)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        sessionData = JSON.readTree(sessionResponse.body());
        return sessionData;
    }

    /** "2. Connect to WebSocket". */
    void connect() {
        var wsUrl =
                "ws://" + host + "/ws/chat/" + sessionData.path("session_id").asString() + "?token=" + userJwtToken;
        socket = BROWSER.newWebSocketBuilder()
                .buildAsync(URI.create(wsUrl), new OnMessage())
                .join();
    }

    /** "3. Send Messages". */
    void sendMessage(String messageText) {
        var messageData = JSON.createObjectNode().put("message", messageText).put("message_type", "text");
        socket.sendText(messageData.toString(), true).join();
        display("user", messageText);
    }

    /** "5. Close Session (Optional)": delete, then close. */
    int closeSession() throws IOException, InterruptedException {
        var deleted = BROWSER.send(
                HttpRequest.newBuilder(URI.create("http://" + host + "/chatbot/session/"
                                + sessionData.path("session_id").asString()))
                        .header("Authorization", "Bearer " + userJwtToken)
                        .DELETE()
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(closedAlready -> socket);
        return deleted.statusCode();
    }

    synchronized List<Shown> page() {
        return List.copyOf(page);
    }

    /** Waits until the page has shown this for the given time. */
    Shown awaits(String what, int time) {
        return Awaitility.await(what)
                .until(
                        () -> page().stream()
                                .filter(shown -> shown.what().equals(what))
                                .toList(),
                        shown -> shown.size() >= time)
                .get(time - 1);
    }

    private synchronized void display(String what, String text) {
        page.add(new Shown(what, text, System.nanoTime()));
    }

    /** "socket.onmessage", case by case. */
    private void onMessage(String event) {
        var data = JSON.readTree(event);
        switch (data.path("type").asString()) {
            case "session_info" -> display("system", data.path("message").asString());
            case "message_received" ->
                display("acknowledged", data.path("message_id").asString());
            case "response_start" -> display("bubble", data.path("message").asString());
            case "response_chunk" -> display("chunk", data.path("chunk").asString());
            case "response_complete" ->
                display("complete", data.path("full_response").asString());
            case "error" -> display("error", data.path("message").asString());
            default -> display("unknown", event);
        }
    }

    private final class OnMessage implements WebSocket.Listener {
        private final StringBuilder parts = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                onMessage(parts.toString());
                parts.setLength(0);
            }
            from.request(1);
            return null;
        }
    }
}
