package io.parley.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The front end that the original document of the assistant's history was written for: a page on a server of its own
 * that fetches, and knows of an answer what stands under "Frontend Integration Notes" and nothing beside.
 */
final class SeedFrontEnd {
    static final String ORIGIN = "http://localhost:3000";

    private static final HttpClient BROWSER = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(130);

    /** A message as the page shows it. */
    record Bubble(String id, String senderId, String content, String timestamp) {
        static Bubble of(JsonNode message) {
            return new Bubble(
                    text(message, "id"),
                    text(message, "sender_id"),
                    text(message, "content"),
                    text(message, "timestamp"));
        }

        /** Each message should have them. */
        private static String text(JsonNode message, String field) {
            return message.required(field).stringValue();
        }

        boolean isMine(String userId) {
            return senderId.equals(userId);
        }
    }

    /** What went wrong, as the page tells its user. */
    static final class Shown extends RuntimeException {
        Shown(String error) {
            super(error);
        }
    }

    private final String backend;
    private final String userId;
    private final @Nullable String token;
    private final List<Bubble> chat = new ArrayList<>();

    SeedFrontEnd(String backend, String userId, @Nullable String token) {
        this.backend = backend;
        this.userId = userId;
        this.token = token;
    }

    List<Bubble> chat() {
        return List.copyOf(chat);
    }

    /** The page is loaded, or loaded again: "AI chat messages are lost when the page refreshes". */
    List<Bubble> open() {
        chat.clear();
        load("").required("messages").forEach(message -> chat.add(Bubble.of(message)));
        return chat();
    }

    /** A page of the history, whole. */
    JsonNode load(String query) {
        return fetch("GET", "/api/chat/ai/history/" + userId + query, null);
    }

    JsonNode clear() {
        var cleared = fetch("DELETE", "/api/chat/ai/history/" + userId, null);
        chat.clear();
        return cleared;
    }

    /** Shows both messages as they come back; the seed's own answer holds them so. */
    Bubble send(String message) {
        var body = JSON.createObjectNode()
                .put("message", message)
                .put("room_id", "ai_chat_" + userId)
                .put("user_id", userId);
        var sent = fetch("POST", "/api/chat/ai/send", body.toString());
        chat.add(Bubble.of(sent.required("user_message")));
        chat.add(Bubble.of(sent.required("ai_message")));
        return chat.getLast();
    }

    /** "Success Response: { success: true, … }", "Error Response: { success: false, error: … }". */
    private JsonNode fetch(String method, String path, @Nullable String body) {
        var response = call(method, path, body);
        var data = JSON.readTree(response.body());
        if (!data.required("success").booleanValue()) {
            throw new Shown(response.statusCode() + " " + data.required("error").stringValue());
        }
        return data;
    }

    HttpResponse<String> call(String method, String path, @Nullable String body) {
        var request = HttpRequest.newBuilder(URI.create(backend + path))
                .timeout(PATIENCE)
                .header("Origin", ORIGIN)
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            var response = BROWSER.send(request.build(), BodyHandlers.ofString());
            if (!response.headers()
                    .firstValue("Access-Control-Allow-Origin")
                    .orElse("")
                    .equals(ORIGIN)) {
                throw new AssertionError("a browser would not show this answer to the page: " + response);
            }
            return response;
        } catch (IOException failure) {
            throw new AssertionError(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }
}
