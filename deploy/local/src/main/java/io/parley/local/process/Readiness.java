package io.parley.local.process;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/** Tells whether a process serves yet. It is asked every tenth of a second and answers within one. */
@FunctionalInterface
public interface Readiness {
    int TIMEOUT_MILLIS = 1000;

    boolean isReady();

    /** Kafka and MongoDB: they open their port when they serve. */
    static Readiness ofPort(int port) {
        return () -> {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
                return true;
            } catch (IOException notYet) {
                return false;
            }
        };
    }

    /** Services: their management port says so. */
    static Readiness ofService(int managementPort) {
        var probe = URI.create("http://127.0.0.1:" + managementPort + "/actuator/health/readiness");
        return () -> {
            try {
                var connection = (HttpURLConnection) probe.toURL().openConnection();
                connection.setConnectTimeout(TIMEOUT_MILLIS);
                connection.setReadTimeout(TIMEOUT_MILLIS);
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } catch (IOException notYet) {
                return false;
            }
        };
    }
}
