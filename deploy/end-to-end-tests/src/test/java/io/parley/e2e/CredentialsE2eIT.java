package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.testkit.chat.ChatClient;
import io.parley.testkit.chat.ChatResponse;
import io.parley.testkit.chat.HandshakeRefused;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in, and everything that is none. */
@WithSuite
class CredentialsE2eIT {
    private static final String OTHER_SECRET = "another-secret-of-two-hundred-and-fifty-six-bits";

    private final RunningSuite suite;

    CredentialsE2eIT(RunningSuite suite) {
        this.suite = suite;
    }

    @Test
    void guestsChatAndKeepTheirUserId() {
        var first = suite.nobody().post("/auth/guest", Map.of()).expecting(201);
        var renewed = suite.nobody()
                .post("/auth/guest", Map.of("token", first.text("token")))
                .expecting(201);

        assertThat(first.text("user_id")).matches("guest-[0-9a-f-]{36}");
        assertThat(first.text("token_type")).isEqualTo("Bearer");
        assertThat(first.text("expires_at")).isNotEmpty();
        assertThat(renewed.text("user_id")).isEqualTo(first.text("user_id"));
        var before = suite.visitorWith(first.text("token")).session("leta");
        var after = suite.visitorWith(renewed.text("token")).session("leta");
        assertThat(after.sessionId()).isEqualTo(before.sessionId());
        try (var socket = suite.visitorWith(renewed.text("token")).chatsWith("leta")) {
            assertThat(socket.asks("Do you talk to guests?").isComplete()).isTrue();
            socket.checks();
        }
    }

    @Test
    void aTicketOpensOneSocketAndIsNotShownAround() {
        var client = suite.visitor();
        var session = client.session("leta");
        var ticket = ticketOf(client);

        try (var socket = suite.nobody().open("/ws/chat/" + session.sessionId(), "chat.v1", "ticket." + ticket)) {
            assertThat(socket.subprotocol()).isEqualTo("chat.v1");
            socket.awaits("session_info");
            assertThat(socket.asks(Paced.atOnce().asking("Did my ticket do?")).isComplete())
                    .isTrue();
        }
        isRefused(() -> suite.nobody().open("/ws/chat/" + session.sessionId(), "chat.v1", "ticket." + ticket));
    }

    @Test
    void aTicketOpensNoSessionOfSomebodyElse() {
        var session = suite.visitor().session("leta");
        var ticket = ticketOf(suite.visitor());

        var socket = suite.nobody().open("/ws/chat/" + session.sessionId(), "chat.v1", "ticket." + ticket);

        assertThat(socket.awaitsClose()).isEqualTo(4404);
    }

    @Test
    void aTokenInTheQueryCountsOnSocketsOnly() {
        var client = suite.visitor();
        var session = client.session("leta");

        try (var socket = client.connectWithQueryToken(session.sessionId())) {
            socket.awaits("session_info");
        }
        assertThat(suite.nobody()
                        .get("/chat/" + session.conversationId() + "/history?token=" + client.token())
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aTokenOfTheCommandLineIsGood() throws Exception {
        var data = Map.of(
                "PARLEY_DATA_DIR", suite.dataDirectory().toString(),
                "PATH", System.getenv("PATH"));

        var command =
                Shell.run(data, Installation.ROOT.resolve("parley").toString(), "token", "cli-user", "--ttl", "5m");

        assertThat(command.exitCode()).as(command.error()).isZero();
        assertThat(command.output().lines()).hasSize(1);
        assertThat(suite.visitorWith(command.output().strip())
                        .post("/chatbot/leta/session")
                        .status())
                .isIn(200, 201);
    }

    @Test
    void noneExpiredForeignOrUnsignedTokensAreRefused() {
        refuses(suite.nobody());
        refuses(suite.visitorWith(""));
        refuses(suite.visitorWith("no-token"));
        refuses(suite.visitorWith(suite.tokens().token("default", "late", Duration.ofMinutes(-5), "user")));
        refuses(suite.visitorWith(ForgedToken.of("mia").signedWith(OTHER_SECRET)));
        refuses(suite.visitorWith(ForgedToken.of("mia").unsigned()));
        refuses(suite.visitorWith(ForgedToken.of("mia").withoutEnd().signedWith(secret())));
        var good = suite.tokens().token("mia", "user");
        refuses(suite.visitorWith(good.substring(0, good.lastIndexOf('.') + 1)));
        refuses(suite.visitorWith(good.substring(0, good.length() - 4) + "AAAA"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ai-assistant",
                "system",
                "parley-gateway",
                "guest-0b9f6a4e-3f54-4c3b-9d9a-111111111111",
                "",
                "a b"
            })
    void reservedAndImpossibleUserIdsAreRefused(String sub) {
        refuses(suite.visitorWith(suite.tokens().token(sub, "user")));
    }

    @Test
    void healthAndKeysNeedNoCredential() {
        var health = suite.nobody().get("/health").expecting(200);

        assertThat(health.text("status")).isEqualTo("ok");
        assertThat(health.json().path("services").propertyNames())
                .containsExactlyInAnyOrder("gateway", "chat-session", "ai-completion", "history", "escalation");
        assertThat(health.body()).doesNotContain("127.0.0.1");
        assertThat(suite.nobody()
                        .get("/.well-known/jwks.json")
                        .expecting(200)
                        .json()
                        .path("keys")
                        .isEmpty())
                .isFalse();
        assertThat(suite.visitor().get("/chatbots").expecting(200).body()).contains("\"leta\"");
    }

    private void refuses(ChatClient client) {
        isUnauthorized(client.post("/chatbot/leta/session"));
        isUnauthorized(client.history(UUID.randomUUID().toString()));
        isRefused(() -> client.connect(UUID.randomUUID().toString()));
    }

    private static void isUnauthorized(ChatResponse response) {
        assertThat(response.status()).isEqualTo(401);
        assertThat(response.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(response.header("Content-Type")).startsWith("application/problem+json");
        assertThat(response.text("code")).isEqualTo("unauthorized");
        assertThat(response.json().path("success").asBoolean(true)).isFalse();
    }

    private static void isRefused(ThrowingCallable handshake) {
        assertThatThrownBy(handshake)
                .isInstanceOfSatisfying(
                        HandshakeRefused.class,
                        refused -> assertThat(refused.status()).isEqualTo(401));
    }

    private static String ticketOf(ChatClient client) {
        return client.post("/auth/ticket", Map.of()).expecting(201).text("ticket");
    }

    private String secret() {
        return suite.secret();
    }
}
