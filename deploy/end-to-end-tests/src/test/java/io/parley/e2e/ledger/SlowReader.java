package io.parley.e2e.ledger;

import io.parley.e2e.ledger.client.Gateway;
import io.parley.e2e.ledger.client.Pause;
import io.parley.e2e.ledger.client.WireSocket;
import io.parley.e2e.ledger.suite.KernelQueues;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** A client that is there and reads nothing of what it is sent, until the server has enough of it. */
final class SlowReader {
    private static final int SMALL_BUFFER = 4_096;
    private static final long LOOKS_EVERY_MILLIS = 100;
    private static final long LEAST_GROWTH = 32_768;
    private static final Duration STUCK_AFTER = Duration.ofSeconds(3);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private SlowReader() {}

    /**
     * @param code what it was told, if there was a way to tell it
     * @param untilStuck from the opening until the network between takes nothing any more
     * @param untilClosed from the opening
     */
    record End(int code, Duration untilStuck, Duration untilClosed) {}

    /** How the server ended it, if it did before all was over. */
    static Optional<End> sitThrough(
            Gateway gateway, String token, String path, Set<Integer> ports, BooleanSupplier isOver) throws IOException {
        try (var socket = gateway.socket(token, path, SMALL_BUFFER)) {
            socket.receive(LIMIT);
            long from = System.nanoTime();
            long most = 0;
            long stuckAt = from;
            while (!isOver.getAsBoolean()) {
                long held = KernelQueues.bytes(ports);
                long now = System.nanoTime();
                // What is taken long after is room that the server makes for its last word.
                if (held > most + LEAST_GROWTH && now - stuckAt < STUCK_AFTER.toNanos()) {
                    most = held;
                    stuckAt = now;
                }
                // To write would tell sooner, and make its system throw away what the server has left for it.
                if (!KernelQueues.isOpen(gateway.address().getPort(), socket.localPort())) {
                    long closedAt = System.nanoTime();
                    return Optional.of(
                            new End(code(socket), Duration.ofNanos(stuckAt - from), Duration.ofNanos(closedAt - from)));
                }
                Pause.ofMillis(LOOKS_EVERY_MILLIS);
            }
            return Optional.empty();
        }
    }

    /** What stands at the end of all that it was sent, once it reads. */
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
}
