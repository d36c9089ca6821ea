package io.parley.gateway.support;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;
import tools.jackson.databind.json.JsonMapper;

/** A service on a port of its own: says what reached it, and misbehaves on demand. */
public final class StandInService {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int LARGEST_FRAME = 1024 * 1024;
    private static final String FLOOD = "x".repeat(1000);

    /** What reached the service. */
    public record Received(String service, String method, String uri, Map<String, String> headers, long bodyBytes) {

        static Received of(String json) {
            return JSON.readValue(json, Received.class);
        }
    }

    private final String name;
    private final Map<Connection, Boolean> connections = new ConcurrentHashMap<>();
    private final Map<String, Supplier<String>> documents = new ConcurrentHashMap<>();
    public final List<String> pongs = new CopyOnWriteArrayList<>();
    public final List<String> closed = new CopyOnWriteArrayList<>();
    public final AtomicBoolean ready = new AtomicBoolean(true);

    /** Bytes sent to whoever asked for a flood. */
    public final AtomicLong flooded = new AtomicLong();

    private final AtomicInteger sockets = new AtomicInteger();
    private final int port;
    private DisposableServer server;

    public StandInService(String name) {
        this.name = name;
        this.server = bind(0);
        this.port = server.port();
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public void serve(String path, Supplier<String> document) {
        documents.put(path, document);
    }

    /** As kill -9: nothing listens any more and every connection is cut. */
    public void kill() {
        server.disposeNow();
        cutConnections();
    }

    /** Whether anybody is, with a socket or without. */
    public boolean isConnected() {
        return sockets.get() > 0;
    }

    public void cutConnections() {
        connections.keySet().forEach(connection -> connection.channel().close());
    }

    public void start() {
        server = bind(port);
    }

    private DisposableServer bind(int wanted) {
        return HttpServer.create()
                .host("127.0.0.1")
                .port(wanted)
                .doOnConnection(connection -> {
                    connections.put(connection, true);
                    connection.onDispose(() -> connections.remove(connection));
                })
                .handle(this::answer)
                .bindNow();
    }

    private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        String path = request.fullPath();
        if (documents.containsKey(path)) {
            return response.header("Content-Type", "application/json")
                    .sendString(Mono.fromSupplier(documents.get(path)));
        }
        if (path.equals("/actuator/health/readiness")) {
            return response.status(ready.get() ? 200 : 503).send();
        }
        if (path.startsWith("/ws/")) {
            return response.sendWebsocket(
                    (in, out) -> Flux.from(socket(request, in, out))
                            .doOnSubscribe(_ -> sockets.incrementAndGet())
                            .doFinally(_ -> sockets.decrementAndGet()),
                    socketSpec(request));
        }
        if (path.endsWith("/stream")) {
            return response.sse()
                    .sendString(Flux.interval(Duration.ZERO, Duration.ofMillis(300))
                            .take(5)
                            .map(tick -> "data: " + tick + "\n\n"));
        }
        if (path.endsWith("/teapot")) {
            return response.status(418).sendString(Mono.just("{\"short\":true}"));
        }
        return request.receive()
                .aggregate()
                .asByteArray()
                .map(body -> body.length)
                .defaultIfEmpty(0)
                .flatMap(bytes -> response.header("Content-Type", "application/json")
                        .header("x-request-id", "the service's own")
                        .sendString(Mono.just(received(request, bytes)))
                        .then());
    }

    private static WebsocketServerSpec socketSpec(HttpServerRequest request) {
        var spec = WebsocketServerSpec.builder()
                .maxFramePayloadLength(LARGEST_FRAME)
                .handlePing(true);
        boolean offered = request.requestHeaders().contains("Sec-WebSocket-Protocol");
        return (offered ? spec.protocols("chat.v1") : spec).build();
    }

    private Publisher<Void> socket(HttpServerRequest request, WebsocketInbound in, WebsocketOutbound out) {
        in.receiveCloseStatus().subscribe(status -> closed.add(request.fullPath() + " " + status.code()));
        String behaviour = request.fullPath().split("/")[3];
        if (behaviour.startsWith("close-")) {
            return out.sendString(Mono.just("hello"))
                    .then(out.sendClose(Integer.parseInt(behaviour.substring(6)), "because"));
        }
        if (behaviour.equals("flood")) {
            return out.sendObject(Flux.<WebSocketFrame>generate(next -> {
                flooded.addAndGet(FLOOD.length());
                next.next(new TextWebSocketFrame(FLOOD));
            }));
        }
        if (behaviour.equals("pings")) {
            return out.sendObject(Flux.interval(Duration.ofMillis(500)).map(_ -> new PingWebSocketFrame()));
        }
        Flux<WebSocketFrame> first =
                switch (behaviour) {
                    case "big" -> Flux.just(new TextWebSocketFrame("x".repeat(300_000)));
                    case "ping" ->
                        Flux.just(
                                new PingWebSocketFrame(Unpooled.copiedBuffer("are you there", StandardCharsets.UTF_8)));
                    default -> Flux.just(new TextWebSocketFrame(received(request, 0)));
                };
        Flux<WebSocketFrame> replies = in.receiveFrames().handle((frame, sink) -> {
            if (frame instanceof PongWebSocketFrame pong) {
                pongs.add(pong.content().toString(StandardCharsets.UTF_8));
            } else {
                sink.next(frame.retain());
            }
        });
        return out.sendObject(first.concatWith(replies));
    }

    private String received(HttpServerRequest request, long bytes) {
        Map<String, String> headers = new TreeMap<>();
        request.requestHeaders().forEach(header -> headers.put(header.getKey().toLowerCase(), header.getValue()));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("service", name);
        fields.put("method", request.method().name());
        fields.put("uri", request.uri());
        fields.put("headers", headers);
        fields.put("bodyBytes", bytes);
        return JSON.writeValueAsString(fields);
    }
}
