package io.parley.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTests {
    @TempDir
    Path directory;

    @Test
    void keepsTheLogOfTheStartBefore() throws Exception {
        try (var data = DataDirectory.open(directory)) {
            var log = data.filesOf("history").log();
            Files.writeString(log, "older");
            data.keepOneOldLog("history");
            Files.writeString(log, "old");
            data.keepOneOldLog("history");

            assertThat(log).doesNotExist();
            assertThat(directory.resolve("log/history.log.1")).hasContent("old");
        }
    }

    @Test
    void cutsALogBehindTheBackOfItsWriter() throws Exception {
        try (var data = DataDirectory.open(directory)) {
            var log = data.filesOf("history").log();
            try (var writer = Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                writer.write(new byte[17 << 20]);
                data.cutLongLogs();
                writer.write("and on".getBytes());
            }

            assertThat(log).hasContent("and on");
            assertThat(directory.resolve("log/history.log.1")).hasSize(17 << 20);
        }
    }

    @Test
    void forgetsProcessesThatAreGone() throws Exception {
        Files.createDirectories(directory.resolve("run"));
        Files.writeString(directory.resolve("run/kafka.pid"), "999999999\n");
        Files.writeString(directory.resolve("run/mongo.pid"), "nonsense");

        try (var data = DataDirectory.open(directory)) {
            assertThat(data.pidFile("kafka")).doesNotExist();
            assertThat(data.pidFile("mongo")).doesNotExist();
            assertThat(data.pidFile("launcher"))
                    .hasContent(Long.toString(ProcessHandle.current().pid()));
        }
        assertThat(directory.resolve("run/launcher.pid")).doesNotExist();
    }
}
