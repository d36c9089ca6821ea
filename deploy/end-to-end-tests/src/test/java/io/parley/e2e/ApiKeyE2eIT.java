package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.testkit.ModelReply;
import io.parley.testkit.chat.ChatClient;
import io.parley.testkit.chat.ChatResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A user's own key, from the gateway to the model and nowhere else. */
@WithSuite
class ApiKeyE2eIT {
    private static final String ROUTE = "/api/settings/api-key";

    private final ScriptedSuite suite;

    ApiKeyE2eIT(ScriptedSuite suite) {
        this.suite = suite;
    }

    @Test
    void paysForTheAnswersOfItsUserAlone() {
        var client = suite.visitor();
        var words = UUID.randomUUID().toString();
        put(client, Map.of("api_key", "sk-mine-1234", "base_url", suite.model().baseUrl(), "validate", true))
                .expecting(200);

        try (var mine = client.chatsWith("leta");
                var others = suite.visitor().chatsWith("leta")) {
            assertThat(mine.asks("mine " + words).isComplete()).isTrue();
            assertThat(others.asks("others " + words).isComplete()).isTrue();
            assertThat(client.delete(ROUTE).status()).isEqualTo(204);
            assertThat(mine.asks("later " + words).isComplete()).isTrue();
        }

        assertThat(suite.model().tried()).contains("Bearer sk-mine-1234");
        assertThat(payer("mine " + words)).isEqualTo("Bearer sk-mine-1234");
        assertThat(payer("others " + words)).isEqualTo("Bearer sk-scripted");
        assertThat(payer("later " + words)).as("as soon as it was taken away").isEqualTo("Bearer sk-scripted");
        assertThat(client.get(ROUTE).body()).isEqualTo("{\"configured\":false}");
    }

    @Test
    void isRefusedByTheModelAndByNoOtherTakenForIt() {
        var client = suite.visitor();
        var key = "sk-" + UUID.randomUUID();
        suite.model().refuses(key);
        assertThat(put(client, Map.of("api_key", key, "validate", true)).text("code"))
                .isEqualTo("provider_rejected_key");
        put(client, Map.of("api_key", key)).expecting(200);

        try (var socket = client.chatsWith("leta")) {
            var words = "refused " + UUID.randomUUID();
            assertThat(socket.asks(words).code()).isEqualTo("provider_rejected_key");
            assertThat(payer(words)).isEqualTo("Bearer " + key);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://example.com/v1", "https://10.0.0.1", "https://[::1]/v1", "https://127.0.0.2"})
    void goesNowhereInside(String url) {
        var reply = put(suite.visitor(), Map.of("api_key", "sk-mine-1234", "base_url", url));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo("base_url_not_allowed");
        assertThat(reply.json().path("success").asBoolean(true)).isFalse();
    }

    @Test
    void outlivesNewMasterKeysAndIsFoundNowhere() throws Exception {
        var canary = "sk-canary-" + UUID.randomUUID();
        var client = suite.visitor();
        put(client, Map.of("api_key", canary)).expecting(200);
        var words = UUID.randomUUID().toString();
        // No faster than a user may ask.
        suite.model()
                .whenAsked(
                        words,
                        ModelReply.says("Pa").waiting(Duration.ofMillis(700)).then("id."));

        var done = new AtomicBoolean();
        var asking = CompletableFuture.supplyAsync(() -> asks(client, words, done));
        try {
            var rotated = rotateKeys();
            assertThat(rotated.exitCode()).as(rotated.error()).isZero();
            assertThat(rotated.output()).contains("Master key version ");
            var pruned = rotateKeys("--prune");
            assertThat(pruned.exitCode()).as(pruned.error()).isZero();
        } finally {
            done.set(true);
        }

        assertThat(asking.get()).as("answers while keys were wrapped anew").isPositive();
        assertThat(payer(words + " 0")).isEqualTo("Bearer " + canary);
        assertThat(filesWith(canary)).isEmpty();
    }

    @Test
    void hasAHelpAndRefusesWhatItDoesNotKnow() throws Exception {
        assertThat(rotateKeys("--help").output()).startsWith("usage: ./parley rotate-keys");
        assertThat(rotateKeys("--frobnicate").exitCode()).isEqualTo(2);
        var nowhere = rotateKeys("--data-dir", "/nonexistent");
        assertThat(nowhere.exitCode()).isEqualTo(1);
        assertThat(nowhere.error()).contains("/nonexistent/keys/master.keys");
    }

    private int asks(ChatClient client, String words, AtomicBoolean done) {
        int answers = 0;
        try (var socket = client.chatsWith("leta")) {
            for (; !done.get() || answers == 0; answers++) {
                assertThat(socket.asks(words + " " + answers).text()).isEqualTo("Paid.");
            }
        }
        return answers;
    }

    private Shell rotateKeys(String... options) throws IOException, InterruptedException {
        var environment = Map.of(
                "PARLEY_DATA_DIR",
                suite.suite().dataDirectory().toString(),
                "PARLEY_PORT",
                Integer.toString(URI.create(suite.suite().url()).getPort()),
                "PATH",
                System.getenv("PATH"));
        var command = Stream.concat(
                Stream.of(Installation.ROOT.resolve("parley").toString(), "rotate-keys"), Stream.of(options));
        return Shell.run(environment, command.toArray(String[]::new));
    }

    private String payer(String words) {
        return suite.model().awaitRequest(words).authorization();
    }

    private static ChatResponse put(ChatClient client, Map<String, Object> key) {
        return client.put(ROUTE, key);
    }

    /** Of everything the suite has written, databases and logs. */
    private List<Path> filesWith(String canary) throws IOException {
        try (Stream<Path> files = Files.walk(suite.suite().dataDirectory())) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> holds(file, canary))
                    .toList();
        }
    }

    private static boolean holds(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException goneMeanwhile) {
            return false;
        }
    }
}
