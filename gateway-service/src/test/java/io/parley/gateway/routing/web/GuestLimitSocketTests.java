package io.parley.gateway.routing.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.gateway.support.ClientSocket;
import io.parley.gateway.support.GatewayTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What guests of one address may say over sockets; the service says back whatever reaches it. */
class GuestLimitSocketTests extends GatewayTest {

    private final String address = freshAddress();

    @Test
    void answersWhatIsTooMuchAndPassesTheRest() {
        ClientSocket socket = open(guest(address));
        fill(socket);

        socket.send("{\"message\":\"one more\",\"client_message_id\":\"m1\"}");

        var refusal = JSON.readTree(socket.next());
        assertThat(refusal.path("type").stringValue()).isEqualTo("error");
        assertThat(refusal.path("code").stringValue()).isEqualTo("rate_limited");
        assertThat(refusal.path("message").stringValue()).isNotBlank();
        assertThat(refusal.path("retryable").booleanValue()).isTrue();
        assertThat(refusal.path("retry_after_ms").intValue()).isBetween(1, 11_000);
        assertThat(refusal.path("client_message_id").stringValue()).isEqualTo("m1");

        socket.send("{\"type\":\"ping\"}");
        assertThat(socket.next()).as("signals do not count").isEqualTo("{\"type\":\"ping\"}");
        socket.send("{\"type\":\"escalate\"}");
        assertThat(socket.next()).contains("rate_limited").doesNotContain("client_message_id");
        socket.close(1000);
    }

    @Test
    void outlivesAReconnectAndTheGuest() {
        ClientSocket first = open(guest(address));
        fill(first);
        first.close(1000);

        ClientSocket second = open(guest(address));
        second.send(message());
        assertThat(second.next()).contains("rate_limited");

        clock.advance(Duration.ofSeconds(11));
        second.send(message());
        assertThat(second.next()).isEqualTo(message());
        second.close(1000);
    }

    @Test
    void countsOverHttpAndSocketsTogether() {
        String guest = guest(address);
        ClientSocket socket = open(guest);
        fill(socket);

        assertThat(send(request("/chat/c1/messages", guest)
                                .header("X-Forwarded-For", address)
                                .POST(body("{}")))
                        .statusCode())
                .isEqualTo(429);
        socket.close(1000);
    }

    @Test
    void refusesAllPartsOfAMessage() {
        ClientSocket socket = open(guest(address));
        fill(socket);

        socket.sendParts("{\"message\":\"half ", "and half\"}");
        socket.send("{\"type\":\"ping\"}");

        assertThat(socket.next()).contains("rate_limited");
        assertThat(socket.next()).isEqualTo("{\"type\":\"ping\"}");
        socket.close(1000);
    }

    @Test
    void countsAMessageInPartsOnce() {
        ClientSocket socket = open(guest(address));

        for (int message = 0; message < ADDRESS_MESSAGES; message++) {
            socket.sendParts("{\"message\":", "\"hello\"}");
            assertThat(socket.next()).isEqualTo("{\"message\":\"hello\"}");
        }
        socket.send(message());

        assertThat(socket.next()).contains("rate_limited");
        socket.close(1000);
    }

    @Test
    void closesAfterTwentyRefusals() {
        ClientSocket socket = open(guest(address));
        fill(socket);

        for (int refusal = 0; refusal < 20; refusal++) {
            assertThat(socket.isClosed()).isFalse();
            socket.send(message());
            assertThat(socket.next()).contains("rate_limited");
        }

        assertThat(socket.closeCode()).isEqualTo(4429);
    }

    @Test
    void forgetsRefusalsOfLongAgo() {
        ClientSocket socket = open(guest(address));
        fill(socket);
        for (int refusal = 0; refusal < 19; refusal++) {
            socket.send(message());
            assertThat(socket.next()).contains("rate_limited");
        }

        clock.advance(Duration.ofSeconds(12));
        fill(socket);
        socket.send(message());

        assertThat(socket.next()).contains("rate_limited");
        socket.send("{\"type\":\"ping\"}");
        assertThat(socket.next()).isEqualTo("{\"type\":\"ping\"}");
        socket.close(1000);
    }

    @Test
    void slowsNobodyElse() {
        ClientSocket guest = open(guest(address));
        fill(guest);

        ClientSocket other = open(OWN.token("alice"));
        fill(other);
        fill(other);
        ClientSocket elsewhere = ClientSocket.open(
                socketUrl("/ws/chat/s1"),
                List.of(),
                "Authorization",
                "Bearer " + guest(freshAddress()),
                "X-Forwarded-For",
                freshAddress());
        elsewhere.next();
        fill(elsewhere);

        guest.close(1000);
        other.close(1000);
        elsewhere.close(1000);
    }

    private ClientSocket open(String token) {
        ClientSocket socket = ClientSocket.open(
                socketUrl("/ws/chat/s1"), List.of(), "Authorization", "Bearer " + token, "X-Forwarded-For", address);
        socket.next();
        return socket;
    }

    private static void fill(ClientSocket socket) {
        for (int message = 0; message < ADDRESS_MESSAGES; message++) {
            socket.send(message());
            assertThat(socket.next()).isEqualTo(message());
        }
    }

    private static String message() {
        return "{\"message\":\"hello\",\"message_type\":\"text\"}";
    }
}
