package io.parley.e2e.ledger;

import io.parley.e2e.ledger.client.Gateway;
import io.parley.e2e.ledger.client.Pause;
import io.parley.e2e.ledger.client.WireSocket;
import io.parley.e2e.ledger.suite.KernelQueues;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/** A client that is there, sends its pings, and reads nothing of what it is sent; until the server has enough of it. */
final class SlowReader {
    private static final int SMALL_BUFFER = 4_096;
    private static final long LOOKS_EVERY_MILLIS = 100;
    private static final long LEAST_GROWTH = 32_768;
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration LONGEST = Duration.ofSeconds(90);

    private SlowReader() {}

    /**
     * @param closed whether the server closed it at all
     * @param code what it was told, if there was a way to tell it
     * @param untilStuck from the opening until the network between takes nothing any more
     * @param untilClosed from the opening
     */
    record End(boolean closed, int code, Duration untilStuck, Duration untilClosed) {}

    static End sitThrough(Gateway gateway, String token, String path, Set<Integer> ports) throws IOException {
        try (var socket = gateway.socket(token, path, SMALL_BUFFER)) {
            socket.receive(LIMIT);
            long from = System.nanoTime();
            long most = 0;
            long stuckAt = from;
            while (System.nanoTime() - from < LONGEST.toNanos()) {
                long held = KernelQueues.bytes(ports);
                if (held > most + LEAST_GROWTH) {
                    most = held;
                    stuckAt = System.nanoTime();
                }
                try {
                    socket.send("{\"type\":\"ping\"}");
                } catch (IOException closed) {
                    return new End(true, code(socket), Duration.ofNanos(stuckAt - from), since(from));
                }
                Pause.ofMillis(LOOKS_EVERY_MILLIS);
            }
            return new End(false, socket.closeCode(), Duration.ofNanos(stuckAt - from), since(from));
        }
    }

    /** What stands at the end of all that was not read. */
    private static int code(WireSocket socket) {
        try {
            while (socket.receive(LIMIT) != null) {
                continue;
            }
        } catch (IOException end) {
            return socket.closeCode();
        }
        return socket.closeCode();
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
