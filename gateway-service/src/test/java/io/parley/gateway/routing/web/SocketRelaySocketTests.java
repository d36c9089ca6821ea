package io.parley.gateway.routing.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.gateway.support.ClientSocket;
import io.parley.gateway.support.GatewayTest;
import io.parley.gateway.support.StandInService.Received;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Sockets through the gateway, as strangers' clients see them. */
class SocketRelaySocketTests extends GatewayTest {

    private static final String ALICE = OWN.token("alice");

    @Autowired
    private OpenSockets open;

    @Test
    void passesFramesBothWays() {
        ClientSocket socket = open("/ws/chat/s1?room=1");

        Received handshake = socket.nextReceived();
        assertThat(handshake.service()).isEqualTo("chat-session");
        assertThat(handshake.uri()).isEqualTo("/ws/chat/s1?room=1");
        assertThat(handshake.headers().get("x-request-id")).startsWith("req_");
        assertThat(handshake.headers().get("authorization")).doesNotContain(ALICE);
        for (int message = 0; message < 200; message++) {
            socket.send("message " + message);
        }
        for (int message = 0; message < 200; message++) {
            assertThat(socket.next()).isEqualTo("message " + message);
        }
        socket.sendParts("half ", "and half");
        assertThat(socket.next()).isEqualTo("half and half");
        socket.close(1000);
        assertThat(socket.closeCode()).isEqualTo(1000);
    }

    @Test
    void opensConversationsOfTheCallerOnly() {
        ClientSocket own = open("/ws/chat/c1/alice");
        assertThat(own.nextReceived().uri()).isEqualTo("/ws/chat/c1/alice");
        own.close(1000);

        assertThat(refusal("/ws/chat/c1/bob")).isEqualTo(404);
        assertThat(refusal("/ws/chat/c1/alice%2f")).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1009, 1012, 1013, 4401, 4404, 4408, 4429})
    void passesCloseCodesOfTheService(int code) {
        ClientSocket socket = open("/ws/chat/close-" + code);

        assertThat(socket.next()).isEqualTo("hello");
        assertThat(socket.closeCode()).isEqualTo(code);
    }

    @Test
    void passesCloseCodesOfTheClient() {
        ClientSocket socket = open("/ws/chat/closing");
        socket.next();

        socket.close(4000);

        await().untilAsserted(() -> assertThat(SESSION.closed).contains("/ws/chat/closing 4000"));
    }

    /** The JDK's client does not look at what follows a close frame; browsers do. */
    @Test
    void answersACloseWithOneClose() throws Exception {
        URI url = URI.create(socketUrl("/ws/chat/s1"));
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream()
                    .write(("GET /ws/chat/s1 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + ALICE
                                    + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                    + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            readUntil(socket, "\r\n\r\n");
            byte[] closeMaskedWithZeros = {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 0x03, (byte) 0xe8};
            socket.getOutputStream().write(closeMaskedWithZeros);

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .endsWith("\u0088\u0002\u0003\u00e8")
                    .containsOnlyOnce("\u0088\u0002");
        }
    }

    private static void readUntil(Socket socket, String end) throws IOException {
        var read = new StringBuilder();
        while (read.indexOf(end) < 0) {
            read.append((char) socket.getInputStream().read());
        }
    }

    @Test
    void passesLargeFramesOfTheService() {
        ClientSocket socket = open("/ws/chat/big");

        assertThat(socket.next()).hasSize(300_000);
        socket.close(1000);
    }

    @Test
    void passesFramesOfTheClientUpToTheLimit() {
        ClientSocket socket = open("/ws/chat/s1");
        socket.next();

        socket.send("x".repeat(64 * 1024));

        assertThat(socket.next()).hasSize(64 * 1024);
        socket.close(1000);
    }

    @ParameterizedTest
    @ValueSource(ints = {64 * 1024 + 1, 1024 * 1024, 2 * 1024 * 1024})
    void closesWhenAFrameOfTheClientIsTooLarge(int size) {
        ClientSocket socket = open("/ws/chat/s1");
        socket.next();

        socket.trySend("x".repeat(size));

        assertThat(socket.closeCode()).isEqualTo(1009);
    }

    @Test
    void closesWhenTheClientsPartsTogetherAreTooLarge() {
        ClientSocket socket = open("/ws/chat/s1");
        socket.next();

        socket.sendParts("x".repeat(40_000), "x".repeat(40_000));

        assertThat(socket.closeCode()).isEqualTo(1009);
    }

    @Test
    void passesPingsAndPongs() {
        SESSION.pongs.clear();
        ClientSocket socket = open("/ws/chat/ping");

        await().untilAsserted(() -> assertThat(socket.pings).containsExactly("are you there"));
        await().untilAsserted(() -> assertThat(SESSION.pongs).containsExactly("are you there"));
        socket.close(1000);
    }

    @Test
    void asksToComeBackWhenTheServiceIsNotThere() {
        SESSION.kill();
        try {
            assertThat(open("/ws/chat/s1").closeCode()).isEqualTo(1012);
        } finally {
            SESSION.start();
        }
    }

    @Test
    void asksToComeBackWhenTheServiceDies() {
        ClientSocket silent = open("/ws/chat/s1");
        silent.next();

        SESSION.cutConnections();

        assertThat(silent.closeCode()).isEqualTo(1012);
    }

    @Test
    void asksToComeBackWhenTheServiceDiesWhileTheClientTalks() {
        ClientSocket talking = open("/ws/chat/s1");
        talking.next();

        SESSION.cutConnections();
        for (int message = 0; message < 50 && !talking.isClosed(); message++) {
            talking.trySend("message");
        }

        assertThat(talking.closeCode()).isEqualTo(1012);
    }

    @Test
    void asksToComeBackWhenTheGatewayGoes() {
        ClientSocket socket = open("/ws/chat/s1");
        socket.next();
        try {
            open.stop();

            assertThat(socket.closeCode()).isEqualTo(1012);
            assertThat(open("/ws/chat/s1").closeCode()).isEqualTo(1012);
        } finally {
            open.start();
        }
    }

    @Test
    void tellsTheServiceWhenTheClientVanishes() {
        ClientSocket socket = open("/ws/chat/vanishing");
        socket.next();

        socket.abort();

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(SESSION.closed).contains("/ws/chat/vanishing 1001"));
    }

    private ClientSocket open(String path) {
        return ClientSocket.open(socketUrl(path), List.of(), "Authorization", "Bearer " + ALICE);
    }

    private int refusal(String path) {
        return ClientSocket.refusal(socketUrl(path), List.of(), "Authorization", "Bearer " + ALICE);
    }
}
