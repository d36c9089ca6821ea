package io.parley.local.mongo;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A server of MongoDB's protocol in this JVM, with its data in one file or in memory. It knows no authentication and therefore
 * listens on 127.0.0.1 alone. The launcher runs it in a process of its own through {@link MongoProcess}; tests run it in theirs.
 */
public final class EmbeddedMongo implements AutoCloseable {
    private final MongoServer server;
    private final int port;

    private EmbeddedMongo(MongoServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /** A server whose acknowledged writes are in the file, whatever becomes of the process. A port of 0 finds a free one. */
    public static EmbeddedMongo start(Path file, int port) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return serve(DurableBackend.open(file), port);
    }

    /** A server that forgets everything when it is closed. */
    public static EmbeddedMongo startInMemory(int port) {
        return serve(new ForgetfulBackend(), port);
    }

    private static EmbeddedMongo serve(MongoBackend backend, int port) {
        var server = new MongoServer(backend);
        try {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (RuntimeException failure) {
            server.shutdownNow();
            throw failure;
        }
        return new EmbeddedMongo(server, server.getLocalAddress().getPort());
    }

    /** The connection string, without a database: each service names its own. */
    public String uri() {
        return "mongodb://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
