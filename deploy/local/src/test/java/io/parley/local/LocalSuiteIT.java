package io.parley.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.parley.local.kafka.SuiteTopics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with Kafka, the database and the demo model; the services join in the end-to-end tests. */
class LocalSuiteIT {
    private static final int PORT = 21_000;
    private static final String KAFKA_SERVERS = "127.0.0.1:" + (PORT + 21);

    @TempDir
    Path directory;

    private final List<String> progress = new CopyOnWriteArrayList<>();

    @Test
    void startsKeepsAliveAndStops() throws Exception {
        ProcessHandle kafka;
        ProcessHandle mongo;
        try (var suite = suite()) {
            suite.start();
            kafka = suite.process("kafka");
            mongo = suite.process("mongo");
            assertThat(suite.process("demo-model").pid())
                    .isEqualTo(ProcessHandle.current().pid());
            assertThat(directory.resolve("keys")).isDirectoryContaining("glob:**/internal-public.jwks");
            assertThat(progress).anyMatch(line -> line.contains("kafka")).anyMatch(line -> line.contains("mongo"));

            assertThatThrownBy(() -> suite().start())
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("already running")
                    .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));

            kafka.destroyForcibly();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> progress.stream().anyMatch(line -> line.contains("kafka is back")));
            assertThat(suite.process("kafka").pid()).isNotEqualTo(kafka.pid());
            SuiteTopics.create(KAFKA_SERVERS, Duration.ofSeconds(20));
            kafka = suite.process("kafka");
        }
        assertThat(kafka.isAlive()).isFalse();
        assertThat(mongo.isAlive()).isFalse();
        assertThat(Files.list(directory.resolve("run")))
                .noneMatch(file -> file.toString().endsWith(".pid"));

        progress.clear();
        try (var again = suite()) {
            again.start();
            assertThat(progress).noneMatch(line -> line.contains("First start"));
            assertThat(directory.resolve("log/kafka.log.1")).exists();
        }
    }

    private LocalSuite suite() {
        var root = Path.of("../..").toAbsolutePath().normalize();
        var environment = Map.of(
                "PARLEY_DATA_DIR", directory.toString(),
                "PARLEY_PORT", Integer.toString(PORT),
                "PATH", System.getenv("PATH"));
        return new LocalSuite(new SuiteOptions(root, environment, Optional.empty(), progress::add), List.of());
    }
}
