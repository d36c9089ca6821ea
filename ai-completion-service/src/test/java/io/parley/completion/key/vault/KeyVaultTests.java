package io.parley.completion.key.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class KeyVaultTests {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final List<String> ANN = List.of("default", "user", "ann", "");
    private static final String SECRET = "sk-a-secret";

    @TempDir
    Path directory;

    private HeldMasterKeys masters;
    private KeyVault vault;

    @BeforeEach
    void open() {
        masters = Masters.held(Masters.file(directory, 1, 2));
        vault = new KeyVault(masters);
    }

    @AfterEach
    void close() {
        masters.close();
    }

    @Test
    void opensWhatItSealed() {
        var sealed = aSealedKey();

        assertThat(opened(ANN, sealed).block(LIMIT)).isEqualTo(SECRET);
        assertThat(sealed.dataKey().version()).isEqualTo(2);
    }

    @Test
    void sealsTheSameSecretDifferentlyEachTime() {
        var one = aSealedKey();
        var other = aSealedKey();

        assertThat(one.text()).isNotEqualTo(other.text());
        assertThat(one.id()).isNotEqualTo(other.id());
        assertThat(one.dataKey().text()).isNotEqualTo(other.dataKey().text());
        // 96 bits of nonce, the secret, 128 bits of tag.
        assertThat(Base64.getUrlDecoder().decode(one.text())).hasSize(12 + SECRET.length() + 16);
        assertThat(Base64.getUrlDecoder().decode(one.dataKey().text())).hasSize(12 + 32 + 16);
    }

    static Stream<List<String>> others() {
        return Stream.of(
                List.of("default", "user", "bob", ""),
                List.of("elsewhere", "user", "ann", ""),
                List.of("default", "chatbot", "ann", ""),
                List.of("default", "user", "ann", "https://evil.example"),
                List.of("defaul", "tuser", "ann", ""),
                List.of("default", "user", "ann"),
                List.of("default", "user", "ann", "", ""));
    }

    @ParameterizedTest
    @MethodSource("others")
    void opensForNobodyElseAndForNoOtherAddress(List<String> other) {
        var sealed = aSealedKey();

        StepVerifier.create(opened(other, sealed)).expectError(SealBroken.class).verify(LIMIT);
        StepVerifier.create(vault.rewrap(other, sealed))
                .expectError(SealBroken.class)
                .verify(LIMIT);
    }

    static Stream<java.util.function.UnaryOperator<SealedKey>> changes() {
        return Stream.of(
                key -> new SealedKey(UUID.randomUUID(), key.text(), key.dataKey()),
                key -> new SealedKey(key.id(), flipped(key.text(), 0), key.dataKey()),
                key -> new SealedKey(key.id(), flipped(key.text(), 14), key.dataKey()),
                key -> new SealedKey(key.id(), key.text().substring(0, 20), key.dataKey()),
                key -> new SealedKey(key.id(), "", key.dataKey()),
                key -> new SealedKey(key.id(), "not base64 at all!", key.dataKey()),
                key -> key.wrapped(new WrappedKey(2, flipped(key.dataKey().text(), 30))),
                key -> key.wrapped(new WrappedKey(1, key.dataKey().text())),
                key -> key.wrapped(new WrappedKey(3, key.dataKey().text())),
                key -> key.wrapped(new WrappedKey(0, "")));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void opensNothingThatWasChanged(java.util.function.UnaryOperator<SealedKey> change) {
        StepVerifier.create(opened(ANN, change.apply(aSealedKey())))
                .expectError(SealBroken.class)
                .verify(LIMIT);
    }

    @Test
    void opensNothingPutTogetherFromTwo() {
        var one = aSealedKey();
        var other = aSealedKey();

        StepVerifier.create(opened(ANN, one.wrapped(other.dataKey())))
                .expectError(SealBroken.class)
                .verify(LIMIT);
    }

    @Test
    void wrapsAnewWithoutTouchingTheSecret() {
        var sealed = aSealedKey();
        new MasterKeyFile(directory.resolve("master.keys")).add(3);

        var anew = sealed.wrapped(vault.rewrap(ANN, sealed).block(LIMIT));

        assertThat(anew.dataKey().version()).isEqualTo(3);
        assertThat(opened(ANN, anew).block(LIMIT)).isEqualTo(SECRET);
    }

    @Test
    void saysThatThereIsNoMasterKey() {
        try (var none = HeldMasterKeys.of(null, "")) {
            StepVerifier.create(new KeyVault(none).seal(ANN, new byte[] {1}))
                    .expectError(NoMasterKey.class)
                    .verify(LIMIT);
            StepVerifier.create(new KeyVault(none).open(ANN, aSealedKey()))
                    .expectError(SealBroken.class)
                    .verify(LIMIT);
        }
    }

    @Test
    void wipesTheDataKeyItHadUnwrapped() {
        var given = new java.util.concurrent.atomic.AtomicReference<byte[]>();
        var sealed = aSealedKey();
        var watched = new KeyVault(new MasterKeys() {
            @Override
            public Mono<WrappedKey> wrap(byte[] dataKey, byte[] context) {
                given.set(dataKey);
                return masters.wrap(dataKey, context);
            }

            @Override
            public Mono<byte[]> unwrap(WrappedKey wrapped, byte[] context) {
                return masters.unwrap(wrapped, context).doOnNext(given::set);
            }
        });

        watched.open(ANN, sealed).block(LIMIT);
        assertThat(given.get()).containsOnly(0);
        watched.seal(ANN, new byte[] {1}).block(LIMIT);
        assertThat(given.get()).containsOnly(0);
        watched.rewrap(ANN, sealed).block(LIMIT);
        assertThat(given.get()).containsOnly(0);
    }

    private SealedKey aSealedKey() {
        var sealed = vault.seal(ANN, SECRET.getBytes(StandardCharsets.US_ASCII)).block(LIMIT);
        assertThat(sealed).isNotNull();
        return sealed;
    }

    private Mono<String> opened(List<String> belongsTo, SealedKey sealed) {
        return vault.open(belongsTo, sealed).map(secret -> new String(secret, StandardCharsets.US_ASCII));
    }

    private static String flipped(String text, int at) {
        var bytes = Base64.getUrlDecoder().decode(text);
        bytes[at] ^= 1;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
