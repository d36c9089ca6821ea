package io.parley.e2e;

import io.parley.testkit.chat.ChatClient;
import io.parley.testkit.chat.OutsideTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The launcher in a process of its own, with the command line of {@code ./parley up}. */
final class LauncherProcess implements AutoCloseable {
    /** The first start of a build writes the AOT caches. */
    private static final Duration READY_WITHIN = Duration.ofMinutes(4);

    private final Process process;
    private final Path data;
    private final int port;
    private final Path output;
    private final Path error;

    private LauncherProcess(Process process, Path data, int port, Path output, Path error) {
        this.process = process;
        this.data = data;
        this.port = port;
        this.output = output;
        this.error = error;
    }

    static LauncherProcess start(Path data, int port, Map<String, String> settings) throws IOException {
        var output = Files.createTempFile("launcher", ".out");
        var error = Files.createTempFile("launcher", ".err");
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dlogback.configurationFile=parley-local-logback.xml",
                        "-cp",
                        Installation.ROOT
                                .resolve("deploy/local/target/parley-local.jar")
                                .toString(),
                        "io.parley.local.Launcher",
                        Installation.ROOT.toString())
                .redirectOutput(output.toFile())
                .redirectError(error.toFile());
        var environment = new HashMap<String, String>();
        environment.put("PATH", System.getenv("PATH"));
        environment.put("PARLEY_DATA_DIR", data.toString());
        environment.put("PARLEY_PORT", Integer.toString(port));
        environment.putAll(settings);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new LauncherProcess(builder.start(), data, port, output, error);
    }

    LauncherProcess untilReady() {
        Awaitility.await("Parley is ready")
                .atMost(READY_WITHIN)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> !process.isAlive() || output().contains("Parley is ready"));
        if (!process.isAlive()) {
            throw new AssertionError("the launcher ended: " + output() + error());
        }
        return this;
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(READY_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the launcher did not end: " + output() + error());
        }
        return process.exitValue();
    }

    void isToldToEnd() {
        process.toHandle().destroy();
    }

    void isKilled() {
        process.toHandle().destroyForcibly();
    }

    ChatClient visitor(String sub) {
        var tokens = OutsideTokens.ofFile(data.resolve("keys/jwt.secret"));
        return ChatClient.of("http://127.0.0.1:" + port, tokens.token(sub, "user"));
    }

    /** Of every process of the suite, as its pid file has it. */
    List<ProcessHandle> children() throws IOException {
        var children = new ArrayList<ProcessHandle>();
        try (Stream<Path> pids = Files.list(data.resolve("run"))) {
            for (var file :
                    pids.filter(name -> name.toString().endsWith(".pid")).toList()) {
                ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
                        .filter(child -> child.pid() != process.pid())
                        .ifPresent(children::add);
            }
        }
        return children;
    }

    String output() {
        return read(output);
    }

    String error() {
        return read(error);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
