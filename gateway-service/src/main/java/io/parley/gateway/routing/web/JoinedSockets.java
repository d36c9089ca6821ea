package io.parley.gateway.routing.web;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.parley.gateway.routing.RoutingProperties;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
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
 * side is read only as fast as the other takes. Where the service is not there or dies, the client is told 1012; a
 * client that takes nothing is closed, for the service's own word would wait behind what it does not read.
 */
final class JoinedSockets {

    static final WebSocketCloseStatus COME_BACK = new WebSocketCloseStatus(1012, "Come back in a moment");

    private static final Logger log = LoggerFactory.getLogger(JoinedSockets.class);
    private static final WebSocketCloseStatus CLIENT_GONE = new WebSocketCloseStatus(1001, "The client is gone");
    private static final WebSocketCloseStatus TOO_LARGE = new WebSocketCloseStatus(1009, "A message is at most 64 KiB");
    private static final WebSocketCloseStatus NOT_FOUND = new WebSocketCloseStatus(4404, "Not found");
    private static final WebSocketCloseStatus TOO_SLOW = new WebSocketCloseStatus(4408, "Too slow a reader");
    private static final WebSocketCloseStatus OVER_LIMIT = new WebSocketCloseStatus(4429, "Over the limit for long");
    private static final int LARGEST_CLIENT_MESSAGE = 64 * 1024;
    private static final int STATUS_NOT_FOUND = 404;

    /** What the system holds for one direction of a socket: it would be megabytes, and a slow reader found out late. */
    static final int SYSTEM_BUFFER = 128 * 1024;

    /**
     * The same at the end, as far as the system grants it: a close frame stands behind all that its client has not read, and
     * what the system has taken is delivered even after the socket was closed here.
     */
    private static final int LAST_BUFFER = 4 * SYSTEM_BUFFER;

    /** Time for a client to answer a close frame; what it has sent until then is read, or TCP would reset the socket. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final WebsocketInbound fromClient;
    private final WebsocketOutbound toClient;
    private final Sinks.One<WebSocketCloseStatus> ending = Sinks.one();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final RoutingProperties properties;
    private final @Nullable GuestSocket guest;
    private int messageBytes;

    /** @param guest judges what a guest sends; null for anybody else */
    JoinedSockets(
            WebsocketInbound fromClient,
            WebsocketOutbound toClient,
            RoutingProperties properties,
            @Nullable GuestSocket guest) {
        this.fromClient = fromClient;
        this.toClient = toClient;
        this.properties = properties;
        this.guest = guest;
    }

    /** Ends both sockets in order; the client is told why. The first reason counts. */
    void end(WebSocketCloseStatus reason) {
        var _ = ending.tryEmitValue(reason);
    }

    Mono<Void> join(HttpClient.WebsocketSender service) {
        toClient.withConnection(OnlyOneClose::install);
        return service.connect()
                .timeout(properties.handshakeTimeout())
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
        var reader = SocketWatch.ofReader(properties.readerStall(), () -> end(TOO_SLOW));
        holdFor(toClient, SYSTEM_BUFFER);
        toClient.withConnection(reader::install);
        var sender = SocketWatch.ofSender(properties.serviceSilence(), () -> dropUnlessHeldUp(connection, reader));
        sender.install(connection);
        Mono<Void> down = pass(fromService, frame -> !closing.get(), toClient, reader)
                .defaultIfEmpty(COME_BACK)
                .flatMap(this::closeClient);
        Mono<Void> up = pass(fromClient, this::isAdmitted, toService, sender)
                .defaultIfEmpty(CLIENT_GONE)
                .flatMap(reason -> closeService(toService, reason));
        Mono<Void> ended = ending.asMono()
                .doOnNext(_ -> reader.takeNoMore())
                .flatMap(this::closeClient)
                .then(Mono.never());
        // Where one side ends while the other's frames are only being asked for, that writer never says that it ended.
        Mono<Void> gone = Mono.when(whenClosed(toClient), whenClosed(toService));
        return Mono.firstWithSignal(Mono.when(down, up), ended, gone).doFinally(signal -> connection.dispose());
    }

    /** A service that is gone without a word; one whose words wait for a slow reader is not. */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
    private static void dropUnlessHeldUp(Connection service, SocketWatch reader) {
        if (reader.isWritable()) {
            // Not by dispose: that would end it in order, with a code of its own.
            service.channel().close();
        }
    }

    /** Passes frames on until the sender is gone, then gives the sender's reason if there was one. */
    private static Mono<WebSocketCloseStatus> pass(
            WebsocketInbound from, Predicate<WebSocketFrame> wanted, WebsocketOutbound to, SocketWatch writer) {
        Flux<WebSocketFrame> frames = ReadOn.of(from.receiveFrames().onErrorComplete(), wanted, writer);
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
        return messageBytes <= LARGEST_CLIENT_MESSAGE && !closing.get() && isWithinLimit(frame);
    }

    private boolean isWithinLimit(WebSocketFrame frame) {
        var refusal = guest == null ? null : guest.judge(frame);
        if (refusal == null) {
            return true;
        }
        if (refusal.answer() != null) {
            tellClient(refusal.answer());
        }
        if (refusal.forLong()) {
            end(OVER_LIMIT);
        }
        return false;
    }

    /** Between two frames of the service; a client that does not read its answers is not given more of them. */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
    private void tellClient(String answer) {
        toClient.withConnection(client -> {
            if (client.channel().isWritable()) {
                client.channel().writeAndFlush(new TextWebSocketFrame(answer));
            }
        });
    }

    private Mono<Void> closeClient(WebSocketCloseStatus reason) {
        if (!closing.compareAndSet(false, true)) {
            return Mono.empty();
        }
        holdFor(toClient, LAST_BUFFER);
        return toClient.sendObject(frame(reason))
                .then()
                .then(fromClient.receiveCloseStatus())
                .timeout(LINGER)
                .onErrorComplete()
                .then(dispose(toClient));
    }

    /** A socket that has just gone has no buffer left to set; how it ends is for its reader and writer to find out. */
    private static void holdFor(WebsocketOutbound socket, int bytes) {
        socket.withConnection(connection -> {
            try {
                connection.channel().config().setOption(ChannelOption.SO_SNDBUF, bytes);
            } catch (ChannelException gone) {
                log.debug("A socket was gone before its end", gone);
            }
        });
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

    private static Mono<Void> whenClosed(WebsocketOutbound socket) {
        return Mono.create(closed -> socket.withConnection(
                connection -> connection.channel().closeFuture().addListener(_ -> closed.success())));
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
