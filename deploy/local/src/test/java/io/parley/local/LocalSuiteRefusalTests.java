package io.parley.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSuiteRefusalTests {
    @TempDir
    Path directory;

    private final List<String> progress = new ArrayList<>();

    @Test
    void saysWhichPortIsInUseForWhatAndByWhom() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int suitePort = taken.getLocalPort() - 3;

            assertThatThrownBy(() -> start(Map.of("PARLEY_PORT", Integer.toString(suitePort))))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("Port " + taken.getLocalPort() + " for history is in use")
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
        assertThat(directory.resolve("data/kafka")).doesNotExist();
    }

    @Test
    void saysThatTheDataDirectoryCannotBeWritten() throws IOException {
        Files.writeString(directory.resolve("data"), "a file where the directory should be");

        assertThatThrownBy(() -> start(Map.of()))
                .isInstanceOf(CannotStart.class)
                .hasMessageStartingWith("The data directory " + directory.resolve("data") + " cannot be written (");
    }

    @Test
    void saysThatNothingIsBuilt() {
        assertThatThrownBy(() -> start(Map.of()))
                .isInstanceOf(CannotStart.class)
                .hasMessageStartingWith("Not built yet");
        assertThat(directory.resolve("data/run/launcher.pid")).doesNotExist();
    }

    @Test
    void refusesABadSettingBeforeItTouchesAnything() {
        assertThatThrownBy(() -> start(Map.of("PARLEY_GUESTS", "perhaps")))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("PARLEY_GUESTS");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void refusesAKeyFileThatHoldsNoKeys() throws IOException {
        var file = Files.writeString(directory.resolve("mine.jwks"), "{\"keys\":[]}");

        assertThatThrownBy(() -> start(Map.of("PARLEY_INTERNAL_KEY_FILE", file.toString())))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("mine.jwks holds no private EC key");
    }

    private void start(Map<String, String> more) {
        var environment = new HashMap<>(more);
        environment.put("PARLEY_DATA_DIR", directory.resolve("data").toString());
        environment.putIfAbsent("PARLEY_PORT", "22000");
        try (var suite = new LocalSuite(new SuiteOptions(directory, environment, Optional.empty(), progress::add))) {
            suite.start();
        }
    }
}
