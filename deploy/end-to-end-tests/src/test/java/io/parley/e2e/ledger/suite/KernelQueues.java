package io.parley.e2e.ledger.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Bytes that the system holds for connections of some ports: written by one side, not yet read by the other. */
public final class KernelQueues {
    private static final int HEX = 16;
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int QUEUES = 4;

    private KernelQueues() {}

    public static long bytes(Set<Integer> ports) {
        long bytes = 0;
        for (var table : List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"))) {
            try (var lines = Files.lines(table)) {
                bytes += lines.skip(1)
                        .map(line -> line.strip().split(" +"))
                        .filter(fields -> ports.contains(port(fields[LOCAL])) || ports.contains(port(fields[REMOTE])))
                        .mapToLong(fields -> queued(fields[QUEUES]))
                        .sum();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
        return bytes;
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), HEX);
    }

    private static long queued(String queues) {
        var parts = queues.split(":");
        return Long.parseLong(parts[0], HEX) + Long.parseLong(parts[1], HEX);
    }
}
