package io.parley.gateway.routing.web;

import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.time.Duration;
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

    private final WebsocketInbound fromClient;
    private final WebsocketOutbound toClient;
    private final Sinks.One<WebSocketCloseStatus> ending = Sinks.one();
    private int messageBytes;

    JoinedSockets(WebsocketInbound fromClient, WebsocketOutbound toClient) {
        this.fromClient = fromClient;
        this.toClient = toClient;
    }

    /** Ends both sockets in order; the client is told why. The first reason counts. */
    void end(WebSocketCloseStatus reason) {
        var unused = ending.tryEmitValue(reason);
    }

    Mono<Void> join(HttpClient.WebsocketSender service, Duration handshakeTimeout) {
        return service.connect()
                .timeout(handshakeTimeout)
                .flatMap(this::relay)
                .onErrorResume(failure -> close(toClient, refusal(failure)));
    }

    private Mono<Void> relay(Connection connection) {
        if (!(connection.inbound() instanceof WebsocketInbound fromService)
                || !(connection.outbound() instanceof WebsocketOutbound toService)) {
            return Mono.error(new IllegalStateException("not a WebSocket"));
        }
        Mono<Void> down = pass(fromService, fromService.receiveFrames(), toClient, COME_BACK);
        Mono<Void> up = pass(fromClient, fromClient.receiveFrames().filter(this::isAdmitted), toService, CLIENT_GONE);
        Mono<Void> ended = ending.asMono().flatMap(reason -> close(toClient, reason));
        return Mono.firstWithSignal(down, up, ended)
                .then(Mono.defer(() -> close(toService, CLIENT_GONE)))
                .doFinally(signal -> connection.dispose());
    }

    /**
     * Passes frames on, and then the reason the sender closed with. When it is the receiver that goes away, this waits:
     * the other direction knows the receiver's reason and ends the pair.
     */
    private static Mono<Void> pass(
            WebsocketInbound from, Flux<WebSocketFrame> frames, WebsocketOutbound to, WebSocketCloseStatus ifLost) {
        Flux<WebSocketFrame> all = ReadOn.afterCancel(frames.onErrorComplete());
        return to.sendObject(all.map(WebSocketFrame::retain))
                .then()
                .onErrorResume(unwritable -> Mono.fromRunnable(() -> to.withConnection(DisposableChannel::dispose)))
                .then(from.receiveCloseStatus().onErrorComplete().defaultIfEmpty(ifLost))
                .flatMap(reason -> close(to, reason));
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
            return false;
        }
        return true;
    }

    private static Mono<Void> close(WebsocketOutbound to, WebSocketCloseStatus reason) {
        Mono<Void> sent = WebSocketCloseStatus.isValidStatusCode(reason.code())
                ? to.sendClose(reason.code(), reason.reasonText())
                : to.sendClose();
        return sent.onErrorComplete();
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
