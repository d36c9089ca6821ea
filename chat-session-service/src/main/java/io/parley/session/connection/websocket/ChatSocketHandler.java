package io.parley.session.connection.websocket;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.parley.events.Chatbot;
import io.parley.platform.identity.Caller;
import io.parley.platform.problem.Problem;
import io.parley.session.chatbot.ChatbotCatalogue;
import io.parley.session.connection.ChatConnection;
import io.parley.session.connection.CloseReason;
import io.parley.session.connection.LiveConnections;
import io.parley.session.connection.Outgoing;
import io.parley.session.conversation.Conversation;
import io.parley.session.delivery.ConversationFeed;
import io.parley.session.delivery.LiveConversations;
import io.parley.session.people.EnterConversation;
import io.parley.session.session.ChatSession;
import io.parley.session.session.ChatSessions;
import io.parley.session.session.ConnectToSession;
import io.parley.session.session.EndSession;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The socket of a chat session, {@code /ws/chat/{session_id}}, or of a conversation,
 * {@code /ws/chat/{conversation_id}/{user_id}}: from the handshake to the close code.
 */
final class ChatSocketHandler implements WebSocketHandler {

    private static final Logger log = LoggerFactory.getLogger(ChatSocketHandler.class);

    /** How long a close frame may take to leave; behind a reader that does not read it never does. */
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    /** The same for a slow reader that reads at all: why it ends stands behind all that it has not read. */
    private static final Duration SLOW_CLOSE_LIMIT = Duration.ofSeconds(8);

    private final ConnectToSession connectToSession;
    private final EnterConversation enterConversation;
    private final ChatbotCatalogue chatbots;
    private final EndSession endSession;
    private final ChatSessions sessions;
    private final LiveConversations conversations;
    private final LiveConnections connections;
    private final ChatConnection.Services services;
    private final ServerConnections serverConnections;
    private final String replica;

    ChatSocketHandler(
            ConnectToSession connectToSession,
            EnterConversation enterConversation,
            ChatbotCatalogue chatbots,
            EndSession endSession,
            ChatSessions sessions,
            LiveConversations conversations,
            LiveConnections connections,
            ChatConnection.Services services,
            ServerConnections serverConnections,
            String replica) {
        this.connectToSession = connectToSession;
        this.enterConversation = enterConversation;
        this.chatbots = chatbots;
        this.endSession = endSession;
        this.sessions = sessions;
        this.conversations = conversations;
        this.connections = connections;
        this.services = services;
        this.serverConnections = serverConnections;
        this.replica = replica;
    }

    @Override
    public List<String> getSubProtocols() {
        return List.of("chat.v1");
    }

    @Override
    public Mono<Void> handle(WebSocketSession socket) {
        return socket.getHandshakeInfo()
                .getPrincipal()
                .cast(Caller.class)
                .flatMap(caller -> open(socket, caller)
                        .map(opened -> run(socket, opened))
                        .defaultIfEmpty(close(socket, CloseReason.NOT_FOUND))
                        .onErrorResume(failure -> {
                            log.warn("A socket could not be opened: {}", failure.toString());
                            return Mono.just(close(socket, CloseReason.NOT_THERE));
                        })
                        .timeout(
                                services.properties().openLimit(),
                                Mono.fromSupplier(() -> close(socket, CloseReason.TRY_LATER))))
                .flatMap(next -> next);
    }

    /**
     * What a socket is opened with.
     *
     * @param session null where it is opened to the conversation itself
     * @param chatbotName to greet with; null where people only talk
     */
    private record Opened(
            Caller caller,
            @Nullable ChatSession session,
            @Nullable String chatbotName,
            ConversationFeed feed) {}

    private Mono<Opened> open(WebSocketSession socket, Caller caller) {
        var path = socket.getHandshakeInfo().getUri().getPath().split("/", -1);
        // "", "ws", "chat", and a session's id, or a conversation's and its reader's.
        return path.length == 4 ? openSession(caller, path[3]) : openConversation(caller, path[3], path[4]);
    }

    private Mono<Opened> openSession(Caller caller, String sessionId) {
        return connectToSession
                .connect(caller, sessionId)
                .flatMap(connected -> conversations
                        .open(connected.session().conversation())
                        .map(feed -> new Opened(caller, connected.session(), connected.chatbotName(), feed)));
    }

    private Mono<Opened> openConversation(Caller caller, String conversationId, String userId) {
        if (!caller.userId().equals(userId)) {
            return Mono.empty();
        }
        return enterConversation
                .enter(caller, conversationId, true)
                .map(feed -> new Opened(caller, null, chatbotName(feed.conversation()), feed))
                .onErrorResume(
                        Problem.class,
                        problem -> problem.status() == HttpStatus.NOT_FOUND ? Mono.empty() : Mono.error(problem));
    }

    private @Nullable String chatbotName(Conversation conversation) {
        var chatbotId = conversation.chatbotId();
        return chatbotId == null
                ? null
                : chatbots.find(conversation.key().tenant(), chatbotId)
                        .map(Chatbot::name)
                        .orElse(chatbotId);
    }

    /** From the first frame to the last; whatever ends it, the connection is taken out again. */
    private Mono<Void> run(WebSocketSession socket, Opened opened) {
        return Mono.defer(() -> {
            var connection = new ChatConnection(opened.caller(), opened.session(), opened.feed(), services);
            connections.add(connection);
            connection.open(opened.chatbotName());
            return run(socket, connection);
        });
    }

    private Mono<Void> run(WebSocketSession socket, ChatConnection connection) {
        var session = connection.sessionId();
        var counted = session == null
                ? Mono.<Void>empty()
                : sessions.countSockets(session, replica, connections.count(session))
                        .onErrorComplete();
        // One end for whoever comes to it first: a second one would complete at once, and cancel the first.
        Mono<Void> end = Mono.defer(() -> close(socket, connection.closing())).cache();
        Mono<Void> in = socket.receive()
                .doOnNext(_ -> connection.heard())
                // To text here: the buffer is released when the next operator has it.
                .<String>handle((message, next) -> {
                    switch (message.getType()) {
                        case TEXT -> next.next(message.getPayloadAsText());
                        // A frame of the contract is text; this is read as one, and refused as no JSON.
                        case BINARY -> next.next("");
                        case PING -> connection.pinged(bytes(message));
                        case PONG -> {}
                    }
                })
                .concatMap(connection::receive, 1)
                .then()
                .onErrorResume(ChatSocketHandler::isTooBig, _ -> close(socket, CloseReason.TOO_BIG));
        Mono<Void> out = socket.send(connection.outgoing().map(outgoing -> message(socket, outgoing)))
                .then(end);
        // What a reader does not read can hold up its own end; then the end comes without it.
        Mono<Void> cut = connection.whenCut().then(end);
        // Beside it: a slow database does not hold up the first frame.
        return Mono.when(counted, Mono.firstWithSignal(in, out, cut))
                // The frame that ends a socket is offered under the feed's lock and among its readers: not there.
                .publishOn(Schedulers.parallel())
                .doFinally(_ -> {
                    connection.closed();
                    connections.remove(connection);
                })
                .then(Mono.defer(() -> closed(session)))
                .onErrorResume(failure -> {
                    log.debug("A socket ended: {}", failure.toString());
                    return closed(session).onErrorComplete();
                });
    }

    private Mono<Void> closed(@Nullable String session) {
        return session == null ? Mono.empty() : endSession.socketClosed(session);
    }

    /** One frame that is too big is refused by its decoder, one in pieces by what joins them. */
    private static boolean isTooBig(Throwable failure) {
        return failure instanceof TooLongFrameException
                || (failure instanceof CorruptedWebSocketFrameException corrupted
                        && corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG));
    }

    private static ByteBuffer bytes(WebSocketMessage message) {
        var bytes = new byte[message.getPayload().readableByteCount()];
        message.getPayload().read(bytes);
        return ByteBuffer.wrap(bytes);
    }

    private static WebSocketMessage message(WebSocketSession socket, Outgoing outgoing) {
        return switch (outgoing) {
            case Outgoing.Text(var frame) ->
                new WebSocketMessage(
                        WebSocketMessage.Type.TEXT, socket.bufferFactory().wrap(frame.json()));
            case Outgoing.Ping _ -> socket.pingMessage(buffers -> buffers.wrap(new byte[0]));
            case Outgoing.Pong(var payload) -> socket.pongMessage(buffers -> buffers.wrap(payload));
        };
    }

    private Mono<Void> close(WebSocketSession socket, CloseReason reason) {
        return Mono.defer(() -> socket.close(new CloseStatus(reason.code(), reason.text())))
                .timeout(
                        reason == CloseReason.TOO_SLOW ? SLOW_CLOSE_LIMIT : CLOSE_LIMIT,
                        Mono.fromRunnable(() -> serverConnections.close(socket)))
                .onErrorComplete();
    }
}
