package io.parley.gateway.pages.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.gateway.pages.DirectoryFiles;
import io.parley.gateway.pages.PageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentSecurityTests {

    @TempDir
    Path folder;

    @Test
    void allowsVueItsPolicyInTheExamplesOnly() throws IOException {
        assertThat(ContentSecurity.policy(page("static/examples/vue.html"), null))
                .contains("trusted-types dompurify vue");
        assertThat(ContentSecurity.policy(page("static/demo.html"), null))
                .contains("trusted-types dompurify;")
                .doesNotContain("vue");
    }

    @Test
    void takesNothingButAHostForAHost() throws IOException {
        var page = page("static/page.html");

        assertThat(ContentSecurity.policy(page, "[::1]:8080"))
                .contains("connect-src 'self' ws://[::1]:8080 wss://[::1]:8080;");
        assertThat(ContentSecurity.policy(page, "x; script-src *")).contains("connect-src 'self';");
        assertThat(ContentSecurity.policy(page, null)).contains("connect-src 'self';");
    }

    private PageFile page(String path) throws IOException {
        Files.createDirectories(folder.resolve(path).getParent());
        Files.writeString(folder.resolve(path), "<!doctype html>");
        return new DirectoryFiles(folder).find(path).block();
    }
}
