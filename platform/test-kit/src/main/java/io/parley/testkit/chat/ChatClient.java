package io.parley.testkit.chat;

import io.parley.events.log.WireJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * One caller of the gateway. {@code client.chatsWith("leta")} is the whole way of a visitor from the session to an open
 * socket; the single calls are there for everything else.
 */
public final class ChatClient {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Shared: a client of its own for each of many visitors would be a thread for each. */
    static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final String baseUrl;
    private final @Nullable String token;

    private ChatClient(String baseUrl, @Nullable String token) {
        this.baseUrl = baseUrl;
        this.token = token;
    }

    /** @param baseUrl the gateway's, {@code http://127.0.0.1:8080} */
    public static ChatClient of(String baseUrl, String token) {
        return new ChatClient(baseUrl, token);
    }

    public static ChatClient anonymous(String baseUrl) {
        return new ChatClient(baseUrl, null);
    }

    /** A new guest of the gateway. */
    public static ChatClient guest(String baseUrl) {
        var guest = anonymous(baseUrl).post("/auth/guest", Map.of()).expecting(201);
        return of(baseUrl, guest.text("token"));
    }

    public @Nullable String token() {
        return token;
    }

    /** As the token says. */
    public String userId() {
        return claims().path("sub").asString("");
    }

    private boolean hasAgentRole() {
        return claims().path("roles")
                .valueStream()
                .map(role -> role.asString(""))
                .anyMatch(role -> role.equals("agent") || role.equals("admin"));
    }

    /** Nothing where there is no token, or one that no gateway would accept. */
    private JsonNode claims() {
        var parts = token == null ? new String[0] : token.split("\\.", -1);
        try {
            return parts.length == 3
                    ? WireJson.mapper().readTree(Base64.getUrlDecoder().decode(parts[1]))
                    : MissingNode.getInstance();
        } catch (IllegalArgumentException | JacksonException noToken) {
            return MissingNode.getInstance();
        }
    }

    public ChatResponse get(String path) {
        return send(request(path).GET());
    }

    public ChatResponse put(String path, Object body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(WireJson.mapper().writeValueAsString(body))));
    }

    public ChatResponse delete(String path) {
        return send(request(path).DELETE());
    }

    public ChatResponse post(String path) {
        return send(request(path).POST(BodyPublishers.noBody()));
    }

    public ChatResponse post(String path, Object body) {
        return postRaw(path, WireJson.mapper().writeValueAsString(body));
    }

    /** A body as it stands: JSON or not. */
    public ChatResponse postRaw(String path, String body) {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    /** The active session with the chatbot, or a new one. */
    public ChatSession session(String chatbot) {
        return ChatSession.of(post("/chatbot/" + chatbot + "/session").expecting(200, 201));
    }

    /** A session in a new conversation. */
    public ChatSession newConversation(String chatbot) {
        return ChatSession.of(post("/chatbot/" + chatbot + "/session", Map.of("conversation", "new"))
                .expecting(200, 201));
    }

    public ChatResponse endSession(String sessionId) {
        return delete("/chatbot/session/" + sessionId);
    }

    /** Says something over HTTP. */
    public ChatResponse says(String conversationId, String content, String clientMessageId) {
        return post(
                chat(conversationId) + "/messages", Map.of("content", content, "client_message_id", clientMessageId));
    }

    public ChatResponse history(String conversationId) {
        return get(chat(conversationId) + "/history?limit=200");
    }

    public ChatResponse historyAfter(String conversationId, long seq, int limit) {
        return get(chat(conversationId) + "/history?limit=" + limit + "&after=" + seq);
    }

    public ChatResponse historyBefore(String conversationId, long seq, int limit) {
        return get(chat(conversationId) + "/history?limit=" + limit + "&before=" + seq);
    }

    /** The long poll: waits so long for something after the cursor. */
    public Poll events(String conversationId, Cursor after, Duration wait) {
        var path = chat(conversationId) + "/events?after=" + after.seq() + "&epoch="
                + URLEncoder.encode(after.epoch(), StandardCharsets.UTF_8) + "&wait=" + wait.toSeconds();
        return Poll.of(send(request(path).timeout(wait.plus(LIMIT)).GET()).expecting(200));
    }

    /** The caller's own conversations. */
    public ChatResponse conversations() {
        return get("/chat/user/" + userId() + "/conversations");
    }

    /** Erases the conversation. */
    public ChatResponse erases(String conversationId) {
        return delete(chat(conversationId));
    }

    public ChatResponse escalate(String conversationId, String reason) {
        return post(chat(conversationId) + "/escalate", Map.of("reason", reason, "metadata", Map.of()));
    }

    /** Wants nobody any more. */
    public ChatResponse cancelsEscalation(String conversationId) {
        return delete(chat(conversationId) + "/escalate");
    }

    public ChatResponse escalations(String conversationId) {
        return get(chat(conversationId) + "/escalations");
    }

    public ChatResponse rates(String conversationId, int score, String comment) {
        return post(chat(conversationId) + "/rating", Map.of("score", score, "comment", comment));
    }

    /** What agents do there. */
    public Desk desk() {
        return new Desk(this);
    }

    private static String chat(String conversationId) {
        return "/chat/" + conversationId;
    }

    /** A session with the chatbot and a socket that has got its {@code session_info}. */
    public ChatSocket chatsWith(String chatbot) {
        var socket = connect(session(chatbot).sessionId());
        socket.awaits("session_info");
        return socket;
    }

    /** A socket of a chat session, with the token in a header. */
    public ChatSocket connect(String sessionId) {
        return open("/ws/chat/" + sessionId);
    }

    /** The caller's socket of a conversation between people. */
    public ChatSocket joins(String conversationId) {
        return open("/ws/chat/" + conversationId + "/" + userId());
    }

    /** A socket of a conversation between people that has got its {@code session_info}. */
    public ChatSocket talksIn(String conversationId) {
        var socket = joins(conversationId);
        socket.awaits("session_info");
        return socket;
    }

    /** A socket at any path below the gateway, with the token in a header and these subprotocols, if any. */
    public ChatSocket open(String path, String... subprotocols) {
        return ChatSocket.open(
                URI.create(baseUrl.replaceFirst("^http", "ws") + path), token, hasAgentRole(), subprotocols);
    }

    /** A socket as the original clients open it, with the token in the query. */
    public ChatSocket connectWithQueryToken(String sessionId) {
        return anonymous(baseUrl).open("/ws/chat/" + sessionId + "?token=" + token);
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(URI.create(baseUrl + path)).timeout(LIMIT);
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private static ChatResponse send(HttpRequest.Builder request) {
        try {
            var response = HTTP.send(request.build(), BodyHandlers.ofString());
            return new ChatResponse(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while waiting for an answer", e);
        }
    }
}
