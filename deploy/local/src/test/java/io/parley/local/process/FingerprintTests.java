package io.parley.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTests {
    @TempDir
    Path directory;

    @Test
    void followsTheContentAndNotTheTime() throws IOException {
        var before = Fingerprint.ofJars(List.of(jar("same")));

        Files.setLastModifiedTime(directory.resolve("a.jar"), FileTime.fromMillis(0));
        assertThat(Fingerprint.ofJars(List.of(directory.resolve("a.jar")))).isEqualTo(before);
        assertThat(Fingerprint.ofJars(List.of(jar("same")))).isEqualTo(before);
        assertThat(Fingerprint.ofJars(List.of(jar("less"))))
                .isNotEqualTo(before)
                .hasSameSizeAs(before);
    }

    private Path jar(String content) throws IOException {
        var file = directory.resolve("a.jar");
        try (var jar = new JarOutputStream(Files.newOutputStream(file))) {
            jar.putNextEntry(new JarEntry("entry"));
            jar.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }
}
