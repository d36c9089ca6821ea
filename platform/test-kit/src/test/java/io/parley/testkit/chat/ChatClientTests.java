package io.parley.testkit.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.parley.events.log.WireJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.JsonNode;

/** Against a gateway that answers every message with two chunks, and ends when it is told {@code bye}. */
class ChatClientTests {

    private static final DisposableServer server = HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .route(routes -> routes.post(
                            "/chatbot/leta/session",
                            (in, out) -> out.status(
                                            in.requestHeaders().contains("Authorization", "Bearer good", false)
                                                    ? 201
                                                    : 401)
                                    .sendString(
                                            Flux.just(
                                                    "{\"session_id\":\"s\",\"conversation_id\":\"c\",\"previous_messages\":[],\"cursor\":{\"epoch\":\"e\",\"seq\":0}}")))
                    .get("/ws/chat/unknown", (in, out) -> out.status(401).send())
                    .ws(
                            "/ws/chat/c/ann",
                            (in, out) -> out.sendString(
                                    in.receiveFrames()
                                            .map(frame -> WireJson.mapper()
                                                    .readTree(frame.content().toString(StandardCharsets.UTF_8)))
                                            .concatMap(ChatClientTests::amongPeople)
                                            .startWith(
                                                    "{\"type\":\"session_info\",\"message\":\"m\",\"conversation_id\":\"c\",\"cursor\":{\"epoch\":\"e\",\"seq\":10}}")))
                    .ws(
                            "/ws/chat/s",
                            (in, out) -> out.sendString(Flux.concat(
                                    Flux.just(
                                            "{\"type\":\"session_info\",\"message\":\"m\",\"session_id\":\"s\",\"conversation_id\":\"c\",\"cursor\":{\"epoch\":\"e\",\"seq\":0}}"),
                                    in.receiveFrames()
                                            .map(frame -> WireJson.mapper()
                                                    .readTree(frame.content().toString(StandardCharsets.UTF_8)))
                                            .takeUntil(frame -> frame.path("message")
                                                    .asString()
                                                    .equals("bye"))
                                            .index()
                                            .concatMap(said -> answer(
                                                    said.getT1(),
                                                    said.getT2()
                                                            .path("client_message_id")
                                                            .asString()))))))
            .bindNow();

    private final ChatClient client = ChatClient.of("http://127.0.0.1:" + server.port(), "good");

    @AfterAll
    static void stop() {
        server.disposeNow();
    }

    @Test
    void asksAndIsAnswered() {
        try (var visitor = client.chatsWith("leta")) {
            var first = visitor.asks("hello");
            var second = visitor.asks("again");

            assertThat(first.isComplete()).isTrue();
            assertThat(first.text()).isEqualTo("one two");
            assertThat(first.chunks()).hasSize(2);
            assertThat(second.messageId()).isNotEqualTo(first.messageId());
            visitor.checks();
        }
    }

    @Test
    void noticesThatTheServerCloses() {
        try (var visitor = client.chatsWith("leta")) {
            visitor.says("bye");

            assertThat(visitor.awaitsClose()).as("no code was given").isEqualTo(1005);
            assertThatThrownBy(() -> visitor.awaits("never", _ -> false, Duration.ofMillis(50)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("closed 1005");
        }
    }

    @Test
    void saysWhatDidNotCome() {
        try (var visitor = client.chatsWith("leta")) {
            assertThatThrownBy(() -> visitor.awaits("a pong", frame -> frame.is("pong"), Duration.ofMillis(50)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("a pong did not come")
                    .hasMessageContaining("session_info");
        }
    }

    @Test
    void noticesARefusedHandshakeAndAnUnexpectedStatus() {
        assertThatThrownBy(() -> client.connect("unknown"))
                .isInstanceOfSatisfying(
                        HandshakeRefused.class,
                        refused -> assertThat(refused.status()).isEqualTo(401));
        assertThatThrownBy(() -> ChatClient.anonymous("http://127.0.0.1:" + server.port())
                        .session("leta"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("status 401");
    }

    @Test
    void talksAndRecoversAmongPeople() {
        var token = OutsideTokens.ofSecret("0123456789abcdef0123456789abcdef").token("ann", "agent");
        var ann = ChatClient.of("http://127.0.0.1:" + server.port(), token);

        try (var socket = ann.talksIn("c")) {
            assertThat(socket.cursor()).isEqualTo(new Cursor("e", 10));
            var recovery = socket.recovers(new Cursor("e", 3));
            socket.says("hello", "1");

            assertThat(ann.userId()).isEqualTo("ann");
            assertThat(recovery.isWhole()).isTrue();
            assertThat(recovery.facts()).extracting(Frame::seq).containsExactly(5L, 8L);
            assertThat(socket.awaitsReceipt("1").text("message_id")).isEqualTo("hello");
            assertThat(socket.cursor()).isEqualTo(new Cursor("e", 11));
            socket.checks();
            assertThat(socket.recovers(new Cursor("e", 5)).facts()).hasSize(2);
            assertThat(socket.breaches()).anyMatch(breach -> breach.contains("a resume after 5 begins with"));
        }
    }

    @Test
    void signsTokensWithTheSharedSecret() throws Exception {
        var secret = "0123456789abcdef0123456789abcdef";

        var token = SignedJWT.parse(OutsideTokens.ofSecret(secret).token("ann", "agent"));

        assertThat(token.verify(new MACVerifier(secret))).isTrue();
        assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo("ann");
        assertThat(token.getJWTClaimsSet().getStringListClaim("roles")).isEqualTo(List.of("agent"));
        assertThat(token.getJWTClaimsSet().getStringClaim("tenant")).isEqualTo("default");
    }

    private static Flux<String> amongPeople(JsonNode frame) {
        return switch (frame.path("type").asString("")) {
            case "resume" ->
                Flux.just(
                        FrameFixtures.recovered(2, 10),
                        FrameFixtures.fact("note", 5, 3, "\"content\":\"for agents\""),
                        FrameFixtures.message("y", 8, 5));
            default ->
                Flux.just(FrameFixtures.received(frame.path("content").asString(""), 11, 8)
                        .replace("\"message_id\"", "\"client_message_id\":\"1\",\"message_id\""));
        };
    }

    private static Flux<String> answer(long number, String name) {
        long seq = number * 10 + 1;
        return Flux.just(
                """
                {"type":"message_received","conversation_id":"c","seq":%d,"prev_seq":%d,"message_id":"q%d","timestamp":"t","client_message_id":"%s"}""".formatted(seq, Math.max(0, seq - 9), number, name),
                """
                {"type":"response_start","message":"m","message_id":"a%d","in_reply_to":"q%d","attempt":1}""".formatted(number, number),
                """
                {"type":"response_chunk","message_id":"a%d","attempt":1,"index":0,"chunk":"one "}""".formatted(number),
                """
                {"type":"response_chunk","message_id":"a%d","attempt":1,"index":1,"chunk":"two"}""".formatted(number),
                """
                {"type":"response_complete","conversation_id":"c","seq":%d,"prev_seq":%d,"message_id":"a%d","id":"a%d",\
                "in_reply_to":"q%d","full_response":"one two","content":"one two",\
                "timestamp":"t","attempt":1,"finish_reason":"stop","citations":[],"sender_id":"ai-assistant",\
                "sender_type":"assistant"}""".formatted(seq + 1, seq, number, number, number));
    }
}
