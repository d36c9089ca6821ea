package io.parley.e2e;

import io.parley.local.FreePort;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Where the tests find what the build made, and where their suites keep what they write. */
public final class Installation {
    private static final int PORTS_OF_A_SUITE = 60;

    /** Below what systems give to outgoing connections. */
    private static final int LOWEST_PORT = 20_000;

    private static final int HIGHEST_PORT = 30_000;

    /** The repository, built: the reactor has the services before this module. */
    public static final Path ROOT =
            Path.of(System.getProperty("parley.root", "../..")).toAbsolutePath().normalize();

    private static final Path TARGET = Path.of("target").toAbsolutePath();

    /**
     * The launcher's tests keep their data here, so that its AOT caches are those of every other suite: a cache knows its
     * jars by their paths.
     */
    static final Path LAUNCHER_DATA = TARGET.resolve("launcher-data");

    public static final Path CACHE = LAUNCHER_DATA.resolve("cache");

    /**
     * For suites that live a minute or two: what the second compiler does for a service is paid for and not reaped, and without
     * it a service starts with three fifths of the work. {@code ./parley up} and the measurements have both.
     */
    public static final Map<String, String> SHORT_LIVED = Map.of("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");

    private Installation() {}

    /** An empty directory; the logs in it stay for whoever wants to know. */
    public static Path freshDirectory(String name) throws IOException {
        var directory = TARGET.resolve(name);
        if (Files.exists(directory)) {
            deleteAllBut(directory, null);
        }
        return Files.createDirectories(directory);
    }

    static void deleteAllButTheCache() throws IOException {
        if (Files.exists(LAUNCHER_DATA)) {
            deleteAllBut(LAUNCHER_DATA, CACHE);
        }
    }

    /** The lowest of as many free ports as a suite has. */
    public static int freePorts() {
        return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT))
                .filter(base -> IntStream.range(base, base + PORTS_OF_A_SUITE).allMatch(FreePort::isFree))
                .findFirst()
                .orElseThrow();
    }

    public static Path target(String file) {
        return TARGET.resolve(file);
    }

    private static void deleteAllBut(Path root, Path kept) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return directory.equals(kept) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                if (kept == null || !kept.startsWith(directory)) {
                    Files.delete(directory);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
