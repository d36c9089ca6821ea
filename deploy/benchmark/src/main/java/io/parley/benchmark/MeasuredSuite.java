package io.parley.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The suite in processes of its own, started by the launcher with the command line of {@code ./parley up}. */
final class MeasuredSuite implements AutoCloseable {
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(30);
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final String LAUNCHER_JAR = "deploy/local/target/parley-local.jar";
    private static final String READY = "Parley is ready";
    private static final String TRAINING = "First start of this build";

    private final Process launcher;
    private final Path root;
    private final Path data;
    private final int port;
    private final Duration untilReady;

    private MeasuredSuite(Process launcher, Path root, Path data, int port, Duration untilReady) {
        this.launcher = launcher;
        this.root = root;
        this.data = data;
        this.port = port;
        this.untilReady = untilReady;
    }

    /** Started twice where the first start had to write the start caches. */
    static MeasuredSuite start(BenchmarkOptions options) throws IOException {
        var first = launch(options);
        if (first.trained) {
            first.suite.close();
            return launch(options).suite;
        }
        return first.suite;
    }

    private record Launched(MeasuredSuite suite, boolean trained) {}

    private static Launched launch(BenchmarkOptions options) throws IOException {
        long startedAt = System.nanoTime();
        var builder = new ProcessBuilder(
                JAVA,
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dlogback.configurationFile=parley-local-logback.xml",
                "-cp",
                options.root().resolve(LAUNCHER_JAR).toString(),
                "io.parley.local.Launcher",
                options.root().toString());
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        var environment = new HashMap<String, String>();
        environment.put("PATH", System.getenv().getOrDefault("PATH", ""));
        environment.put("PARLEY_DATA_DIR", options.data().toString());
        environment.put("PARLEY_PORT", Integer.toString(options.port()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        var process = builder.start();
        var output = process.inputReader(StandardCharsets.UTF_8);
        boolean trained = false;
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            System.err.println(line);
            trained |= line.startsWith(TRAINING);
            if (line.startsWith(READY)) {
                var took = Duration.ofNanos(System.nanoTime() - startedAt);
                readOn(output);
                return new Launched(
                        new MeasuredSuite(process, options.root(), options.data(), options.port(), took), trained);
            }
        }
        throw new IOException("The suite did not start; the launcher said why.");
    }

    /** A pipe that nobody reads would hold the launcher up. */
    private static void readOn(BufferedReader output) {
        var reader = new Thread(() -> drain(output), "launcher-output");
        reader.setDaemon(true);
        reader.start();
    }

    private static void drain(BufferedReader output) {
        try {
            for (var line = output.readLine(); line != null; line = output.readLine()) {
                System.err.println(line);
            }
        } catch (IOException ended) {
            return; // with the launcher
        }
    }

    /** A token of an admin, as {@code ./parley token} makes it. */
    String adminToken() throws IOException, InterruptedException {
        var builder = new ProcessBuilder(
                JAVA,
                "-cp",
                root.resolve(LAUNCHER_JAR).toString(),
                "io.parley.local.token.TokenCommand",
                root.toString(),
                "bench",
                "--role",
                "admin");
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("PARLEY_DATA_DIR", data.toString());
        builder.environment().put("PARLEY_PORT", Integer.toString(port));
        var command = builder.start();
        var token = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (command.waitFor() != 0) {
            throw new IOException("There is no token; the command said why.");
        }
        return token;
    }

    URI gateway() {
        return URI.create("http://127.0.0.1:" + port);
    }

    Duration untilReady() {
        return untilReady;
    }

    /** The launcher, which is the demo model too, and its children, by name. */
    Map<String, ProcessFigures> processes() throws IOException {
        var processes = new LinkedHashMap<String, ProcessFigures>();
        processes.put("launcher", new ProcessFigures(launcher.pid()));
        for (var file : pidFiles()) {
            var name = file.getFileName().toString().replace(".pid", "");
            long pid = Long.parseLong(Files.readString(file).strip());
            if (pid != launcher.pid()) {
                processes.put(name, new ProcessFigures(pid));
            }
        }
        return processes;
    }

    private List<Path> pidFiles() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("run"))) {
            return files.filter(file -> file.toString().endsWith(".pid"))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void close() {
        launcher.destroy();
        try {
            if (!launcher.waitFor(STOPPED_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                var _ = launcher.destroyForcibly();
            }
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }
}
