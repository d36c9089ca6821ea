package io.parley.gateway.access.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWKSet;
import io.parley.gateway.support.Issuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyFileTests {

    @TempDir
    private Path folder;

    @Test
    void signsWithTheFirstKeyAndReadsTheFileAgainWhenItChanges() throws IOException {
        Path file = folder.resolve("keys.jwks");
        Issuer old = Issuer.ec("old");
        write(file, 1, new JWKSet(old.key()).toString(false));
        SigningKeyFile keys = new SigningKeyFile(file);
        try {
            assertThat(keys.current().id()).isEqualTo("old");

            write(file, 2, "{ half a file");
            keys.readIfChanged();
            assertThat(keys.current().id()).isEqualTo("old");

            write(file, 3, new JWKSet(List.of(Issuer.ec("new").key(), old.key())).toString(false));
            keys.readIfChanged();
            assertThat(keys.current().id()).isEqualTo("new");
        } finally {
            keys.destroy();
        }
    }

    @Test
    void refusesToStartWithoutAPrivateKey() throws IOException {
        Path file = folder.resolve("public.jwks");
        write(file, 1, new JWKSet(Issuer.ec("public").key()).toString(true));

        assertThatThrownBy(() -> new SigningKeyFile(file)).hasMessageContaining("PARLEY_INTERNAL_KEY_FILE");
        assertThatThrownBy(() -> new SigningKeyFile(folder.resolve("none")))
                .hasMessageContaining("PARLEY_INTERNAL_KEY_FILE");
    }

    private static void write(Path file, int second, String text) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_000_000 + second)));
    }
}
