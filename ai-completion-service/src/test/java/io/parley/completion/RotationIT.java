package io.parley.completion;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.completion.key.ApiKeys;
import io.parley.completion.key.KeyHolder;
import io.parley.completion.key.vault.Masters;
import io.parley.testkit.Backends;
import io.parley.testkit.ScriptedModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Master keys change while two replicas use keys and store new ones. The command is a process of its own, as in life. */
class RotationIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int USERS = 300;
    private static final int AT_A_TIME = 8;

    @TempDir
    Path directory;

    private Path file;
    private ScriptedModel model;
    private CompletionProcess one;
    private CompletionProcess other;

    private record Shell(int exitCode, String output) {}

    @BeforeEach
    void start() {
        file = Masters.file(directory, 1);
        model = ScriptedModel.start();
        one = CompletionProcess.start("0", model, "--parley.key.master-key-file=" + file);
        one.empty("api_keys");
        other = CompletionProcess.start("1", model, "--parley.key.master-key-file=" + file);
    }

    @AfterEach
    void stop() {
        other.close();
        one.empty("api_keys");
        one.close();
        model.close();
    }

    @Test
    void failsNoCall() throws IOException, InterruptedException {
        IntStream.range(0, USERS).forEach(this::put);
        var load = new Load();
        var running = Flux.merge(load.on(one), load.on(other)).subscribe();
        try {
            var made = rotateKeys();
            assertThat(made.output()).contains("Master key version 2 was made");
            assertThat(made.exitCode()).isZero();

            var pruned = rotateKeys("--prune");
            assertThat(pruned.output()).contains("versions [1]");
            assertThat(pruned.exitCode()).isZero();
            load.awaitMore();
        } finally {
            running.dispose();
        }

        System.out.printf(
                "rotation under load: %d keys opened, %d stored, %d failed%n",
                load.opened.get(), load.stored.get(), load.failures.size());
        assertThat(load.failures).isEmpty();
        assertThat(load.opened).hasPositiveValue();
        assertThat(load.stored).hasPositiveValue();
        assertThat(Files.readAllLines(file))
                .filteredOn(line -> !line.startsWith("#"))
                .singleElement()
                .asString()
                .startsWith("2 ");
        assertThat(one.dump())
                .filteredOn(document -> document.contains("\"data_key\""))
                .hasSize(USERS)
                .allMatch(document -> document.contains("\"master_version\": 2"));
    }

    @Test
    void saysWhatIsWrong() throws IOException, InterruptedException {
        assertThat(command(Map.of(), "--frobnicate")).isEqualTo(new Shell(2, "usage: rotate-keys [--prune]\n"));
        assertThat(command(Map.of()).output()).contains("PARLEY_MASTER_KEY_FILE names no file");
        assertThat(command(Map.of("API_KEY_ENCRYPTION_KEY", Masters.key(1))).output())
                .contains("API_KEY_ENCRYPTION_KEY can have no second version")
                .doesNotContain(Masters.key(1));
        assertThat(command(Map.of(
                                "PARLEY_MASTER_KEY_FILE",
                                directory.resolve("none").toString()))
                        .output())
                .contains("there is no file of master keys at");
        var away = command(Map.of(
                "PARLEY_MASTER_KEY_FILE", file.toString(), "PARLEY_MONGODB_URI", "mongodb://ann:secret@127.0.0.1:1"));
        assertThat(away.exitCode()).isEqualTo(1);
        assertThat(away.output())
                .contains("127.0.0.1:1")
                .contains("does not answer")
                .doesNotContain("secret");

        put(0);
        var strange = Masters.file(Files.createDirectory(directory.resolve("strange")), 1);
        var refused = command(
                Map.of("PARLEY_MASTER_KEY_FILE", strange.toString(), "PARLEY_MONGODB_URI", Backends.mongoUri()));
        assertThat(refused.output()).contains("not wrapped by the master keys of " + strange);
        assertThat(refused.exitCode()).isEqualTo(1);
    }

    private Shell rotateKeys(String... arguments) throws IOException, InterruptedException {
        return command(
                Map.of("PARLEY_MASTER_KEY_FILE", file.toString(), "PARLEY_MONGODB_URI", Backends.mongoUri()),
                arguments);
    }

    private static Shell command(Map<String, String> settings, String... arguments)
            throws IOException, InterruptedException {
        var command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-Dlogback.configurationFile=rotate-keys-logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                "io.parley.completion.key.mongo.RotateKeysCommand"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(settings);
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Shell(process.exitValue(), output);
    }

    private static KeyHolder holder(int user) {
        return KeyHolder.user("default", "rotated-" + user);
    }

    private static String key(int user) {
        return "sk-of-" + user;
    }

    private void put(int user) {
        one.bean(ApiKeys.class).put(holder(user), key(user), null).block(LIMIT);
    }

    /** Opens one key after the other, and stores one now and then. */
    private static final class Load {

        final AtomicLong opened = new AtomicLong();
        final AtomicLong stored = new AtomicLong();
        final Queue<String> failures = new ConcurrentLinkedQueue<>();
        private final AtomicInteger next = new AtomicInteger();

        Flux<Void> on(CompletionProcess process) {
            var keys = process.bean(ApiKeys.class);
            return Flux.range(0, AT_A_TIME)
                    .flatMap(_ -> Mono.defer(() -> call(keys)).repeat(), AT_A_TIME);
        }

        private Mono<Void> call(ApiKeys keys) {
            int number = next.getAndIncrement();
            int user = Math.floorMod(number * 7, USERS);
            var call = number % 20 == 0
                    ? keys.put(holder(user), key(user), null).doOnNext(_ -> stored.incrementAndGet())
                    : keys.open(holder(user))
                            .switchIfEmpty(Mono.error(() -> new AssertionError("no key")))
                            .doOnNext(found -> {
                                assertThat(found.apiKey()).isEqualTo(key(user));
                                opened.incrementAndGet();
                            });
            return call.then().onErrorResume(failure -> {
                failures.add(user + ": " + failure);
                return Mono.empty();
            });
        }

        void awaitMore() {
            long now = opened.get();
            org.awaitility.Awaitility.await().until(() -> opened.get() > now + 2 * USERS);
        }
    }
}
