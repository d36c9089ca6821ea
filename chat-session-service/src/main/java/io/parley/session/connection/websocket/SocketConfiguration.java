package io.parley.session.connection.websocket;

import io.parley.platform.log.LogProperties;
import io.parley.session.chatbot.ChatbotCatalogue;
import io.parley.session.connection.ChatConnection;
import io.parley.session.connection.LiveConnections;
import io.parley.session.delivery.LiveConversations;
import io.parley.session.people.EnterConversation;
import io.parley.session.session.ChatSessions;
import io.parley.session.session.ConnectToSession;
import io.parley.session.session.EndSession;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.reactive.socket.server.support.HandshakeWebSocketService;
import org.springframework.web.reactive.socket.server.upgrade.ReactorNettyRequestUpgradeStrategy;
import reactor.netty.http.server.WebsocketServerSpec;

/** Where sockets come in. */
@Configuration(proxyBeanMethods = false)
class SocketConfiguration implements WebFluxConfigurer {

    /** Of a client's frame; a larger one closes the socket 1009. What the server sends has no such limit. */
    private static final int FRAME_BYTES = 64 * 1024;

    @Bean
    ServerConnections serverConnections() {
        return new ServerConnections();
    }

    @Bean
    HandlerMapping socketMapping(
            ConnectToSession connectToSession,
            EnterConversation enterConversation,
            ChatbotCatalogue chatbots,
            EndSession endSession,
            ChatSessions sessions,
            LiveConversations conversations,
            LiveConnections connections,
            ChatConnection.Services services,
            ServerConnections serverConnections,
            LogProperties properties) {
        var handler = new ChatSocketHandler(
                connectToSession,
                enterConversation,
                chatbots,
                endSession,
                sessions,
                conversations,
                connections,
                services,
                serverConnections,
                properties.replica());
        return new SimpleUrlHandlerMapping(
                Map.of("/ws/chat/{sessionId}", handler, "/ws/chat/{conversationId}/{userId}", handler), -1);
    }

    @Override
    public WebSocketService getWebSocketService() {
        return new HandshakeWebSocketService(new ReactorNettyRequestUpgradeStrategy(() -> WebsocketServerSpec.builder()
                .maxFramePayloadLength(FRAME_BYTES)
                // Pings and pongs are seen here: a pong is what shows that a silent reader is alive.
                .handlePing(true)));
    }
}
