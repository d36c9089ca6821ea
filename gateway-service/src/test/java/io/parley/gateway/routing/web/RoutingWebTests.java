package io.parley.gateway.routing.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.gateway.support.GatewayTest;
import io.parley.gateway.support.StandInService.Received;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Value;

/** Which service answers what, what reaches it, and what is said when it does not answer. */
class RoutingWebTests extends GatewayTest {

    private static final int MIB = 1024 * 1024;
    private static final String ALICE = OWN.token("alice");

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource({
        "POST, /chatbot/leta/session, chat-session",
        "DELETE, /chatbot/session/s1?all=true, chat-session",
        "POST, /chat/c1/messages, chat-session",
        "GET, /chat/c1/events?after=3&epoch=e&wait=25, chat-session",
        "DELETE, /chat/c1, chat-session",
        "GET, /chat/user/events, chat-session",
        "POST, /api/chat/ai/send, chat-session",
        "GET, /chatbots, ai-completion",
        "PUT, /chatbots/leta, ai-completion",
        "POST, /chatbots/leta/documents, ai-completion",
        "PUT, /api/settings/api-key, ai-completion",
        "POST, /api/assist/field, ai-completion",
        "GET, /v1/assistants, ai-completion",
        "POST, /v1/threads/t/runs, ai-completion",
        "GET, /usage?by=user, ai-completion",
        "GET, /chat/c1/history?limit=50, history",
        "GET, /chat/user/alice/conversations, history",
        "GET, /api/chat/ai/history/alice?page=1, history",
        "DELETE, /api/chat/ai/history/alice, history",
        "POST, /chat/c1/escalate, escalation",
        "DELETE, /chat/c1/escalate, escalation",
        "GET, /chat/c1/escalations, escalation",
        "POST, /chat/c1/rating, escalation",
        "GET, /agent/queue, escalation",
        "POST, /agent/escalations/e1/claim, escalation",
        "PUT, /agent/status, escalation",
        "GET, /agent/conversations, escalation",
        "POST, /agent/escalations/e1/notes, escalation",
        "GET, /agent/escalations/e1/notes, escalation",
        "PUT, /agent/canned-replies/1, escalation",
        "DELETE, /agent/canned-replies/1, escalation",
    })
    void sendsEachPathToItsService(String method, String path, String service) {
        HttpResponse<String> answer = send(request(path, ALICE).method(method, body("{}")));

        assertThat(answer.statusCode()).isEqualTo(200);
        Received received = received(answer);
        assertThat(received.service()).isEqualTo(service);
        assertThat(received.method()).isEqualTo(method);
        assertThat(received.uri()).isEqualTo(path);
        assertThat(received.bodyBytes()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nowhere",
                "/chat",
                "/chat/c1/unknown",
                "/chatbotx",
                "/actuator/health",
                "/api/chat/ai",
                "/v2/assistants",
                "/auth/token",
                "/static/missing.js",
                "/desk/missing.js"
            })
    void doesNotKnowOtherPaths(String path) {
        HttpResponse<String> answer = send(request(path, ALICE));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(json(answer).path("code").stringValue()).isEqualTo("not_found");
    }

    @Test
    void dropsWhatAClientSaysAboutItself() {
        Received received = received(send(request("/chatbots", ALICE)
                .header("X-User-Id", "bob")
                .header("X-User-Roles", "admin")
                .header("X-Parley-Tenant", "acme")
                .header("X-Forwarded-For", "1.2.3.4")
                .header("X-Forwarded-Host", "evil.example")
                .header("Forwarded", "for=1.2.3.4")
                .header("X-Real-IP", "1.2.3.4")
                .header("Cookie", "session=1")
                .header("X-Request-Id", "mine")
                .header("OpenAI-Beta", "assistants=v2")));

        assertThat(received.headers().keySet())
                .noneMatch(name -> name.startsWith("x-user") || name.startsWith("x-parley"))
                .noneMatch(name -> name.startsWith("x-forwarded") || name.equals("forwarded"))
                .doesNotContain("cookie", "x-real-ip");
        assertThat(received.headers().get("authorization")).doesNotContain(ALICE);
        assertThat(received.headers().get("x-request-id")).startsWith("req_");
        assertThat(received.headers()).containsEntry("openai-beta", "assistants=v2");
    }

    @Test
    void namesEveryAnswer() {
        HttpResponse<String> passed = send(request("/chatbots", ALICE));
        HttpResponse<String> refused = send(request("/chatbots"));

        assertThat(passed.headers().allValues("x-request-id"))
                .singleElement()
                .isEqualTo(received(passed).headers().get("x-request-id"));
        assertThat(refused.headers().allValues("x-request-id")).hasSize(1);
    }

    @Test
    void passesErrorsOfServicesUnchanged() {
        HttpResponse<String> answer = send(request("/chatbots/teapot", ALICE));

        assertThat(answer.statusCode()).isEqualTo(418);
        assertThat(answer.body()).isEqualTo("{\"short\":true}");
    }

    @Test
    void passesStreamsAsTheyCome() throws Exception {
        HttpRequest request = request("/v1/stream", ALICE).build();
        HttpResponse<InputStream> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());

        Instant start = Instant.now();
        byte[] first = new byte[9];
        assertThat(answer.body().readNBytes(first, 0, 9)).isEqualTo(9);
        Duration untilFirst = Duration.between(start, Instant.now());
        String rest = new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(untilFirst).isLessThan(Duration.ofMillis(600));
        assertThat(rest).endsWith("data: 4\n\n");
        assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
    }

    @Test
    void waitsForALongPoll(
            @Value("${spring.cloud.gateway.server.webflux.httpclient.response-timeout}") Duration answerLimit) {
        assertThat(answerLimit).isGreaterThan(Duration.ofSeconds(60));
    }

    @Test
    void passesBodiesUpToTheLimit() {
        HttpResponse<String> answer =
                send(request("/chat/c1/messages", ALICE).POST(BodyPublishers.ofByteArray(new byte[MIB])));

        assertThat(received(answer).bodyBytes()).isEqualTo(MIB);
    }

    @ParameterizedTest
    @ValueSource(ints = {MIB + 1, 3 * MIB})
    void refusesLargerBodies(int size) {
        HttpResponse<String> answer =
                send(request("/chat/c1/messages", ALICE).POST(BodyPublishers.ofByteArray(new byte[size])));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(json(answer).path("code").stringValue()).isEqualTo("payload_too_large");
    }

    @Test
    void doesNotReadOnForEver() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            String head = "POST /chat/c1/messages HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + ALICE
                    + "\r\nContent-Length: " + 10L * 1024 * MIB + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            byte[] answer = new byte[4096];
            int read = socket.getInputStream().read(answer);
            String text = new String(answer, 0, Math.max(0, read), StandardCharsets.UTF_8);

            assertThat(text).startsWith("HTTP/1.1 413").containsIgnoringCase("connection: close");
        }
    }

    @Test
    void refusesLargerBodiesBeforeTheyAreSentWhereTheClientWaits() throws IOException {
        String answer = raw("POST /chat/c1/messages HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + ALICE
                + "\r\nExpect: 100-continue\r\nContent-Length: " + 3 * MIB + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 413");
    }

    @Test
    void refusesLargerBodiesOfUnknownLength() {
        HttpResponse<String> answer = send(request("/v1/files", ALICE)
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[2 * MIB]))));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(json(answer).path("error").path("code").stringValue()).isEqualTo("payload_too_large");
    }

    @Test
    void letsDocumentsBeLarger() {
        HttpResponse<String> chunked = send(request("/chatbots/leta/documents", ALICE)
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[20 * MIB]))));
        HttpResponse<String> tooLarge = send(
                request("/chatbots/leta/documents", ALICE).POST(BodyPublishers.ofByteArray(new byte[25 * MIB + 1])));

        assertThat(received(chunked).bodyBytes()).isEqualTo(20 * MIB);
        assertThat(tooLarge.statusCode()).isEqualTo(413);
    }

    /** Once in a hundred Reactor Netty forgot the second request, when the first was answered before its body came. */
    @Test
    void answersTheRequestAfterOneWhoseBodyNobodyWanted() {
        for (int round = 0; round < 200; round++) {
            assertThat(send(request("/health").POST(body("{}"))).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void saysWhenAServiceIsDown() {
        ESCALATION.kill();
        try {
            HttpResponse<String> answer = send(request("/agent/queue", ALICE));

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(json(answer).path("code").stringValue()).isEqualTo("unavailable");
            assertThat(answer.headers().firstValue("Retry-After"))
                    .get()
                    .asString()
                    .containsOnlyDigits();
            assertThat(answer.body()).doesNotContain("127.0.0.1");
        } finally {
            ESCALATION.start();
        }
        assertThat(send(request("/agent/queue", ALICE)).statusCode()).isEqualTo(200);
    }

    @Test
    void doesNotUpgradeOutsideOfSockets() throws IOException {
        String head = raw("GET /chatbots HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + ALICE
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");

        assertThat(head).startsWith("HTTP/1.1 200");
    }

    @Test
    void asksForAnUpgradeOfSockets() {
        HttpResponse<String> answer = send(request("/ws/chat/s1", ALICE));

        assertThat(answer.statusCode()).isEqualTo(426);
        assertThat(answer.headers().firstValue("Upgrade")).contains("websocket");
    }

    @Test
    void refusesAddressesThatAreNone() throws IOException {
        String head = raw("GET /chatbots?q=%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(head).startsWith("HTTP/1.1 4");
    }

    @Test
    void servesPagesToRead() {
        assertThat(send(request("/static/index.html")).body()).contains("/auth/guest");
        assertThat(send(request("/static/../application.yaml")).statusCode()).isIn(400, 401, 404);
        assertThat(send(request("/static/%2e%2e/application.yaml")).statusCode())
                .isEqualTo(404);
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(5000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] answer = new byte[4096];
            int read = socket.getInputStream().read(answer);
            return new String(answer, 0, Math.max(0, read), StandardCharsets.UTF_8);
        }
    }
}
