package io.parley.gateway.routing.web;

import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.parley.gateway.access.Caller;
import io.parley.gateway.access.InternalTokens;
import io.parley.gateway.access.web.Callers;
import io.parley.gateway.admission.web.ClientAddress;
import io.parley.gateway.problem.Problem;
import io.parley.gateway.routing.RoutingProperties;
import java.net.URI;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.WebsocketClientSpec;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;
import reactor.netty.resources.ConnectionProvider;

/** Upgrades a caller's request and joins the socket with one to chat-session that carries the internal token. */
@Component
class SocketRelay implements WebHandler {

    private static final String PROTOCOL = "chat.v1";
    private static final String SUBPROTOCOLS = "Sec-WebSocket-Protocol";
    private static final String REQUEST_ID = "x-request-id";

    /** Above the 64 KiB of a client's frame, so that the one who sent too much still reads why it ended. */
    private static final int LARGEST_FRAME = 1024 * 1024;

    private static final PathPattern CONVERSATION =
            PathPatternParser.defaultInstance.parse("/ws/chat/{conversation_id}/{user_id}");

    private final RoutingProperties properties;
    private final InternalTokens tokens;
    private final OpenSockets open;
    private final ClientAddress addresses;
    private final GuestSocket.Limits limits;
    private final HttpClient client;

    SocketRelay(
            RoutingProperties properties,
            InternalTokens tokens,
            OpenSockets open,
            ClientAddress addresses,
            GuestSocket.Limits limits) {
        this.properties = properties;
        this.tokens = tokens;
        this.open = open;
        this.addresses = addresses;
        this.limits = limits;
        // Each socket keeps its connection to the end: there is nothing to pool.
        this.client = HttpClient.create(ConnectionProvider.newConnection())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        properties.connectTimeout().toMillis())
                .option(ChannelOption.SO_RCVBUF, JoinedSockets.SYSTEM_BUFFER)
                .disableRetry(true);
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        if (!isUpgrade(request)) {
            return Mono.error(Problem.UPGRADE_REQUIRED.because("This is a WebSocket."));
        }
        Caller caller = Callers.of(exchange);
        PathPattern.PathMatchInfo conversation =
                CONVERSATION.matchAndExtract(request.getPath().pathWithinApplication());
        if (conversation != null
                && !caller.userId().equals(conversation.getUriVariables().get("user_id"))) {
            return Mono.error(Problem.NOT_FOUND.because(request.getPath().value() + " does not exist."));
        }
        var guest = caller.isGuest() ? new GuestSocket(limits, addresses.of(exchange)) : null;
        return upgrade(exchange, service(request, tokens.mint(caller)), guest);
    }

    private static boolean isUpgrade(ServerHttpRequest request) {
        return HttpMethod.GET.equals(request.getMethod())
                && "websocket".equalsIgnoreCase(request.getHeaders().getUpgrade());
    }

    private HttpClient.WebsocketSender service(ServerHttpRequest request, String token) {
        WebsocketClientSpec.Builder spec = WebsocketClientSpec.builder()
                .maxFramePayloadLength(LARGEST_FRAME)
                .handlePing(true);
        return client.headers(headers -> writeHeaders(headers, request, token))
                .websocket((offersProtocol(request) ? spec.protocols(PROTOCOL) : spec).build())
                .uri(address(request.getURI()));
    }

    private static void writeHeaders(HttpHeaders headers, ServerHttpRequest request, String token) {
        headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + token);
        String id = request.getHeaders().getFirst(REQUEST_ID);
        if (id != null) {
            headers.set(REQUEST_ID, id);
        }
    }

    private URI address(URI asked) {
        URI service = properties.chatSession().url();
        String scheme = "https".equals(service.getScheme()) ? "wss" : "ws";
        String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
        return URI.create(scheme + "://" + service.getRawAuthority() + asked.getRawPath() + query);
    }

    private Mono<Void> upgrade(
            ServerWebExchange exchange, HttpClient.WebsocketSender service, @Nullable GuestSocket guest) {
        ServerHttpResponse response = exchange.getResponse();
        HttpServerResponse netty = ServerHttpResponseDecorator.getNativeResponse(response);
        WebsocketServerSpec.Builder spec = WebsocketServerSpec.builder()
                .maxFramePayloadLength(LARGEST_FRAME)
                .handlePing(true);
        WebsocketServerSpec agreed = (offersProtocol(exchange.getRequest()) ? spec.protocols(PROTOCOL) : spec).build();
        // Completing the response first writes its headers into the handshake, as Spring's own upgrade does.
        return response.setComplete()
                .then(Mono.defer(() -> netty.sendWebsocket(
                        (in, out) -> open.join(new JoinedSockets(in, out, properties, guest), service), agreed)));
    }

    /** Netty reads the first header line only. Nothing but this name is ever echoed: a ticket goes no further. */
    private static boolean offersProtocol(ServerHttpRequest request) {
        @Nullable String offered = request.getHeaders().getFirst(SUBPROTOCOLS);
        return offered != null
                && Arrays.stream(offered.split(",")).map(String::strip).anyMatch(PROTOCOL::equals);
    }
}
