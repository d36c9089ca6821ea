package io.parley.completion.key.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeyFileTests {

    @TempDir
    Path directory;

    @Test
    void readsVersionsInAnyOrderWithCommentsAndPadding() {
        var text = "# ours\n\n 7\t" + Masters.key(7) + "=  # of spring\r\n" + Masters.line(2) + "   \n" + "10 "
                + Masters.key(10);

        assertThat(file(text).versions()).containsExactly(2, 7, 10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "one AAAA",
                "0 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "-1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "1000001 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "99999999999999999999 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "1 ++++++++++++++++++++++++++++++++++++++++++A",
                "1",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA 2"
            })
    void refusesALineAndSaysWhichButNotWhatIsInIt(String line) {
        var file = file(Masters.line(5) + line);

        assertThatThrownBy(file::read)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("line 2")
                .hasMessageNotContaining("AAAA")
                .hasMessageNotContaining(Masters.key(5));
    }

    @Test
    void refusesAVersionThatIsThereTwice() {
        assertThatThrownBy(file(Masters.line(1) + Masters.line(1))::read)
                .hasMessageContaining("line 2 has version 1 a second time");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# nothing\n"})
    void refusesAFileWithoutAKey(String text) {
        assertThatThrownBy(file(text)::read).hasMessageContaining("holds no master key");
    }

    @Test
    void refusesWhatIsTooLarge() {
        assertThatThrownBy(file("#".repeat(MasterKeyFile.MAX_BYTES + 1))::read).hasMessageContaining("too large");
    }

    @Test
    void refusesWhatIsNotThere() {
        assertThatThrownBy(new MasterKeyFile(directory.resolve("none"))::read)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("there is no file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw----r--", "rw-rw----", "rw------x"})
    void refusesWhatIsOpenToOthersAndSaysWhatToDo(String permissions) throws IOException {
        var path = Masters.file(directory, 1);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));

        assertThatThrownBy(new MasterKeyFile(path)::read).hasMessageContaining("chmod 600 " + path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"r--------", "rw-------", "rw-r-----", "r--r-----"})
    void readsWhatItsOwnerOrAGroupMayRead(String permissions) throws IOException {
        var path = Masters.file(directory, 1);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));

        assertThat(new MasterKeyFile(path).versions()).containsExactly(1);
    }

    @Test
    void addsAndRemovesVersionsAndKeepsTheOthers() throws IOException {
        var file = file(Masters.line(1) + Masters.line(4));
        Files.setPosixFilePermissions(directory.resolve("master.keys"), PosixFilePermissions.fromString("rw-r-----"));

        file.add(5);
        file.remove(Set.of(1));

        assertThat(file.versions()).containsExactly(4, 5);
        assertThat(Files.readString(directory.resolve("master.keys"))).contains(Masters.line(4));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("master.keys"))))
                .isEqualTo("rw-r-----");
        assertThat(directory.resolve("master.keys.unfinished")).doesNotExist();
    }

    @Test
    void writesThroughALink() throws IOException {
        var path = Masters.file(directory, 1);
        var link = Files.createSymbolicLink(directory.resolve("link"), path);

        new MasterKeyFile(link).add(2);

        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(new MasterKeyFile(path).versions()).containsExactly(1, 2);
    }

    @Test
    void isHeldByOneAtATime() throws IOException {
        var file = file(Masters.line(1));

        try (var held = file.lock()) {
            assertThat(held).isNotNull();
            assertThat(file.lock()).isNull();
        }
        try (var again = file.lock()) {
            assertThat(again).isNotNull();
        }
    }

    private MasterKeyFile file(String text) {
        return new MasterKeyFile(Masters.file(directory, text));
    }
}
