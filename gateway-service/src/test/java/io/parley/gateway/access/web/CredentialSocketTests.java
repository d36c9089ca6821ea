package io.parley.gateway.access.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.gateway.support.ClientSocket;
import io.parley.gateway.support.GatewayTest;
import io.parley.gateway.support.StandInService.Received;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The ways into a socket: header, {@code ?token=} and ticket. */
@ExtendWith(OutputCaptureExtension.class)
class CredentialSocketTests extends GatewayTest {

    private static final String ALICE = OWN.token("alice");
    private static final String PAGE = "http://localhost:5173";

    @Test
    void refusesBeforeTheUpgrade() {
        assertThat(refusal("/ws/chat/s1", List.of())).isEqualTo(401);
        assertThat(refusal("/ws/chat/s1?token=rubbish", List.of())).isEqualTo(401);
        assertThat(refusal("/ws/chat/s1?token=", List.of())).isEqualTo(401);
        assertThat(refusal("/ws/chat/s1", List.of("chat.v1", "ticket.rubbish"))).isEqualTo(401);
        assertThat(refusal("/ws/chat/s1", List.of("chat.v1"))).isEqualTo(401);
    }

    @Test
    void acceptsTheTokenInTheQueryAndTakesItOut(CapturedOutput log) {
        ClientSocket socket =
                ClientSocket.open(socketUrl("/ws/chat/s1?room=a%20b&token=" + ALICE + "&%74oken=x"), List.of());

        Received received = socket.nextReceived();
        assertThat(received.uri()).isEqualTo("/ws/chat/s1?room=a%20b");
        assertThat(received.headers().toString()).doesNotContain(ALICE);
        assertThat(internalToken(received).serialize()).isNotEqualTo(ALICE);
        socket.close(1000);
        assertThat(log.getAll()).doesNotContain(ALICE.substring(0, 40));
    }

    @Test
    void takesTheTokenOutWhereItStandsAlone() {
        ClientSocket socket = ClientSocket.open(socketUrl("/ws/chat/s1?token=" + ALICE), List.of());

        assertThat(socket.nextReceived().uri()).isEqualTo("/ws/chat/s1");
        socket.close(1000);
    }

    @Test
    void prefersTheHeaderToTheQuery() throws Exception {
        ClientSocket socket = ClientSocket.open(
                socketUrl("/ws/chat/s1?token=" + ALICE), List.of(), "Authorization", "Bearer " + OWN.token("bob"));

        assertThat(internalToken(socket.nextReceived()).getJWTClaimsSet().getSubject())
                .isEqualTo("bob");
        socket.close(1000);
    }

    @Test
    void opensASocketForATicketOnce() throws Exception {
        String ticket = ticket(PAGE);

        ClientSocket socket = open(ticket, "Origin", PAGE);
        Received received = socket.nextReceived();
        assertThat(socket.protocol()).isEqualTo("chat.v1");
        assertThat(received.headers()).containsEntry("sec-websocket-protocol", "chat.v1");
        assertThat(received.headers().toString()).doesNotContain(ticket);
        assertThat(internalToken(received).getJWTClaimsSet().getSubject()).isEqualTo("alice");
        assertThat(internalToken(received).getJWTClaimsSet().getStringListClaim("roles"))
                .containsExactly("agent", "user");
        socket.close(1000);

        assertThat(refusal(ticket, PAGE)).isEqualTo(401);
    }

    @Test
    void ticketsAreBoundToTheirPage() {
        assertThat(refusal(ticket(PAGE), "http://localhost:9999")).isEqualTo(401);

        String withoutPage = ticket(null);
        ClientSocket socket = open(withoutPage);
        socket.next();
        socket.close(1000);
    }

    @Test
    void ticketsEnd() {
        String ticket = ticket(PAGE);

        clock.advance(Duration.ofSeconds(31));

        assertThat(refusal(ticket, PAGE)).isEqualTo(401);
    }

    @Test
    void ticketsAreGivenToKnownCallersOnly() {
        assertThat(send(request("/auth/ticket").POST(body("{}"))).statusCode()).isEqualTo(401);
        assertThat(send(request("/auth/ticket", ALICE)).statusCode()).isEqualTo(405);
        assertThat(send(request("/chatbots").header("Sec-WebSocket-Protocol", "ticket." + ticket(null)))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void ticketsAreOfOneHundredAndTwentyEightBits() {
        HttpResponse<String> answer = send(request("/auth/ticket", ALICE).POST(body("{}")));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(json(answer).propertyNames()).containsExactly("ticket", "expires_at");
        assertThat(json(answer).path("ticket").stringValue()).hasSize(22).matches("[A-Za-z0-9_-]+");
        String end = json(answer).path("expires_at").stringValue();
        assertThat(end).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(Instant.parse(end))
                .isBetween(Instant.now().plusSeconds(20), Instant.now().plusSeconds(31));
    }

    private String ticket(String origin) {
        String agent = OWN.token("alice", claims -> claims.claim("roles", List.of("agent")));
        var request = request("/auth/ticket", agent).POST(body("{}"));
        HttpResponse<String> answer = send(origin == null ? request : request.header("Origin", origin));
        return json(answer).path("ticket").stringValue();
    }

    private ClientSocket open(String ticket, String... headers) {
        return ClientSocket.open(socketUrl("/ws/chat/s1"), List.of("chat.v1", "ticket." + ticket), headers);
    }

    private int refusal(String ticket, String origin) {
        return ClientSocket.refusal(socketUrl("/ws/chat/s1"), List.of("chat.v1", "ticket." + ticket), "Origin", origin);
    }

    private int refusal(String path, List<String> protocols) {
        return ClientSocket.refusal(socketUrl(path), protocols);
    }
}
