package io.parley.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

/** Looks whether the ports of the suite are free before anything is started on them. */
final class Ports {
    private Ports() {}

    static void refuseIfTaken(Map<Integer, String> ports) {
        var taken = ports.entrySet().stream()
                .filter(port -> !isFree(port.getKey()))
                .map(port -> "Port " + port.getKey() + " for " + port.getValue() + " is in use"
                        + PortOwner.of(port.getKey())
                                .map(owner -> " by " + owner)
                                .orElse("")
                        + ". PARLEY_PORT moves all of Parley's ports.")
                .toList();
        if (!taken.isEmpty()) {
            throw new CannotStart(taken);
        }
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException inUse) {
            return false;
        }
    }
}
