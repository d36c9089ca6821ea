package io.parley.gateway.support;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A WebSocket client as strangers write them: the JDK's. */
public final class ClientSocket implements WebSocket.Listener {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final StringBuilder partial = new StringBuilder();
    private final LinkedBlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
    public final List<String> pings = new CopyOnWriteArrayList<>();
    private WebSocket socket;

    private ClientSocket() {}

    public static ClientSocket open(String url, List<String> protocols, String... headers) {
        ClientSocket client = new ClientSocket();
        WebSocket.Builder builder = HTTP.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(5));
        for (int index = 0; index < headers.length; index += 2) {
            builder.header(headers[index], headers[index + 1]);
        }
        if (!protocols.isEmpty()) {
            builder.subprotocols(
                    protocols.getFirst(), protocols.stream().skip(1).toArray(String[]::new));
        }
        client.socket = builder.buildAsync(URI.create(url), client).join();
        return client;
    }

    /** The status a handshake was refused with. */
    public static int refusal(String url, List<String> protocols, String... headers) {
        try {
            open(url, protocols, headers);
            return 101;
        } catch (CompletionException refused) {
            if (refused.getCause() instanceof WebSocketHandshakeException handshake) {
                return handshake.getResponse().statusCode();
            }
            throw refused;
        }
    }

    public String protocol() {
        return socket.getSubprotocol();
    }

    public void send(String text) {
        socket.sendText(text, true).join();
    }

    public void sendParts(String first, String second) {
        socket.sendText(first, false).join();
        socket.sendText(second, true).join();
    }

    public void close(int code) {
        socket.sendClose(code, "bye").join();
    }

    /** Sending to a socket that is being closed may fail; what counts is how it ends. */
    public void trySend(String text) {
        socket.sendText(text, true).exceptionally(failure -> socket).join();
    }

    public void abort() {
        socket.abort();
    }

    public boolean isClosed() {
        return closeCode.isDone();
    }

    public String next() {
        try {
            String message = messages.poll(5, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("no message within 5 s");
            }
            return message;
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    public StandInService.Received nextReceived() {
        return StandInService.Received.of(next());
    }

    public int closeCode() {
        return closeCode.orTimeout(8, TimeUnit.SECONDS).join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            messages.add(partial.toString());
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
        pings.add(StandardCharsets.UTF_8.decode(message.duplicate()).toString());
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closeCode.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closeCode.completeExceptionally(error);
    }
}
