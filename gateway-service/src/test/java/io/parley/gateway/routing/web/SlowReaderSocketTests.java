package io.parley.gateway.routing.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.parley.gateway.support.ClientSocket;
import io.parley.gateway.support.GatewayTest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Clients that leave what is sent to them where it is, and services that say nothing any more. */
class SlowReaderSocketTests extends GatewayTest {

    private static final String ALICE = OWN.token("alice");

    /** What systems hold on the way: above it a gateway would have to hold something itself. */
    private static final long HELD_BY_SYSTEMS = 12 * 1024 * 1024;

    @Autowired
    private OpenSockets open;

    @BeforeEach
    void noSockets() {
        await().atMost(Duration.ofSeconds(20)).until(() -> open.count() == 0);
        SESSION.flooded.set(0);
    }

    @Test
    void holdsNothingForAReaderThatNeverReadsAndClosesIt() throws IOException {
        try (Socket client = handshake("/ws/chat/flood")) {
            await().until(() -> SESSION.flooded.get() > 0);

            await().atMost(Duration.ofSeconds(10)).until(() -> open.count() == 0);

            assertThat(SESSION.flooded.get()).isLessThan(HELD_BY_SYSTEMS);
            await().untilAsserted(() -> assertThat(SESSION.isConnected()).isFalse());
            assertThat(client.getInputStream().readAllBytes()).endsWith(closeFrame(4408, "Too slow a reader"));
        }
    }

    @Test
    void bearsWithAReaderThatIsSlow() throws IOException {
        try (Socket client = handshake("/ws/chat/flood")) {
            var end = Instant.now().plus(READER_STALL.multipliedBy(3));
            long read = 0;
            var some = new byte[8 * 1024];
            while (Instant.now().isBefore(end)) {
                read += client.getInputStream().readNBytes(some, 0, some.length);
                await().pollDelay(Duration.ofMillis(50)).until(() -> true);
            }

            assertThat(read).isPositive();
            assertThat(open.count()).isEqualTo(1);
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> open.count() == 0);
    }

    @Test
    void endsASocketWhoseClientDoesNotAnswerTheClose() throws IOException {
        try (Socket client = handshake("/ws/chat/close-4408")) {
            await().atMost(Duration.ofSeconds(10)).until(() -> open.count() == 0);

            assertThat(endsWhenRead(client)).isTrue();
        }
    }

    @Test
    void asksToComeBackWhenTheServiceIsSilentForTooLong() {
        ClientSocket socket =
                ClientSocket.open(socketUrl("/ws/chat/silent"), List.of(), "Authorization", "Bearer " + ALICE);
        socket.next();

        await().atMost(SERVICE_SILENCE.plusSeconds(10)).until(socket::isClosed);

        assertThat(socket.closeCode()).isEqualTo(1012);
        await().until(() -> open.count() == 0);
    }

    @Test
    void staysWithAServiceThatPings() {
        ClientSocket socket =
                ClientSocket.open(socketUrl("/ws/chat/pings"), List.of(), "Authorization", "Bearer " + ALICE);

        await().atMost(SERVICE_SILENCE.multipliedBy(3))
                .until(() -> socket.pings.size() > 2 * SERVICE_SILENCE.toSeconds());

        assertThat(socket.isClosed()).isFalse();
        socket.close(1000);
    }

    /** A client whose system takes in little, so that it is soon seen not to read. */
    private Socket handshake(String path) throws IOException {
        var client = new Socket();
        client.setReceiveBufferSize(4096);
        client.connect(new InetSocketAddress("127.0.0.1", port));
        client.setSoTimeout(10_000);
        client.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + ALICE
                                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        var status = new byte[12];
        assertThat(client.getInputStream().readNBytes(status, 0, 12)).isEqualTo(12);
        assertThat(new String(status, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 101");
        return client;
    }

    private static byte[] closeFrame(int code, String reason) {
        var text = reason.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(4 + text.length)
                .put((byte) 0x88)
                .put((byte) (2 + text.length))
                .putShort((short) code)
                .put(text)
                .array();
    }

    private static boolean endsWhenRead(Socket client) throws IOException {
        try {
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
            return true;
        } catch (SocketException reset) {
            return true;
        }
    }
}
