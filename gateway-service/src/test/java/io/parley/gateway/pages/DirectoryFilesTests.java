package io.parley.gateway.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

class DirectoryFilesTests {

    @TempDir
    Path folder;

    private Path web;

    @BeforeEach
    void makeDirectory() throws IOException {
        web = folder.resolve("web");
        Files.createDirectories(web.resolve("static/chat"));
        Files.writeString(web.resolve("static/page.js"), "first");
        Files.writeString(folder.resolve("secret.js"), "secret");
    }

    @Test
    void readsFilesAnewEachTime() throws IOException {
        var files = new DirectoryFiles(web);
        var first = files.find("static/page.js").block();

        Files.writeString(web.resolve("static/page.js"), "second");
        var second = files.find("static/page.js").block();

        assertThat(first.content()).asString().isEqualTo("first");
        assertThat(second.content()).asString().isEqualTo("second");
        assertThat(second.etag()).isNotEqualTo(first.etag());
    }

    @Test
    void findsNothingElse() throws IOException {
        var files = new DirectoryFiles(web);
        Files.createSymbolicLink(web.resolve("static/link.js"), folder.resolve("secret.js"));
        Files.createDirectory(web.resolve("static/folder.js"));
        Files.writeString(web.resolve("static/notes.md"), "not for everybody");

        for (var path : new String[] {
            "static/none.js", "static/chat", "static/folder.js", "static/link.js", "../secret.js", "static/notes.md"
        }) {
            StepVerifier.create(files.find(path)).as(path).verifyComplete();
        }
    }

    @Test
    void saysWhatIsWrongWithADirectory() {
        assertThatThrownBy(() -> new DirectoryFiles(folder.resolve("nowhere")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PARLEY_WEB_DIR")
                .hasMessageContaining("nowhere");
        assertThatThrownBy(() -> new DirectoryFiles(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no folder 'static'");
    }
}
