package io.parley.session.connection.websocket;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.reactive.socket.adapter.ReactorNettyWebSocketSession;
import reactor.netty.http.server.HttpServer;

/**
 * The connections under the sockets. Reactor Netty closes one when its close frame has been written, and behind a full
 * window of a reader that does not read it never is: then the connection is closed without it.
 */
final class ServerConnections implements NettyServerCustomizer {

    /** A closed one leaves by itself. */
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    @Override
    public HttpServer apply(HttpServer server) {
        return server.doOnConnection(connection -> connections.add(connection.channel()));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
    void close(WebSocketSession socket) {
        if (socket instanceof ReactorNettyWebSocketSession netty) {
            var connection = connections.find(netty.getChannelId());
            if (connection != null) {
                connection.close();
            }
        }
    }
}
