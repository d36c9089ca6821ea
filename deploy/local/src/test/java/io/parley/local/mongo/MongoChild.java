package io.parley.local.mongo;

import static org.awaitility.Awaitility.await;

import io.parley.local.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** The database in a process of its own, to be killed. */
final class MongoChild implements AutoCloseable {
    private final int port;
    private final Process process;

    MongoChild(Path file) throws IOException {
        port = FreePort.next();
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dlogback.configurationFile=parley-local-logback.xml",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MongoProcess.class.getName(),
                        file.toString(),
                        Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(this::listens);
    }

    String uri() {
        return "mongodb://127.0.0.1:" + port;
    }

    void awaitWrites(AtomicInteger acknowledged, int count) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> acknowledged.get() >= count);
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private boolean listens() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
