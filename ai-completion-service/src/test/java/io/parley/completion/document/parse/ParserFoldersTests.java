package io.parley.completion.document.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParserFoldersTests {

    @TempDir
    Path parent;

    @Test
    void removesWhatAKilledProcessLeft() throws IOException {
        var left = Files.createDirectories(parent.resolve("parley-parsers-1/parley-parser-2/deeper"));
        Files.writeString(left.resolve("document3"), "Somebody's file.");
        Files.createFile(parent.resolve("parley-parsers-1/lock"));

        try (var folders = ParserFolders.open(parent)) {
            assertThat(parent.resolve("parley-parsers-1")).doesNotExist();
            assertThat(folders.create()).isEmptyDirectory();
        }
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void leavesAloneWhatAProcessHolds() throws Exception {
        var held = Files.createDirectory(parent.resolve("parley-parsers-1"));
        var lock = Files.createFile(held.resolve("lock"));
        var holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        lock.toString())
                .start();
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("locked");

            try (var first = ParserFolders.open(parent);
                    var second = ParserFolders.open(parent)) {
                assertThat(held).exists();
                assertThat(first.create()).exists();
                assertThat(second.create()).exists();
            }
        } finally {
            holder.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        ParserFolders.open(parent).close();
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void touchesNothingElse() throws IOException {
        var elsewhere = Files.createDirectories(parent.resolve("elsewhere"));
        Files.createFile(elsewhere.resolve("lock"));
        var link = Files.createSymbolicLink(parent.resolve("parley-parsers-1"), elsewhere);
        var young = Files.createDirectory(parent.resolve("parley-parsers-2"));
        var within = Files.createDirectories(parent.resolve("parley-parsers-3"));
        Files.createFile(within.resolve("lock"));
        Files.createSymbolicLink(within.resolve("out"), elsewhere);

        ParserFolders.open(parent).close();

        assertThat(link).exists();
        assertThat(young).exists();
        assertThat(within).doesNotExist();
        assertThat(elsewhere.resolve("lock")).exists();
    }

    /** Holds a lock until it is killed. */
    static final class Holder {

        private Holder() {}

        public static void main(String[] arguments) throws IOException {
            try (var channel = java.nio.channels.FileChannel.open(
                            Path.of(arguments[0]), java.nio.file.StandardOpenOption.WRITE);
                    var lock = channel.lock()) {
                System.out.println(lock.isValid() ? "locked" : "not locked");
                System.in.read();
            }
        }
    }
}
