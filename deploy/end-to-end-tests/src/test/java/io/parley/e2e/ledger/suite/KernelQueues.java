package io.parley.e2e.ledger.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the system knows of connections: the bytes it holds for them, and whether a server still has its side open. */
public final class KernelQueues {
    private static final int HEX = 16;
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int STATE = 3;
    private static final int QUEUES = 4;
    private static final String ESTABLISHED = "01";

    private KernelQueues() {}

    /** Written by one side of connections of these ports, not yet read by the other. */
    public static long bytes(Set<Integer> ports) {
        return connections().stream()
                .filter(fields -> ports.contains(port(fields[LOCAL])) || ports.contains(port(fields[REMOTE])))
                .mapToLong(fields -> queued(fields[QUEUES]))
                .sum();
    }

    /** Whether the server has not closed its side, whatever its client has read. */
    public static boolean isOpen(int serverPort, int clientPort) {
        return connections().stream()
                .anyMatch(fields -> port(fields[LOCAL]) == serverPort
                        && port(fields[REMOTE]) == clientPort
                        && fields[STATE].equals(ESTABLISHED));
    }

    private static List<String[]> connections() {
        var connections = new ArrayList<String[]>();
        for (var table : List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"))) {
            try (var lines = Files.lines(table)) {
                lines.skip(1).map(line -> line.strip().split(" +")).forEach(connections::add);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
        return connections;
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), HEX);
    }

    private static long queued(String queues) {
        var parts = queues.split(":");
        return Long.parseLong(parts[0], HEX) + Long.parseLong(parts[1], HEX);
    }
}
