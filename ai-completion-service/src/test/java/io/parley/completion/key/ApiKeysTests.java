package io.parley.completion.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.completion.key.vault.HeldMasterKeys;
import io.parley.completion.key.vault.KeyVault;
import io.parley.completion.key.vault.MasterKeyFile;
import io.parley.completion.key.vault.Masters;
import io.parley.completion.model.ModelProperties;
import io.parley.completion.model.ProviderCredential;
import io.parley.events.Payer;
import io.parley.platform.problem.Problem;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class ApiKeysTests {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Instant NOW = Instant.parse("2026-11-20T10:30:00.123456Z");
    private static final KeyHolder ANN = KeyHolder.user("default", "ann");
    private static final KeyHolder BOB = KeyHolder.user("default", "bob");
    private static final KeyHolder LETA = KeyHolder.chatbot("default", "leta");

    @TempDir
    Path directory;

    private final InMemoryStoredKeys stored = new InMemoryStoredKeys();
    private MasterKeyFile file;
    private HeldMasterKeys masters;
    private ApiKeys keys;

    @BeforeEach
    void open() {
        file = new MasterKeyFile(Masters.file(directory, 1));
        masters = HeldMasterKeys.of(file, "");
        keys = keys(stored, masters);
    }

    @AfterEach
    void close() {
        masters.close();
    }

    static ApiKeys keys(StoredKeys stored, HeldMasterKeys masters) {
        return new ApiKeys(stored, new KeyVault(masters), suite("sk-suite"), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    static ModelProperties suite(String apiKey) {
        return new ModelProperties(
                apiKey, "https://suite.example/v1", "", 8, Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    @Test
    void givesAKeyBackWithItsAddress() {
        assertThat(keys.put(ANN, " sk-ann-1234\n", "https://provider.example/v1")
                        .block(LIMIT))
                .isEqualTo(new KeyDescription(
                        "1234",
                        "provider.example",
                        "https://provider.example/v1",
                        Instant.parse("2026-11-20T10:30:00.123Z")));

        assertThat(keys.open(ANN).block(LIMIT))
                .isEqualTo(new ProviderCredential("sk-ann-1234", "https://provider.example/v1", Payer.USER));
    }

    @Test
    void sendsAKeyWithoutAnAddressToTheSuites() {
        keys.put(LETA, "sk-leta-1234", null).block(LIMIT);

        assertThat(keys.open(LETA).block(LIMIT))
                .isEqualTo(new ProviderCredential("sk-leta-1234", "https://suite.example/v1", Payer.CHATBOT));
        assertThat(keys.find(LETA).block(LIMIT).provider()).isEqualTo("openai");
    }

    @ParameterizedTest
    @CsvSource({"sk-12345678,5678", "12345678,5678", "1234567,567", "ollama,ama", "ab,b", "a,''"})
    void showsNoMoreThanHalfOfAKey(String key, String last4) {
        assertThat(keys.put(ANN, key, null).block(LIMIT).last4()).isEqualTo(last4);
    }

    static Stream<String> badKeys() {
        return Stream.of(
                "", "  ", "sk with blank", "sk-\u0000", "sk-\nX-Evil: 1", "sk-ключ", "sk-\u00a0", "x".repeat(513));
    }

    @ParameterizedTest
    @MethodSource("badKeys")
    void takesNothingThatIsNoKey(String key) {
        StepVerifier.create(keys.put(ANN, key, null))
                .expectErrorSatisfies(failure -> {
                    assertThat(((Problem) failure).code()).isEqualTo("bad_request");
                    assertThat(((Problem) failure).detail()).doesNotContain("sk");
                })
                .verify(LIMIT);
        assertThat(stored.keys).isEmpty();
    }

    @Test
    void forgetsTheKeyBefore() {
        keys.put(ANN, "sk-old-1234", "https://provider.example/v1").block(LIMIT);
        keys.put(ANN, "sk-new-5678", null).block(LIMIT);

        assertThat(keys.open(ANN).block(LIMIT).apiKey()).isEqualTo("sk-new-5678");
        assertThat(keys.open(ANN).block(LIMIT).baseUrl()).isEqualTo("https://suite.example/v1");

        keys.delete(ANN).block(LIMIT);
        keys.delete(ANN).block(LIMIT);

        assertThat(keys.open(ANN).blockOptional(LIMIT)).isEmpty();
        assertThat(keys.find(ANN).blockOptional(LIMIT)).isEmpty();
    }

    @Test
    void opensForNobodyElse() {
        keys.put(ANN, "sk-ann-1234", null).block(LIMIT);
        var hers = stored.keys.get(ANN);
        stored.keys.put(BOB, new StoredKey(BOB, hers.sealed(), hers.description()));
        stored.keys.put(LETA, new StoredKey(LETA, hers.sealed(), hers.description()));

        assertShut(BOB, Payer.USER);
        assertShut(LETA, Payer.CHATBOT);
        assertThat(keys.open(ANN).block(LIMIT).apiKey()).isEqualTo("sk-ann-1234");
    }

    @Test
    void goesToNoAddressItWasNotPutInFor() {
        keys.put(ANN, "sk-ann-1234", null).block(LIMIT);
        var hers = stored.keys.get(ANN);
        var shown = hers.description();
        stored.keys.put(
                ANN,
                new StoredKey(
                        ANN,
                        hers.sealed(),
                        new KeyDescription(shown.last4(), "openai", "https://evil.example", shown.createdAt())));

        assertShut(ANN, Payer.USER);
    }

    private void assertShut(KeyHolder holder, Payer payer) {
        StepVerifier.create(keys.open(holder))
                .expectErrorSatisfies(failure -> {
                    assertThat(failure).isInstanceOf(KeyUnreadable.class);
                    assertThat(((KeyUnreadable) failure).payer()).isEqualTo(payer);
                })
                .verify(LIMIT);
    }

    @Test
    void saysWhatIsMissingWhereThereIsNoMasterKey() {
        try (var none = HeldMasterKeys.of(null, "")) {
            StepVerifier.create(keys(stored, none).put(ANN, "sk-ann-1234", null))
                    .expectErrorSatisfies(failure -> {
                        assertThat(((Problem) failure).code()).isEqualTo("no_master_key");
                        assertThat(((Problem) failure).status().value()).isEqualTo(503);
                        assertThat(((Problem) failure).detail()).contains("PARLEY_MASTER_KEY_FILE");
                    })
                    .verify(LIMIT);
        }
    }

    @Test
    void opensAKeyThatWasWrappedAnewAndItsOldMasterKeyTakenAway() {
        keys.put(ANN, "sk-ann-1234", null).block(LIMIT);
        var before = stored.keys.get(ANN);
        file.add(2);
        var rotation = new RotateMasterKey(stored, file, masters, false, Duration.ofMillis(1));
        assertThat(rotation.rotate(_ -> {}).block(LIMIT).version()).isEqualTo(2);
        file.remove(Set.of(1));
        var reads = new AtomicInteger();
        var late = new StoredKeysOf(stored) {
            @Override
            public Flux<StoredKey> find(java.util.Collection<KeyHolder> holders) {
                return Flux.defer(() -> reads.getAndIncrement() == 0 ? Flux.just(before) : super.find(holders));
            }
        };

        try (var fresh = HeldMasterKeys.of(file, "")) {
            assertThat(keys(late, fresh).open(ANN).block(LIMIT).apiKey()).isEqualTo("sk-ann-1234");
        }
        assertThat(reads).hasValue(2);
    }

    @Test
    void hidesTheKeyWhereverSomethingOfItIsWritten() {
        keys.put(ANN, "sk-canary-1234", null).block(LIMIT);

        assertThat(stored.keys.get(ANN).toString()).doesNotContain("canary");
        assertThat(keys.open(ANN).block(LIMIT).toString()).doesNotContain("canary");
        assertThat(new KeyProperties("a.file", "canary").toString()).doesNotContain("canary");
    }

    @Test
    void pickTheUsersThenTheChatbotsThenTheSuites() {
        var order = new CredentialsInOrder(keys, suite("sk-suite"));

        assertThat(order.find("default", "ann", "leta").block(LIMIT).payer()).isEqualTo(Payer.SUITE);

        keys.put(LETA, "sk-leta-1234", null).block(LIMIT);
        assertThat(order.find("default", "ann", "leta").block(LIMIT).payer()).isEqualTo(Payer.CHATBOT);

        keys.put(ANN, "sk-ann-1234", "https://hers.example").block(LIMIT);
        assertThat(order.find("default", "ann", "leta").block(LIMIT))
                .isEqualTo(new ProviderCredential("sk-ann-1234", "https://hers.example", Payer.USER));
        assertThat(order.find("default", "bob", "leta").block(LIMIT).payer()).isEqualTo(Payer.CHATBOT);
        assertThat(order.find("default", null, "leta").block(LIMIT).payer()).isEqualTo(Payer.CHATBOT);
        assertThat(order.find("elsewhere", "ann", "leta").block(LIMIT))
                .isEqualTo(new ProviderCredential("sk-suite", "https://suite.example/v1", Payer.SUITE));
    }

    @Test
    void giveNoKeyWhereThereIsNone() {
        assertThat(new CredentialsInOrder(keys, suite(" "))
                        .find("default", "ann", "leta")
                        .blockOptional(LIMIT))
                .isEmpty();
    }

    @Test
    void doNotPayWithAnothersKeyWhereTheUsersStaysShut() {
        keys.put(BOB, "sk-bob-1234", null).block(LIMIT);
        keys.put(LETA, "sk-leta-1234", null).block(LIMIT);
        var his = stored.keys.get(BOB);
        stored.keys.put(ANN, new StoredKey(ANN, his.sealed(), his.description()));

        StepVerifier.create(new CredentialsInOrder(keys, suite("sk-suite")).find("default", "ann", "leta"))
                .expectErrorMatches(failure -> failure instanceof KeyUnreadable shut && shut.payer() == Payer.USER)
                .verify(LIMIT);
    }

    /** Somebody's stored keys, of which a test changes one call. */
    private static class StoredKeysOf implements StoredKeys {

        private final StoredKeys keys;

        StoredKeysOf(StoredKeys keys) {
            this.keys = keys;
        }

        @Override
        public reactor.core.publisher.Mono<Void> save(StoredKey key) {
            return keys.save(key);
        }

        @Override
        public Flux<StoredKey> find(java.util.Collection<KeyHolder> holders) {
            return keys.find(holders);
        }

        @Override
        public reactor.core.publisher.Mono<Void> delete(KeyHolder holder) {
            return keys.delete(holder);
        }

        @Override
        public Flux<StoredKey> all() {
            return keys.all();
        }

        @Override
        public reactor.core.publisher.Mono<Boolean> rewrap(
                StoredKey asRead, io.parley.completion.key.vault.WrappedKey now) {
            return keys.rewrap(asRead, now);
        }
    }
}
