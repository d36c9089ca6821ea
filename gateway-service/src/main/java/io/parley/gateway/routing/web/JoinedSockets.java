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
import reactor.core.publisher.SynchronousSink;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;

/**
 * A client's socket and the service's, joined frame by frame: pings, pongs and close codes pass as they are, and each
 * side is read only as fast as the other takes. Where the service is not there or dies, the client is told 1012.
 */
final class JoinedSockets {

    private static final Logger log = LoggerFactory.getLogger(JoinedSockets.class);

    static final WebSocketCloseStatus COME_BACK = new WebSocketCloseStatus(1012, "Come back in a moment");
    private static final WebSocketCloseStatus CLIENT_GONE = new WebSocketCloseStatus(1001, "The client is gone");
    private static final WebSocketCloseStatus TOO_LARGE = new WebSocketCloseStatus(1009, "A frame is at most 64 KiB");
    private static final WebSocketCloseStatus NOT_FOUND = new WebSocketCloseStatus(4404, "Not found");
    private static final int LARGEST_CLIENT_MESSAGE = 64 * 1024;

    private final WebsocketInbound fromClient;
    private final WebsocketOutbound toClient;
    private final Sinks.Empty<Void> ending = Sinks.empty();
    private volatile WebSocketCloseStatus lastWord = COME_BACK;
    private int messageBytes;

    JoinedSockets(WebsocketInbound fromClient, WebsocketOutbound toClient) {
        this.fromClient = fromClient;
        this.toClient = toClient;
    }

    /** Ends both sockets in order; the client is asked to come back. */
    void end() {
        // A second end finds the first: nothing is lost by its refusal.
        var unused = ending.tryEmitEmpty();
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
        Mono<Void> up = pass(fromClient, framesOfClient(), toService, CLIENT_GONE);
        Mono<Void> ended = ending.asMono().then(close(toClient, COME_BACK));
        // Whoever ends first ends the other: the close frame has been passed on by then.
        return Mono.firstWithSignal(down, up, ended)
                .onErrorResume(failure -> close(toClient, lastWord))
                .then(Mono.defer(() -> close(toService, CLIENT_GONE)))
                .doFinally(signal -> connection.dispose());
    }

    /**
     * Reactor Netty closes a socket without a code when its reader cancels, and a failing write to the service cancels
     * it: the last word has to be out before that.
     */
    private Flux<WebSocketFrame> framesOfClient() {
        return fromClient
                .receiveFrames()
                .doOnCancel(() -> close(toClient, lastWord).subscribe())
                .handle(this::limit);
    }

    private void limit(WebSocketFrame frame, SynchronousSink<WebSocketFrame> sink) {
        switch (frame) {
            case TextWebSocketFrame text -> messageBytes = text.content().readableBytes();
            case BinaryWebSocketFrame binary -> messageBytes = binary.content().readableBytes();
            case ContinuationWebSocketFrame more ->
                messageBytes += more.content().readableBytes();
            default -> {
                sink.next(frame); // ping and pong may stand between the parts of a message
                return;
            }
        }
        if (messageBytes <= LARGEST_CLIENT_MESSAGE) {
            sink.next(frame);
        } else {
            lastWord = TOO_LARGE;
            sink.error(new IllegalArgumentException(TOO_LARGE.reasonText()));
        }
    }

    private static Mono<Void> pass(
            WebsocketInbound from, Flux<WebSocketFrame> frames, WebsocketOutbound to, WebSocketCloseStatus ifLost) {
        return to.sendObject(frames.map(WebSocketFrame::retain))
                .then()
                .then(from.receiveCloseStatus().defaultIfEmpty(ifLost))
                .flatMap(status -> close(to, status));
    }

    private static Mono<Void> close(WebsocketOutbound to, WebSocketCloseStatus status) {
        Mono<Void> sent = WebSocketCloseStatus.isValidStatusCode(status.code())
                ? to.sendClose(status.code(), status.reasonText())
                : to.sendClose();
        return sent.onErrorComplete();
    }

    private static WebSocketCloseStatus refusal(Throwable failure) {
        if (failure instanceof WebSocketClientHandshakeException refused
                && refused.response() != null
                && refused.response().status().code() == 404) {
            return NOT_FOUND;
        }
        log.info("A socket could not be joined with its service: {}", failure.toString());
        return COME_BACK;
    }
}
