package io.parley.gateway.routing.web;

import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.Connection;
import reactor.netty.DisposableChannel;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;

/**
 * A client's socket and the service's, joined frame by frame: pings, pongs and close codes pass as they are, and each
 * side is read only as fast as the other takes. Where the service is not there or dies, the client is told 1012.
 */
final class JoinedSockets {

    static final WebSocketCloseStatus COME_BACK = new WebSocketCloseStatus(1012, "Come back in a moment");

    private static final Logger log = LoggerFactory.getLogger(JoinedSockets.class);
    private static final WebSocketCloseStatus CLIENT_GONE = new WebSocketCloseStatus(1001, "The client is gone");
    private static final WebSocketCloseStatus TOO_LARGE = new WebSocketCloseStatus(1009, "A message is at most 64 KiB");
    private static final WebSocketCloseStatus NOT_FOUND = new WebSocketCloseStatus(4404, "Not found");
    private static final int LARGEST_CLIENT_MESSAGE = 64 * 1024;
    private static final int STATUS_NOT_FOUND = 404;

    /** Time for a client to answer a close frame; what it has sent until then is read, or TCP would reset the socket. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final WebsocketInbound fromClient;
    private final WebsocketOutbound toClient;
    private final Sinks.One<WebSocketCloseStatus> ending = Sinks.one();
    private final AtomicBoolean closing = new AtomicBoolean();
    private int messageBytes;

    JoinedSockets(WebsocketInbound fromClient, WebsocketOutbound toClient) {
        this.fromClient = fromClient;
        this.toClient = toClient;
    }

    /** Ends both sockets in order; the client is told why. The first reason counts. */
    void end(WebSocketCloseStatus reason) {
        var _ = ending.tryEmitValue(reason);
    }

    Mono<Void> join(HttpClient.WebsocketSender service, Duration handshakeTimeout) {
        return service.connect()
                .timeout(handshakeTimeout)
                .flatMap(this::relay)
                .onErrorResume(failure -> Mono.firstWithSignal(
                        closeClient(refusal(failure)),
                        fromClient.receiveFrames().then().then(Mono.never())));
    }

    /** Each direction ends when both sockets have: one ends with its sender, who then is told, and so ends the other. */
    private Mono<Void> relay(Connection connection) {
        if (!(connection.inbound() instanceof WebsocketInbound fromService)
                || !(connection.outbound() instanceof WebsocketOutbound toService)) {
            return Mono.error(new IllegalStateException("not a WebSocket"));
        }
        Mono<Void> down = pass(fromService, frame -> true, toClient)
                .defaultIfEmpty(COME_BACK)
                .flatMap(this::closeClient);
        Mono<Void> up = pass(fromClient, this::isAdmitted, toService)
                .defaultIfEmpty(CLIENT_GONE)
                .flatMap(reason -> closeService(toService, reason));
        Mono<Void> ended = ending.asMono().flatMap(this::closeClient).then(Mono.never());
        return Mono.firstWithSignal(Mono.when(down, up), ended).doFinally(signal -> connection.dispose());
    }

    /** Passes frames on until the sender is gone, then gives the sender's reason if there was one. */
    private static Mono<WebSocketCloseStatus> pass(
            WebsocketInbound from, Predicate<WebSocketFrame> wanted, WebsocketOutbound to) {
        Flux<WebSocketFrame> frames = ReadOn.of(from.receiveFrames().onErrorComplete(), wanted);
        return to.sendObject(frames.map(WebSocketFrame::retain))
                .then()
                .onErrorResume(unwritable -> dispose(to))
                .then(from.receiveCloseStatus().onErrorComplete());
    }

    /** Admits what the contract does; parts of one message count together, pings and pongs may stand between them. */
    private boolean isAdmitted(WebSocketFrame frame) {
        switch (frame) {
            case TextWebSocketFrame text -> messageBytes = text.content().readableBytes();
            case BinaryWebSocketFrame binary -> messageBytes = binary.content().readableBytes();
            case ContinuationWebSocketFrame more ->
                messageBytes += more.content().readableBytes();
            default -> {
                return true;
            }
        }
        if (messageBytes > LARGEST_CLIENT_MESSAGE) {
            end(TOO_LARGE);
        }
        return messageBytes <= LARGEST_CLIENT_MESSAGE && !closing.get();
    }

    private Mono<Void> closeClient(WebSocketCloseStatus reason) {
        if (!closing.compareAndSet(false, true)) {
            return Mono.empty();
        }
        return toClient.sendObject(frame(reason))
                .then()
                .doOnSuccess(sent -> toClient.withConnection(OnlyOneClose::install))
                .then(fromClient.receiveCloseStatus())
                .timeout(LINGER)
                .onErrorComplete()
                .then(dispose(toClient));
    }

    private static CloseWebSocketFrame frame(WebSocketCloseStatus reason) {
        return WebSocketCloseStatus.isValidStatusCode(reason.code())
                ? new CloseWebSocketFrame(reason)
                : new CloseWebSocketFrame();
    }

    private static Mono<Void> closeService(WebsocketOutbound toService, WebSocketCloseStatus reason) {
        Mono<Void> sent = WebSocketCloseStatus.isValidStatusCode(reason.code())
                ? toService.sendClose(reason.code(), reason.reasonText())
                : toService.sendClose();
        return sent.onErrorComplete();
    }

    private static Mono<Void> dispose(WebsocketOutbound socket) {
        return Mono.fromRunnable(() -> socket.withConnection(DisposableChannel::dispose));
    }

    private static WebSocketCloseStatus refusal(Throwable failure) {
        if (failure instanceof WebSocketClientHandshakeException refused
                && refused.response() != null
                && refused.response().status().code() == STATUS_NOT_FOUND) {
            return NOT_FOUND;
        }
        log.info("A socket could not be joined with its service: {}", failure.toString());
        return COME_BACK;
    }
}
