package io.parley.e2e.ledger.client;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket over a plain socket, as far as a chat client needs it (RFC 6455): blocking, cheap enough to have thousands, and
 * under full control of what is read and when. One thread reads, any may write.
 */
public final class WireSocket implements AutoCloseable {
    public static final int LOST = 1006;

    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int LENGTH_IN_2_BYTES = 126;
    private static final int LENGTH_IN_8_BYTES = 127;
    private static final int HANDSHAKE_LINE_LIMIT = 16_384;
    private static final int SWITCHING = 101;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private byte[] buffer = new byte[4096];
    private int filled;
    private int closeCode = LOST;

    private WireSocket(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = new BufferedOutputStream(socket.getOutputStream());
    }

    /** The handshake was answered with something else than 101. */
    public static final class Refused extends IOException {
        public final int status;

        Refused(int status) {
            super("the handshake was answered " + status);
            this.status = status;
        }
    }

    /** @param receiveBuffer how much the system takes in for a reader that does not read; 0 for what it likes */
    public static WireSocket open(
            InetSocketAddress server, String path, String token, Duration atMost, int receiveBuffer)
            throws IOException {
        var socket = new Socket();
        try {
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.setTcpNoDelay(true);
            socket.connect(server, (int) atMost.toMillis());
            socket.setSoTimeout((int) atMost.toMillis());
            var opened = new WireSocket(socket);
            opened.shakeHands(server, path, token);
            return opened;
        } catch (IOException failure) {
            socket.close();
            throw failure;
        }
    }

    public void send(String text) throws IOException {
        write(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The next text, null when none came in this time; the end of the socket is an {@link EOFException}. */
    public @Nullable String receive(Duration atMost) throws IOException {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            var text = nextText();
            if (text != null) {
                return text;
            }
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return null;
            }
            socket.setSoTimeout((int) left);
            try {
                fill();
            } catch (SocketTimeoutException nothing) {
                return null;
            }
        }
    }

    public int localPort() {
        return socket.getLocalPort();
    }

    /** What the server closed with; {@link #LOST} as long as it has not. */
    public int closeCode() {
        return closeCode;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException closedAnyway) {
            return;
        }
    }

    private void shakeHands(InetSocketAddress server, String path, String token) throws IOException {
        var key = new byte[16];
        ThreadLocalRandom.current().nextBytes(key);
        var request = "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        .formatted(path, server.getPort())
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %s\r\nAuthorization: Bearer %s\r\n\r\n"
                        .formatted(Base64.getEncoder().encodeToString(key), token);
        out.write(request.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        int end;
        while ((end = endOfHead()) < 0) {
            if (filled > HANDSHAKE_LINE_LIMIT) {
                throw new IOException("no end of the handshake");
            }
            fill();
        }
        var head = new String(buffer, 0, end, StandardCharsets.ISO_8859_1);
        drop(end + 4);
        int status = Integer.parseInt(head.split(" ", 3)[1]);
        if (status != SWITCHING) {
            throw new Refused(status);
        }
    }

    private int endOfHead() {
        for (int i = 0; i + 3 < filled; i++) {
            if (buffer[i] == '\r' && buffer[i + 1] == '\n' && buffer[i + 2] == '\r' && buffer[i + 3] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** A whole text among what was read; pings are answered on the way. The server does not fragment. */
    private @Nullable String nextText() throws IOException {
        while (filled >= 2) {
            int head = 2;
            long length = buffer[1] & 0x7f;
            if (length == LENGTH_IN_2_BYTES) {
                head = 4;
                length = filled < head
                        ? Integer.MAX_VALUE
                        : ByteBuffer.wrap(buffer).getShort(2) & 0xffff;
            } else if (length == LENGTH_IN_8_BYTES) {
                head = 10;
                length = filled < head
                        ? Integer.MAX_VALUE
                        : ByteBuffer.wrap(buffer).getLong(2);
            }
            if (filled < head + length) {
                return null;
            }
            var payload = Arrays.copyOfRange(buffer, head, head + (int) length);
            int opcode = buffer[0] & 0x0f;
            drop(head + (int) length);
            switch (opcode) {
                case TEXT -> {
                    return new String(payload, StandardCharsets.UTF_8);
                }
                case PING -> write(PONG, payload);
                case CLOSE -> {
                    closeCode = payload.length >= 2 ? ByteBuffer.wrap(payload).getShort() & 0xffff : 1005;
                    throw new EOFException("closed " + closeCode);
                }
                default -> {} // pongs
            }
        }
        return null;
    }

    private void fill() throws IOException {
        if (filled == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        int read = in.read(buffer, filled, buffer.length - filled);
        if (read < 0) {
            throw new EOFException("lost");
        }
        filled += read;
    }

    private void drop(int bytes) {
        System.arraycopy(buffer, bytes, buffer, 0, filled - bytes);
        filled -= bytes;
    }

    private synchronized void write(int opcode, byte[] payload) throws IOException {
        var mask = new byte[4];
        ThreadLocalRandom.current().nextBytes(mask);
        out.write(FINAL | opcode);
        if (payload.length < LENGTH_IN_2_BYTES) {
            out.write(MASKED | payload.length);
        } else if (payload.length < 1 << 16) {
            out.write(MASKED | LENGTH_IN_2_BYTES);
            out.write(payload.length >> 8);
            out.write(payload.length);
        } else {
            out.write(MASKED | LENGTH_IN_8_BYTES);
            out.write(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        out.write(mask);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i & 3];
        }
        out.write(payload);
        out.flush();
    }
}
