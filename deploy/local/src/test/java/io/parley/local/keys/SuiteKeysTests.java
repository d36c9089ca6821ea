package io.parley.local.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import io.parley.local.keys.SuiteKeys.OwnKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuiteKeysTests {
    @TempDir
    Path directory;

    @Test
    void makesThemOnceAndKeepsThem() throws Exception {
        var first = keys(Optional.empty(), Optional.empty());
        var second = keys(Optional.empty(), Optional.empty());

        assertThat(second).isEqualTo(first);
        assertThat(Base64.getUrlDecoder().decode(first.tokenSecret())).hasSize(32);
        assertThat(Files.readString(first.masterKeys().orElseThrow())).matches("1 [A-Za-z0-9_-]{43}\n");
        assertThat(signingKey(first.internal()).getCurve()).isEqualTo(Curve.P_256);
        assertThat(signingKey(first.internal()).isPrivate()).isTrue();
    }

    @Test
    void givesNoPrivateHalfAway() throws Exception {
        var keys = keys(Optional.empty(), Optional.empty());

        var published = signingKey(keys.internalPublic());

        assertThat(published.isPrivate()).isFalse();
        assertThat(published.getKeyID()).isEqualTo(signingKey(keys.internal()).getKeyID());
    }

    @Test
    void letsTheOwnerAloneReadThem() throws Exception {
        keys(Optional.empty(), Optional.empty());

        try (var files = Files.list(directory.resolve("keys"))) {
            assertThat(files)
                    .hasSize(4)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void usesWhatThePersonBringsAlong() throws Exception {
        var own = Files.copy(keys(Optional.empty(), Optional.empty()).internal(), directory.resolve("own.jwks"));
        Files.delete(directory.resolve("keys/internal.jwks"));
        Files.delete(directory.resolve("keys/jwt.secret"));

        var keys = keys(Optional.of(own), Optional.of("a secret of at least thirty-two characters"));

        assertThat(keys.internal()).isEqualTo(own);
        assertThat(keys.tokenSecret()).startsWith("a secret");
        assertThat(signingKey(keys.internalPublic()).getKeyID())
                .isEqualTo(signingKey(own).getKeyID());
        assertThat(directory.resolve("keys/internal.jwks")).doesNotExist();
        assertThat(directory.resolve("keys/jwt.secret")).doesNotExist();
    }

    @Test
    void makesNoMasterKeyBesideThePersonsOwn() throws Exception {
        var own = Files.writeString(directory.resolve("own.keys"), "1 x");

        var file = SuiteKeys.of(directory, masterKeys(Optional.of(own), false));
        var setting = SuiteKeys.of(directory, masterKeys(Optional.empty(), true));

        assertThat(file.masterKeys()).contains(own);
        assertThat(setting.masterKeys()).isEmpty();
        assertThat(directory.resolve(SuiteKeys.MASTER_KEY_FILE)).doesNotExist();
    }

    @Test
    void keepsItsMasterKeysInUseWhenASettingComesLater() throws Exception {
        var made = SuiteKeys.of(directory, OwnKeys.NONE).masterKeys();

        assertThat(SuiteKeys.of(directory, masterKeys(Optional.empty(), true)).masterKeys())
                .isEqualTo(made)
                .isPresent();
    }

    private static OwnKeys masterKeys(Optional<Path> file, boolean setting) {
        return new OwnKeys(Optional.empty(), Optional.empty(), file, setting);
    }

    @Test
    void refusesAFileThatIsNoKeySet() throws Exception {
        var own = Files.writeString(directory.resolve("own.jwks"), "hello");

        assertThatThrownBy(() -> keys(Optional.of(own), Optional.empty()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("own.jwks is not a JWK Set");
    }

    private SuiteKeys keys(Optional<Path> ownInternal, Optional<String> ownSecret) throws IOException {
        return SuiteKeys.of(directory, new OwnKeys(ownInternal, ownSecret, Optional.empty(), false));
    }

    private static ECKey signingKey(Path file) throws Exception {
        return JWKSet.parse(Files.readString(file)).getKeys().getFirst().toECKey();
    }
}
