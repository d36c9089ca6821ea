package io.parley.completion.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.completion.key.vault.HeldMasterKeys;
import io.parley.completion.key.vault.MasterKeyFile;
import io.parley.completion.key.vault.Masters;
import io.parley.completion.key.vault.SealedKey;
import io.parley.completion.key.vault.WrappedKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class RotateMasterKeyTests {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration AT_ONCE = Duration.ofMillis(1);

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
        keys = ApiKeysTests.keys(stored, masters);
    }

    @AfterEach
    void close() {
        masters.close();
    }

    @Test
    void wrapsEverythingByANewVersion() {
        putKeys(50);
        var progress = new AtomicLong();

        var rotation = rotation().rotate(progress::set).block(LIMIT);

        assertThat(rotation).isEqualTo(new Rotation(2, false, 50, 0));
        assertThat(progress).hasValue(50);
        assertThat(versions()).containsOnly(2);
        assertThat(file.versions()).containsExactly(1, 2);
        assertOpens(50);
    }

    @Test
    void makesAVersionAlsoWhereNothingIsStored() {
        assertThat(rotation().rotate(_ -> {}).block(LIMIT)).isEqualTo(new Rotation(2, false, 0, 0));
        assertThat(rotation().rotate(_ -> {}).block(LIMIT)).isEqualTo(new Rotation(3, false, 0, 0));
    }

    @Test
    void goesOnWithOneThatWasBrokenOff() {
        putKeys(10);
        file.add(2);
        IntStream.range(0, 4).forEach(i -> wrapAnew(holder(i)));

        assertThat(rotation().rotate(_ -> {}).block(LIMIT)).isEqualTo(new Rotation(2, true, 6, 0));
        assertThat(versions()).containsOnly(2);
        assertOpens(10);
    }

    @Test
    void goesOnWithOneThatHadOnlyMadeItsVersion() {
        putKeys(3);
        file.add(2);

        assertThat(rotation().rotate(_ -> {}).block(LIMIT)).isEqualTo(new Rotation(2, true, 3, 0));
    }

    @Test
    void wrapsAlsoWhatIsStoredUnderTheOldVersionMeanwhile() {
        putKeys(5);
        var old = stored.keys.get(holder(0));
        var rotation = new RotateMasterKey(stored, file, masters, false, Duration.ofMillis(100));

        var rotated = rotation.rotate(wrapped -> {
                    if (wrapped == 5) {
                        // A replica that had sealed it before, and stores it now.
                        stored.keys.put(old.holder(), old);
                    }
                })
                .block(LIMIT);

        assertThat(rotated).isEqualTo(new Rotation(2, false, 6, 0));
        assertThat(versions()).containsOnly(2);
    }

    @Test
    void leavesWhatDoesNotOpenAndSaysHowMany() {
        putKeys(3);
        breakKey();

        assertThat(rotation().rotate(_ -> {}).block(LIMIT)).isEqualTo(new Rotation(2, false, 2, 1));
        assertThat(rotation().prune().block(LIMIT))
                .as("version 1 is still in use")
                .isEmpty();
    }

    @Test
    void makesAVersionAlsoWhereSomethingNeverOpens() {
        putKeys(3);
        breakKey();
        rotation().rotate(_ -> {}).block(LIMIT);

        assertThat(rotation().rotate(_ -> {}).block(LIMIT)).isEqualTo(new Rotation(3, false, 2, 1));
        assertThat(versions()).containsExactlyInAnyOrder(3, 3, 1);
    }

    @Test
    void makesAVersionAlsoWhereSomethingIsNoKey() {
        putKeys(2);
        var broken = stored.keys.get(holder(1));
        stored.keys.put(
                holder(1),
                new StoredKey(
                        holder(1), new SealedKey(new UUID(0, 0), "", new WrappedKey(0, "")), broken.description()));

        assertThat(rotation().rotate(_ -> {}).block(LIMIT)).isEqualTo(new Rotation(2, false, 1, 1));
        assertThat(rotation().prune().block(LIMIT)).containsExactly(1);
    }

    @Test
    void refusesADatabaseOfAnotherInstallation() {
        putKeys(3);
        var other = new MasterKeyFile(Masters.file(directory, 1));
        try (var masters = HeldMasterKeys.of(other, "")) {
            assertRefused(
                    new RotateMasterKey(stored, other, masters, false, AT_ONCE).rotate(_ -> {}), "not wrapped by");
        }
        assertThat(other.versions()).containsExactly(1);
    }

    @Test
    void refusesVersionsTheFileDoesNotHave() {
        file.add(7);
        putKeys(1);
        var other = new MasterKeyFile(Masters.file(directory, 1));
        try (var masters = HeldMasterKeys.of(other, "")) {
            var rotation = new RotateMasterKey(stored, other, masters, false, AT_ONCE);
            assertRefused(rotation.rotate(_ -> {}), "[7]");
            assertRefused(rotation.prune(), "[7]");
        }
    }

    @Test
    void takesOutWhatWrapsNothingAnyMore() {
        putKeys(3);
        assertThat(rotation().prune().block(LIMIT)).isEmpty();

        rotation().rotate(_ -> {}).block(LIMIT);
        rotation().rotate(_ -> {}).block(LIMIT);

        assertThat(rotation().prune().block(LIMIT)).containsExactly(1, 2);
        assertThat(file.versions()).containsExactly(3);
        assertOpens(3);
    }

    @Test
    void countsTheSettingAsVersionOneAndLeavesIt() {
        var file = new MasterKeyFile(Masters.file(directory, Masters.line(2)));
        try (var before = HeldMasterKeys.of(null, Masters.key(1))) {
            keys = ApiKeysTests.keys(stored, before);
            putKeys(2);
        }
        try (var both = HeldMasterKeys.of(file, Masters.key(1))) {
            keys = ApiKeysTests.keys(stored, both);
            var rotation = new RotateMasterKey(stored, file, both, true, AT_ONCE);

            assertThat(rotation.rotate(_ -> {}).block(LIMIT)).isEqualTo(new Rotation(2, true, 2, 0));
            assertThat(rotation.prune().block(LIMIT)).isEmpty();
            assertOpens(2);
        }
    }

    private void breakKey() {
        var broken = stored.keys.get(holder(1));
        stored.keys.put(
                holder(1),
                new StoredKey(
                        holder(1),
                        new SealedKey(
                                broken.sealed().id(),
                                broken.sealed().text(),
                                stored.keys.get(holder(2)).sealed().dataKey()),
                        broken.description()));
    }

    private static void assertRefused(Mono<?> work, String why) {
        StepVerifier.create(work)
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining(why))
                .verify(LIMIT);
    }

    private RotateMasterKey rotation() {
        return new RotateMasterKey(stored, file, masters, false, AT_ONCE);
    }

    private void wrapAnew(KeyHolder holder) {
        var key = stored.keys.get(holder);
        var anew = new io.parley.completion.key.vault.KeyVault(masters)
                .rewrap(key.belongsTo(), key.sealed())
                .block(LIMIT);
        stored.keys.put(holder, InMemoryStoredKeys.with(key, anew));
    }

    private static KeyHolder holder(int number) {
        return KeyHolder.user("default", "user-" + number);
    }

    private void putKeys(int count) {
        IntStream.range(0, count)
                .forEach(i -> keys.put(holder(i), "sk-secret-" + i, null).block(LIMIT));
    }

    private void assertOpens(int count) {
        IntStream.range(0, count)
                .forEach(i ->
                        assertThat(keys.open(holder(i)).block(LIMIT).apiKey()).isEqualTo("sk-secret-" + i));
    }

    private List<Integer> versions() {
        return stored.keys.values().stream()
                .map(key -> key.sealed().dataKey().version())
                .toList();
    }
}
