package io.parley.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A guest with one socket, who asks one question at a time. Needs no thread while waiting. */
final class Visitor implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LIMIT = Duration.ofSeconds(20);
    static final String CHATBOT = "leta";

    private final WebSocket socket;
    private final Listener listener;

    private Visitor(WebSocket socket, Listener listener) {
        this.socket = socket;
        this.listener = listener;
    }

    static Visitor of(HttpClient http, URI gateway) throws IOException, InterruptedException {
        var token =
                post(http, gateway.resolve("/auth/guest"), null).path("token").asString();
        var session = post(http, gateway.resolve("/chatbot/" + CHATBOT + "/session"), token)
                .path("session_id")
                .asString();
        var listener = new Listener();
        var address = URI.create(gateway.toString().replaceFirst("^http", "ws") + "/ws/chat/" + session);
        var socket = http.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .connectTimeout(LIMIT)
                .buildAsync(address, listener)
                .join();
        listener.opened.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
        return new Visitor(socket, listener);
    }

    /** Completes with the turn when its answer has ended, fails when it ended otherwise. */
    CompletableFuture<Turn> asks(Turn turn, Duration atMost) {
        listener.turn = turn;
        turn.asked(System.nanoTime());
        var frame = JSON.createObjectNode().put("message", turn.question()).put("message_type", "text");
        return socket.sendText(frame.toString(), true)
                .thenCompose(_ -> turn.ended())
                .orTimeout(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        var _ = socket.sendClose(WebSocket.NORMAL_CLOSURE, "")
                .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .handle((_, _) -> {
                    socket.abort();
                    return socket;
                })
                .join();
    }

    private static JsonNode post(HttpClient http, URI address, @Nullable String token)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(address)
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        var response = http.send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(address + " answered " + response.statusCode() + ": " + response.body());
        }
        return JSON.readTree(response.body());
    }

    private static final class Listener implements WebSocket.Listener {
        private final CompletableFuture<Boolean> opened = new CompletableFuture<>();
        private final StringBuilder parts = new StringBuilder();
        private volatile @Nullable Turn turn;

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            long now = System.nanoTime();
            parts.append(data);
            if (last) {
                take(JSON.readTree(parts.toString()), now);
                parts.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            failed(new IOException("closed " + code));
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            failed(error);
        }

        private void take(JsonNode frame, long now) {
            var current = turn;
            if (frame.path("type").asString().equals("session_info")) {
                opened.complete(true);
            } else if (current != null) {
                current.take(frame, now);
            }
        }

        private void failed(Throwable why) {
            opened.completeExceptionally(why);
            var current = turn;
            if (current != null) {
                current.ended().completeExceptionally(new CompletionException(why));
            }
        }
    }
}
