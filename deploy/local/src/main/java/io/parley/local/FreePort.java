package io.parley.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Finds a port for a server that is stopped and started again in one place. It lies below those that systems hand out
 * to outgoing connections (Linux from 32768, others from 49152): one of those would otherwise sit there when the server
 * comes back, were it only a client's that asks for the server in vain and is given the very port it calls.
 */
public final class FreePort {
    private static final int LOWEST = 12_000;
    private static final int HIGHEST = 20_000;

    private FreePort() {}

    /** Free a moment ago, on the loopback address. */
    public static int next() {
        return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST))
                .filter(FreePort::isFree)
                .findFirst()
                .orElseThrow();
    }

    public static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException inUse) {
            return false;
        }
    }
}
