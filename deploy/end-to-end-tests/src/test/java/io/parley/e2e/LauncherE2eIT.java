package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./parley up} runs: how it starts, refuses, ends, and is killed. */
class LauncherE2eIT {
    private static final Duration ORPHANS_END_WITHIN = Duration.ofSeconds(5);

    @TempDir
    Path directory;

    @BeforeEach
    void withoutData() throws IOException {
        Installation.deleteAllButTheCache();
    }

    @Test
    void takesItsChildrenAlongAndFindsItsDataAgain() throws Exception {
        int port = Installation.freePorts();
        String conversation;
        try (var launcher = LauncherProcess.start(Installation.LAUNCHER_DATA, port, Map.of())
                .untilReady()) {
            var visitor = launcher.visitor("keeper");
            conversation = visitor.session("leta").conversationId();
            try (var socket = visitor.chatsWith("leta")) {
                socket.asks("Will you know this tomorrow?");
            }
            var children = launcher.children();
            assertThat(children).hasSize(7);

            launcher.isKilled();

            await("every child has ended")
                    .atMost(ORPHANS_END_WITHIN)
                    .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        }
        try (var launcher = LauncherProcess.start(Installation.LAUNCHER_DATA, port, Map.of())
                .untilReady()) {
            var visitor = launcher.visitor("keeper");
            assertThat(visitor.history(conversation).expecting(200).body()).contains("Will you know this tomorrow?");
            assertThat(visitor.session("leta").conversationId()).isEqualTo(conversation);
            try (var socket = visitor.chatsWith("leta")) {
                assertThat(socket.asks("What did I ask you?").text()).contains("Will you know this tomorrow?");
            }
            var children = launcher.children();

            launcher.isToldToEnd();

            assertThat(launcher.exitCode()).isZero();
            assertThat(children).hasSize(7).noneMatch(ProcessHandle::isAlive);
            assertThat(launcher.output()).contains("Stopped");
            assertThat(launcher.error()).isEmpty();
        }
    }

    @Test
    void refusesAPortThatIsInUse() throws Exception {
        int port = Installation.freePorts();
        try (var taken = new ServerSocket(port + 2, 1, InetAddress.getLoopbackAddress());
                var launcher = LauncherProcess.start(directory.resolve("data"), port, Map.of())) {
            refuses(launcher, "Port " + taken.getLocalPort() + " for ai-completion is in use");
        }
    }

    @Test
    void refusesADataDirectoryThatCannotBeWritten() throws Exception {
        var file = Files.writeString(directory.resolve("file"), "where the directory should be");
        try (var launcher = LauncherProcess.start(file, Installation.freePorts(), Map.of())) {
            refuses(launcher, "The data directory " + file + " cannot be written");
        }
    }

    @Test
    void refusesASettingThatMakesNoSense() throws Exception {
        try (var launcher = LauncherProcess.start(
                directory.resolve("data"), Installation.freePorts(), Map.of("PARLEY_GUESTS", "perhaps"))) {
            refuses(launcher, "PARLEY_GUESTS");
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void refusesAPortThatIsNone() throws Exception {
        try (var launcher =
                LauncherProcess.start(directory.resolve("data"), 1, Map.of("PARLEY_PORT", "eighty-eighty"))) {
            refuses(launcher, "PARLEY_PORT: 'eighty-eighty' is not a number");
        }
    }

    private void refuses(LauncherProcess launcher, String why) throws Exception {
        assertThat(launcher.exitCode()).isEqualTo(1);
        assertThat(launcher.error().lines()).singleElement().asString().contains(why);
        assertThat(ProcessHandle.allProcesses())
                .noneMatch(process -> process.info().commandLine().orElse("").contains(directory.toString()));
    }
}
