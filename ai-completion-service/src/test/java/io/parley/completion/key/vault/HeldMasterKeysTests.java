package io.parley.completion.key.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

class HeldMasterKeysTests {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final byte[] DATA_KEY = {1, 2, 3};
    private static final byte[] CONTEXT = {4};

    @TempDir
    Path directory;

    @Test
    void takesTheSettingForVersionOne() {
        try (var held = HeldMasterKeys.of(null, Masters.key(1))) {
            assertThat(wrapped(held).version()).isEqualTo(1);
            assertThat(held.isEmpty()).isFalse();
        }
        try (var none = HeldMasterKeys.of(null, " ")) {
            assertThat(none.isEmpty()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "not base64!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void refusesASettingThatIsNoKeyWithoutRepeatingIt(String setting) {
        assertThatThrownBy(() -> HeldMasterKeys.of(null, setting))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("API_KEY_ENCRYPTION_KEY")
                .hasMessageNotContaining(setting);
    }

    @Test
    void hasTheSettingBesideTheFile() {
        WrappedKey old;
        try (var before = HeldMasterKeys.of(null, Masters.key(1))) {
            old = wrapped(before);
        }

        var file = new MasterKeyFile(Masters.file(directory, Masters.line(2)));
        try (var both = HeldMasterKeys.of(file, Masters.key(1))) {
            assertThat(both.unwrap(old, CONTEXT).block(LIMIT)).isEqualTo(DATA_KEY);
            assertThat(wrapped(both).version()).isEqualTo(2);
        }
    }

    @Test
    void takesTheSameVersionOneTwiceAndNoOther() {
        var same = new MasterKeyFile(Masters.file(directory, Masters.line(1)));
        try (var held = HeldMasterKeys.of(same, Masters.key(1))) {
            assertThat(wrapped(held).version()).isEqualTo(1);
        }

        assertThatThrownBy(() -> HeldMasterKeys.of(same, Masters.key(9)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("API_KEY_ENCRYPTION_KEY is another key than version 1 of " + same)
                .hasMessageNotContaining(Masters.key(9));
    }

    @Test
    void doesNotStartWithAFileThatIsNoGood() {
        var file = new MasterKeyFile(Masters.file(directory, "hello"));

        assertThatThrownBy(() -> HeldMasterKeys.of(file, "")).hasMessageContaining("line 1");
    }

    @Test
    void wrapsByANewVersionAsSoonAsItIsInTheFile() {
        var file = new MasterKeyFile(Masters.file(directory, 1));
        try (var held = HeldMasterKeys.of(file, "")) {
            assertThat(wrapped(held).version()).isEqualTo(1);

            file.add(2);

            assertThat(wrapped(held).version()).isEqualTo(2);
        }
    }

    @Test
    void looksForAVersionItDoesNotKnow() {
        var file = new MasterKeyFile(Masters.file(directory, 1));
        try (var early = HeldMasterKeys.of(file, "")) {
            file.add(2);
            try (var late = HeldMasterKeys.of(file, "")) {
                assertThat(early.unwrap(wrapped(late), CONTEXT).block(LIMIT)).isEqualTo(DATA_KEY);
            }
        }
    }

    @Test
    void opensNothingOfAVersionThatIsNowhere() {
        var file = new MasterKeyFile(Masters.file(directory, 1));
        try (var held = HeldMasterKeys.of(file, "")) {
            file.add(2);
            var wrapped = wrapped(held);
            file.remove(Set.of(2));
            try (var late = HeldMasterKeys.of(file, "")) {
                StepVerifier.create(late.unwrap(wrapped, CONTEXT))
                        .expectErrorSatisfies(failure -> assertThat(failure)
                                .isInstanceOf(SealBroken.class)
                                .hasMessageContaining("version 2"))
                        .verify(LIMIT);
            }
        }
    }

    @Test
    void goesOnWithWhatItKnowsWhileTheFileIsNoGood() throws IOException {
        var path = Masters.file(directory, 1);
        try (var held = HeldMasterKeys.of(new MasterKeyFile(path), "")) {
            var wrapped = wrapped(held);

            Files.writeString(path, "half a li");
            assertThat(wrapped(held).version()).isEqualTo(1);

            Files.delete(path);
            assertThat(wrapped(held).version()).isEqualTo(1);
            assertThat(held.unwrap(wrapped, CONTEXT).block(LIMIT)).isEqualTo(DATA_KEY);
        }
    }

    private static WrappedKey wrapped(HeldMasterKeys held) {
        var wrapped = held.wrap(DATA_KEY.clone(), CONTEXT).block(LIMIT);
        assertThat(wrapped).isNotNull();
        return wrapped;
    }
}
