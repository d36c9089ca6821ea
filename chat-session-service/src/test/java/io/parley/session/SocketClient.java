package io.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.log.WireJson;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** A socket straight at the service, with all it was sent. */
final class SocketClient implements WebSocket.Listener, AutoCloseable {

    /** Longer than the ten seconds after which a sender is told that nothing was accepted. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;
    private int read;

    SocketClient(int port, String path, String bearer) {
        this.socket = HTTP.newWebSocketBuilder()
                .header("Authorization", bearer)
                .buildAsync(URI.create("ws://127.0.0.1:" + port + path), this)
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            frames.add(WireJson.mapper().readTree(partial.toString()));
            partial.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
        closed.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.completeExceptionally(error);
    }

    void send(String json) {
        socket.sendText(json, true).orTimeout(10, TimeUnit.SECONDS).join();
    }

    void says(String text) {
        send("{\"message\":%s,\"message_type\":\"text\"}"
                .formatted(WireJson.mapper().writeValueAsString(text)));
    }

    /** The next frame of a type; what comes before it is passed over. */
    JsonNode next(String type) {
        return next(type, _ -> true);
    }

    JsonNode next(String type, Predicate<JsonNode> wanted) {
        var found = new ArrayList<JsonNode>();
        Awaitility.await("frame " + type)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    while (read < frames.size()) {
                        var frame = frames.get(read++);
                        if (frame.get("type").stringValue().equals(type) && wanted.test(frame)) {
                            return found.add(frame);
                        }
                    }
                    return false;
                });
        return found.getFirst();
    }

    List<JsonNode> all() {
        return frames;
    }

    List<String> types() {
        return frames.stream().map(frame -> frame.get("type").stringValue()).toList();
    }

    int closeCode() {
        try {
            return closed.get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the socket was not closed in an orderly way; it had " + types(), e);
        }
    }

    void assertOpen() {
        assertThat(closed).isNotDone();
    }

    @Override
    public void close() {
        if (!closed.isDone()) {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "bye")
                    .exceptionally(_ -> null)
                    .join();
        }
    }
}
