package io.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.parley.events.Chatbot;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.WhileAnswering;
import io.parley.events.log.ConversationKey;
import io.parley.events.log.WireJson;
import io.parley.platform.identity.Caller;
import io.parley.session.connection.LiveConnections;
import io.parley.session.session.ChatSessions;
import io.parley.session.session.EndSession;
import io.parley.testkit.Backends;
import io.parley.testkit.Callers;
import io.parley.testkit.TestLog;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.HandshakeInfo;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** However a socket ends, it ends: also one whose reader reads nothing, and it takes no other one's frames along. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "parley.connection.silent-limit=5s")
@ContextConfiguration(initializers = Backends.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SocketEndIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Sender ANN = new Sender("ann", SenderType.AGENT, "Ann");
    private static final Map<Integer, Channel> CHANNELS = new ConcurrentHashMap<>();

    /** Knows the server's end of each connection, and lets little be on its way to a client. */
    @TestConfiguration(proxyBeanMethods = false)
    static class ServerEnds {

        @Bean
        NettyServerCustomizer serverEnds() {
            return server -> server.childOption(ChannelOption.SO_SNDBUF, 8 * 1024)
                    .doOnConnection(connection -> CHANNELS.put(
                            ((InetSocketAddress) connection.channel().remoteAddress()).getPort(),
                            connection.channel()));
        }
    }

    @LocalServerPort
    private int port;

    @Autowired
    private LiveConnections connections;

    @Autowired
    private ChatSessions sessions;

    @Autowired
    private EndSession endSession;

    @Autowired
    private SimpleUrlHandlerMapping socketMapping;

    private final TestLog log = new TestLog();
    private WebTestClient http;

    @BeforeAll
    void publishChatbot() {
        http = client(port);
        log.publish(new Chatbot(Chatbot.EVERY_TENANT, "leta", "Leta AI", "Hello!", WhileAnswering.ENQUEUE));
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> session("warm-up"));
    }

    @BeforeEach
    @AfterEach
    void awaitNoSocket() {
        Awaitility.await().atMost(LIMIT).until(() -> connections.size() == 0);
    }

    @Test
    void endsWithItsTokenWhereItsReaderReadsNothing() throws Exception {
        var user = user();
        var session = session(user);
        var token = Callers.token(
                Callers.TENANT, user, List.of("user"), Instant.now().plusSeconds(3));
        try (var deaf = new DeafClient(port, session, token)) {
            Awaitility.await().atMost(LIMIT).until(() -> connections.size() > 0);
            log.append(key(session), said("x".repeat(300_000)));
            // What it says after its token ended is nobody's.
            Awaitility.await().pollDelay(Duration.ofMillis(4500)).until(() -> true);
            deaf.says("{\"message\":\"too late\"}");

            Awaitility.await().atMost(LIMIT).until(() -> !deaf.serverEnd().isOpen());
            assertThat(log.facts(key(session)))
                    .filteredOn(fact -> fact.fact() instanceof MessagePosted posted
                            && posted.content().equals("too late"))
                    .isEmpty();
        }
    }

    @Test
    void tellsWhoeverShowsNothingWhyItEnds() throws Exception {
        var user = user();
        try (var deaf = new DeafClient(port, session(user), Callers.bearer(user).substring("Bearer ".length()))) {
            // 0x1138 is 4408.
            assertThat(deaf.readToTheEnd()).endsWith("\u00118nothing was heard for too long");
        }
    }

    @Test
    void endsWhereItsReaderLetsTooMuchWait() throws Exception {
        var user = user();
        var session = session(user);
        try (var deaf = new DeafClient(port, session, Callers.bearer(user).substring("Bearer ".length()))) {
            Awaitility.await().atMost(LIMIT).until(() -> connections.size() > 0);
            log.append(key(session), said("x".repeat(300_000)));
            for (int i = 0; i < 400; i++) {
                log.append(key(session), said("Number " + i));
            }

            Awaitility.await().atMost(LIMIT).until(() -> !deaf.serverEnd().isOpen());
        }
    }

    @Test
    void takesNoFrameOfAnotherSocketAlong() {
        var user = user();
        var session = session(user);
        var handler =
                (WebSocketHandler) socketMapping.getUrlMap().values().iterator().next();
        var ended = handler.handle(new SessionThatReadsNothing(user, session)).toFuture();
        Awaitility.await().atMost(LIMIT).until(() -> connections.size() > 0);
        try (var socket =
                new SocketClient(port, "/ws/chat/" + session.get("session_id").stringValue(), Callers.bearer(user))) {
            socket.next("session_info");
            for (int i = 0; i < 300; i++) {
                log.append(key(session), said("Number " + i));
            }
            socket.next("message", frame -> frame.get("content").stringValue().equals("Number 299"));

            assertThat(ended).succeedsWithin(LIMIT);
            assertThat(socket.types().stream().filter("message"::equals)).hasSize(300);
        }
    }

    @Test
    void isSentAwayOnceTheServerGoesAwayWheneverItCame() {
        var user = user();
        var session = session(user);
        var path = "/ws/chat/" + session.get("session_id").stringValue();
        try (var before = new SocketClient(port, path, Callers.bearer(user))) {
            before.next("session_info");
            connections.close();
            try (var after = new SocketClient(port, path, Callers.bearer(user))) {
                assertThat(before.closeCode()).isEqualTo(1012);
                assertThat(after.closeCode()).isEqualTo(1012);
            }
        } finally {
            connections.start(sessions, endSession);
        }
        var soon = "Bearer "
                + Callers.token(
                        Callers.TENANT, user, List.of("user"), Instant.now().plusSeconds(2));
        try (var again = new SocketClient(port, path, soon)) {
            assertThat(again.closeCode()).as("looked after again").isEqualTo(4401);
        }
    }

    @Test
    void isSentAwayByAProcessThatStops() throws Exception {
        var process = new SpringApplicationBuilder(ChatSessionApplication.class, ServerEnds.class)
                .initializers(new Backends())
                .run("--server.port=0", "--parley.log.service=stops", "--spring.mongodb.database=stops");
        int itsPort = process.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        var itsHttp = client(itsPort);
        var user = user();
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> session(itsHttp, user));
        var session = session(itsHttp, user);
        var path = "/ws/chat/" + session.get("session_id").stringValue();
        var bearer = Callers.bearer(user);
        try (var deaf = new DeafClient(itsPort, session, bearer.substring("Bearer ".length()));
                var first = new SocketClient(itsPort, path, bearer);
                var second = new SocketClient(itsPort, path, bearer)) {
            first.next("session_info");
            second.next("session_info");
            log.append(key(session), said("x".repeat(300_000)));
            first.next("message");
            long begun = System.nanoTime();

            process.close();

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
            assertThat(first.closeCode()).isEqualTo(1012);
            assertThat(second.closeCode()).isEqualTo(1012);
            assertThat(deaf.serverEnd().isOpen()).isFalse();
        }
    }

    private JsonNode session(String user) {
        return session(http, user);
    }

    private static WebTestClient client(int port) {
        return WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port)
                .responseTimeout(LIMIT)
                .build();
    }

    private static JsonNode session(WebTestClient http, String user) {
        return WireJson.mapper()
                .readTree(http.post()
                        .uri("/chatbot/leta/session")
                        .header("Authorization", Callers.bearer(user))
                        .exchange()
                        .expectStatus()
                        .is2xxSuccessful()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody());
    }

    private static String user() {
        return "user-" + UUID.randomUUID();
    }

    private static ConversationKey key(JsonNode session) {
        return new ConversationKey(
                Callers.TENANT, session.get("conversation_id").stringValue());
    }

    private static MessagePosted said(String text) {
        return new MessagePosted(MessageId.random(), ANN, text, Map.of(), null, null);
    }

    /** Opens a socket, and reads nothing of it, not even the answer to its handshake. */
    private static final class DeafClient implements AutoCloseable {

        private final Socket socket = new Socket();

        DeafClient(int port, JsonNode session, String token) throws Exception {
            socket.setReceiveBufferSize(4 * 1024);
            socket.connect(new InetSocketAddress("127.0.0.1", port), 5_000);
            write("""
                    GET /ws/chat/%s HTTP/1.1
                    Host: 127.0.0.1
                    Upgrade: websocket
                    Connection: Upgrade
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                    Sec-WebSocket-Version: 13
                    Authorization: Bearer %s

                    """.formatted(session.get("session_id").stringValue(), token)
                    .replace("\n", "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        }

        /** One short text frame; the mask is all zeros. */
        void says(String text) throws Exception {
            var payload = text.getBytes(StandardCharsets.UTF_8);
            var frame = new byte[6 + payload.length];
            frame[0] = (byte) 0x81;
            frame[1] = (byte) (0x80 | payload.length);
            System.arraycopy(payload, 0, frame, 6, payload.length);
            write(frame);
        }

        private void write(byte[] bytes) throws Exception {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        /** At last, what was sent up to the end. */
        String readToTheEnd() throws Exception {
            socket.setSoTimeout(10_000);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }

        Channel serverEnd() {
            return CHANNELS.get(socket.getLocalPort());
        }

        @Override
        public void close() throws Exception {
            socket.close();
        }
    }

    /** Reads nothing, and is closed at once: as a socket is whose client has said its close a moment ago. */
    private record SessionThatReadsNothing(HandshakeInfo info) implements WebSocketSession {

        SessionThatReadsNothing(String user, JsonNode session) {
            this(new HandshakeInfo(
                    URI.create("/ws/chat/" + session.get("session_id").stringValue()),
                    new HttpHeaders(),
                    Mono.just(new Caller(
                            Callers.TENANT,
                            user,
                            Set.of(Caller.Role.USER),
                            null,
                            Instant.now().plusSeconds(600))),
                    null));
        }

        @Override
        public Mono<Void> send(Publisher<WebSocketMessage> messages) {
            return Mono.create(sink -> messages.subscribe(new BaseSubscriber<>() {
                @Override
                protected void hookOnSubscribe(Subscription subscription) {
                    // Asks for nothing.
                }

                @Override
                protected void hookOnComplete() {
                    sink.success();
                }
            }));
        }

        @Override
        public Mono<Void> close(CloseStatus status) {
            return Mono.empty();
        }

        @Override
        public Flux<WebSocketMessage> receive() {
            return Flux.never();
        }

        @Override
        public String getId() {
            return "reads-nothing";
        }

        @Override
        public HandshakeInfo getHandshakeInfo() {
            return info;
        }

        @Override
        public DataBufferFactory bufferFactory() {
            return DefaultDataBufferFactory.sharedInstance;
        }

        @Override
        public Map<String, Object> getAttributes() {
            return Map.of();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public Mono<CloseStatus> closeStatus() {
            return Mono.never();
        }

        @Override
        public WebSocketMessage textMessage(String payload) {
            throw new UnsupportedOperationException();
        }

        @Override
        public WebSocketMessage binaryMessage(Function<DataBufferFactory, DataBuffer> payload) {
            throw new UnsupportedOperationException();
        }

        @Override
        public WebSocketMessage pingMessage(Function<DataBufferFactory, DataBuffer> payload) {
            throw new UnsupportedOperationException();
        }

        @Override
        public WebSocketMessage pongMessage(Function<DataBufferFactory, DataBuffer> payload) {
            throw new UnsupportedOperationException();
        }
    }
}
