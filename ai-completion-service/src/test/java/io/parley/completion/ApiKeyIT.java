package io.parley.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import io.parley.completion.key.vault.Masters;
import io.parley.events.FailureCode;
import io.parley.events.Payer;
import io.parley.events.log.WireJson;
import io.parley.testkit.Backends;
import io.parley.testkit.Callers;
import io.parley.testkit.ScriptedModel;
import io.parley.testkit.TestLog;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.JsonNode;

/** A user's own key: put in, used, refused, taken away, and seen by nobody. */
class ApiKeyIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String ROUTE = "/api/settings/api-key";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path directory;

    private static TestLog log;
    private static ScriptedModel model;
    private static DisposableServer tellTale;
    private static CompletionProcess process;

    private final String user = "user-" + UUID.randomUUID();

    private record Reply(int status, String body, HttpResponse<String> response) {

        JsonNode json() {
            return WireJson.mapper().readTree(body);
        }

        String code() {
            return json().path("code").asString("");
        }
    }

    @BeforeAll
    static void start() {
        log = new TestLog();
        model = ScriptedModel.start();
        // As OpenAI does it: the refusal repeats the key.
        tellTale = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> response.status(401)
                        .header(
                                "WWW-Authenticate",
                                "Bearer realm=\"" + request.requestHeaders().get("Authorization") + "\"")
                        .sendString(Mono.just("{\"error\":{\"message\":\"Incorrect API key provided: "
                                + request.requestHeaders().get("Authorization") + "\"}}")))
                .bindNow(LIMIT);
        process = CompletionProcess.start(
                "0",
                model,
                "--parley.key.master-key-file=" + Masters.file(directory, 1),
                "--parley.provider.allow=127.0.0.1");
    }

    @AfterAll
    static void stop() {
        process.close();
        tellTale.disposeNow(Duration.ofSeconds(1));
        model.close();
        log.close();
    }

    @BeforeEach
    void forget() {
        model.reset();
    }

    @Test
    void isDescribedAndNeverShown() {
        assertThat(call("GET", null).json()).isEqualTo(WireJson.mapper().readTree("{\"configured\":false}"));

        var put = put(Map.of("api_key", "sk-mine-1234", "unknown", List.of(1)));

        assertThat(put.status()).isEqualTo(200);
        assertThat(put.json().path("configured").asBoolean()).isTrue();
        assertThat(put.json().path("last4").asString()).isEqualTo("1234");
        assertThat(put.json().path("provider").asString()).isEqualTo("openai");
        assertThat(put.json().path("created_at").asString())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(put.body()).doesNotContain("sk-mine");
        assertThat(call("GET", null).json()).isEqualTo(put.json());
        assertThat(call("GET", null).response().headers().firstValue("Cache-Control"))
                .contains("no-store");
        assertThat(model.tried()).as("nobody asked the provider").isEmpty();

        assertThat(call("DELETE", null).status()).isEqualTo(204);
        assertThat(call("DELETE", null).status()).isEqualTo(204);
        assertThat(call("GET", null).body()).isEqualTo("{\"configured\":false}");
    }

    @Test
    void isEachUsersOwn() {
        put(Map.of("api_key", "sk-mine-1234"));

        assertThat(call("somebody-else", "GET", null).body()).isEqualTo("{\"configured\":false}");
        assertThat(call("somebody-else", "DELETE", null).status()).isEqualTo(204);
        assertThat(call("GET", null).json().path("configured").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "\"sk-x\"",
                "{}",
                "{\"api_key\":null}",
                "{\"api_key\":\"\"}",
                "{\"api_key\":\" \\t\"}",
                "{\"api_key\":7}",
                "{\"api_key\":[\"sk-x\"]}",
                "{\"api_key\":\"sk x\"}",
                "{\"api_key\":\"sk-\\u00e4\"}",
                "{\"api_key\":\"sk-\\u0000\"}",
                "{\"api_key\":\"sk-x\",\"base_url\":7}",
                "{\"api_key\":\"sk-x\",\"validate\":\"yes\"}",
                "{\"api_key\":\"sk-x\""
            })
    void takesNoBodyThatItDoesNotUnderstand(String body) {
        var reply = call("PUT", body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo("bad_request");
        assertThat(reply.json().path("error").asString()).isNotEmpty();
        assertThat(reply.body()).doesNotContain("sk-x");
        assertThat(call("GET", null).body()).isEqualTo("{\"configured\":false}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/v1",
                "https://10.0.0.1/v1",
                "https://127.0.0.2:8080",
                "https://[::1]/v1",
                "https://169.254.169.254/latest",
                "https://user@example.com",
                "ftp://example.com",
                "nonsense"
            })
    void goesToNoAddressInsideAndNoneUnencrypted(String url) {
        var reply = put(Map.of("api_key", "sk-mine-1234", "base_url", url, "validate", true));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo("base_url_not_allowed");
        assertThat(call("GET", null).body()).isEqualTo("{\"configured\":false}");
    }

    @Test
    void isTriedFirstWhereItsUserWantsThat() {
        assertThat(put(Map.of("api_key", "sk-good-1234", "validate", true)).status())
                .isEqualTo(200);
        assertThat(model.tried()).containsExactly("Bearer sk-good-1234");

        model.refuses("sk-bad-5678");
        var refused = put(Map.of("api_key", "sk-bad-5678", "base_url", model.baseUrl() + "/", "validate", true));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("provider_rejected_key");
        assertThat(refused.json().path("error").asString())
                .isEqualTo("Invalid API key. Please update your API key in settings.");
        assertThat(call("GET", null).json().path("last4").asString())
                .as("the one before stays")
                .isEqualTo("1234");
    }

    @Test
    void isNotKeptWhereTheProviderCannotBeAsked() {
        var reply = put(Map.of("api_key", "sk-mine-1234", "base_url", "http://127.0.0.1:1/v1", "validate", true));

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.code()).isEqualTo("provider_unavailable");
        assertThat(call("GET", null).body()).isEqualTo("{\"configured\":false}");
    }

    @Test
    void paysForTheAnswersOfItsUser() {
        put(Map.of("api_key", "sk-mine-1234"));
        model.answers("Paid.");

        new Talk(log, user).asks("Who pays? " + user);
        new Talk(log, "nobody").asks("And now? " + user);

        assertThat(model.awaitRequest("Who pays? " + user).authorization()).isEqualTo("Bearer sk-mine-1234");
        assertThat(model.awaitRequest("And now? " + user).authorization()).isEqualTo("Bearer test-key");
    }

    @Test
    void isTheOneThatIsTriedAndFailsAndNotTheSuites() {
        put(Map.of("api_key", "sk-mine-1234"));
        model.refuses("sk-mine-1234");
        var talk = new Talk(log, user);

        var failed = talk.awaitsFailure(talk.asks("Who pays? " + user));

        assertThat(failed.code()).isEqualTo(FailureCode.PROVIDER_REJECTED_KEY);
        assertThat(failed.payer()).isEqualTo(Payer.USER);
        assertThat(failed.isForWantOfKey()).isTrue();
        assertThat(model.requests())
                .extracting(request -> request.authorization())
                .containsExactly("Bearer sk-mine-1234");

        call("DELETE", null);
        var answered = talk.awaitsAnswer(talk.asks("And without? " + user));
        assertThat(answered.payer()).isEqualTo(Payer.SUITE);
    }

    @Test
    void opensForNobodyElseWhoeverMovesIt() {
        put(Map.of("api_key", "sk-mine-1234"));
        var thief = "thief-" + UUID.randomUUID();
        process.copy("api_keys", "default/user/" + user, "default/user/" + thief);
        process.copy("api_keys", "default/user/" + user, "default/chatbot/" + thief);
        process.copy("api_keys", "default/user/" + user, "elsewhere/user/" + user);
        var talk = new Talk(log, thief);

        var failed = talk.awaitsFailure(talk.asks("Whose key? " + user));

        assertThat(failed.code()).isEqualTo(FailureCode.PROVIDER_REJECTED_KEY);
        assertThat(failed.payer()).isEqualTo(Payer.USER);
        assertThat(model.requests()).isEmpty();
    }

    @Test
    void endsAnAnswerAlsoWhereItsDocumentIsNonsense() {
        var odd = "odd-" + UUID.randomUUID();
        process.put("api_keys", "default/user/" + odd, Map.of("key_id", 7, "key", "x"));
        var talk = new Talk(log, odd);

        var failed = talk.awaitsFailure(talk.asks("Whose key? " + user));

        assertThat(failed.code()).isEqualTo(FailureCode.PROVIDER_REJECTED_KEY);
        assertThat(model.requests()).isEmpty();
    }

    @Test
    void isNowhereButInTheRequestTheModelGot() throws IOException {
        var canary = "sk-canary-" + UUID.randomUUID();
        var seen = new ArrayList<String>();
        try (var logs = new EveryLog()) {
            var own = Map.of("api_key", canary, "base_url", model.baseUrl(), "validate", true);
            seen.add(put(own).body());
            seen.add(call("GET", null).body());
            model.answers("Paid.");
            var talk = new Talk(log, user);
            var answered = talk.awaitsAnswer(talk.asks("Who pays? " + user));
            assertThat(answered.payer()).isEqualTo(Payer.USER);
            assertThat(model.awaitRequest("Who pays? " + user).authorization()).isEqualTo("Bearer " + canary);

            var toTellTale = new LinkedHashMap<String, Object>(own);
            toTellTale.put("base_url", "http://127.0.0.1:" + tellTale.port() + "/v1");
            var refused = put(toTellTale);
            assertThat(refused.code()).isEqualTo("provider_rejected_key");
            seen.add(refused.body());
            toTellTale.put("validate", false);
            seen.add(put(toTellTale).body());
            assertThat(talk.awaitsFailure(talk.asks("And who now? " + user)).code())
                    .isEqualTo(FailureCode.PROVIDER_REJECTED_KEY);

            seen.add(put(Map.of("api_key", canary, "base_url", "https://" + canary + "@example.com"))
                    .body());
            seen.add(put(Map.of("api_key", canary, "base_url", "https://" + canary + ".invalid", "validate", true))
                    .body());
            seen.add(put(Map.of("api_key", canary, "base_url", 7)).body());
            seen.add(put(Map.of("api_key", canary + " " + canary)).body());
            seen.add(put(Map.of("api_key", List.of(canary))).body());
            seen.add(call("PUT", "{\"api_key\":\"" + canary + "\"").body());
            seen.add(call("PUT", "{\"api_key\":" + canary + "}").body());
            seen.addAll(process.dump());
            process.copy("api_keys", "default/user/" + user, "default/user/thief-" + user);
            var thief = new Talk(log, "thief-" + user);
            assertThat(thief.awaitsFailure(thief.asks("Whose key? " + user)).payer())
                    .isEqualTo(Payer.USER);
            seen.addAll(management());
            assertThat(call("DELETE", null).status()).isEqualTo(204);
            seen.addAll(logs.lines);
        }
        seen.addAll(process.dump());
        seen.addAll(records());

        assertThat(seen).hasSizeGreaterThan(50).noneMatch(text -> text.contains(canary));
        var request = new StringBuilder();
        model.requests().forEach(asked -> request.append(asked.json()).append(asked.authorization()));
        assertThat(request).contains("Bearer " + canary);
        assertThat(model.requests().getFirst().json().toString()).doesNotContain(canary);
    }

    @Test
    void cannotBeStoredWhereThereIsNoMasterKeyAndSaysWhatIsMissing() {
        try (var without = CompletionProcess.start("7", model)) {
            var reply = call(without, user, "PUT", "{\"api_key\":\"sk-mine-1234\"}");

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.code()).isEqualTo("no_master_key");
            assertThat(reply.json().path("error").asString()).contains("PARLEY_MASTER_KEY_FILE");
            assertThat(call(without, user, "GET", null).status()).isEqualTo(200);
            assertThat(call(without, user, "DELETE", null).status()).isEqualTo(204);
        }
    }

    @Test
    void doesNotStartWithMasterKeysThatAreNoGood(@TempDir Path other) {
        var file = Masters.file(other, "nonsense");

        assertThatThrownBy(() -> CompletionProcess.start("8", model, "--parley.key.master-key-file=" + file))
                .hasStackTraceContaining(file + ": line 1");
        assertThatThrownBy(() -> CompletionProcess.start("8", model, "--parley.provider.allow=http://inside"))
                .hasStackTraceContaining("PARLEY_PROVIDER_ALLOW: 'http://inside'");
    }

    private Reply put(Map<String, ?> body) {
        return call("PUT", WireJson.mapper().writeValueAsString(body));
    }

    private Reply call(String method, String body) {
        return call(user, method, body);
    }

    private static Reply call(String user, String method, String body) {
        return call(process, user, method, body);
    }

    private static Reply call(CompletionProcess process, String user, String method, String body) {
        var request = HttpRequest.newBuilder(URI.create(process.url() + ROUTE))
                .header("Authorization", Callers.bearer(user))
                .header("Content-Type", "application/json")
                .timeout(LIMIT)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build();
        return send(request);
    }

    private static Reply send(HttpRequest request) {
        try {
            var response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.body(), response);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What the management port tells whoever gets there. */
    private static List<String> management() {
        var all = new ArrayList<String>();
        for (var endpoint : List.of("", "/health", "/prometheus", "/metrics", "/env", "/configprops", "/beans")) {
            var url = URI.create(process.managementUrl() + "/actuator" + endpoint);
            all.add(send(HttpRequest.newBuilder(url).timeout(LIMIT).build()).body());
        }
        return all;
    }

    /** Every record of every topic, as text. */
    private static List<String> records() {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", Backends.bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer())) {
            var partitions = consumer.listTopics(LIMIT).values().stream()
                    .flatMap(List::stream)
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions, LIMIT);
            var all = new ArrayList<String>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey(), LIMIT) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> all.add(record.key() + record.value()));
            }
            return all;
        }
    }

    /** Everything that anybody around a key logs, at a level nobody runs it with; the console is spared. */
    private static final class EveryLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

        private static final List<String> TALKATIVE = List.of(
                org.slf4j.Logger.ROOT_LOGGER_NAME, "org.springframework", "org.mongodb.driver", "reactor.netty");

        private final Map<Logger, Level> before = new LinkedHashMap<>();
        private final List<Appender<ILoggingEvent>> usual = new ArrayList<>();
        private final Logger root = logger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        final Queue<String> lines = new ConcurrentLinkedQueue<>();

        EveryLog() {
            setContext(root.getLoggerContext());
            start();
            root.iteratorForAppenders().forEachRemaining(usual::add);
            usual.forEach(root::detachAppender);
            root.addAppender(this);
            for (var name : TALKATIVE) {
                before.put(logger(name), logger(name).getLevel());
                logger(name).setLevel(Level.DEBUG);
            }
        }

        private static Logger logger(String name) {
            return (Logger) LoggerFactory.getLogger(name);
        }

        @Override
        protected void append(ILoggingEvent event) {
            var thrown = event.getThrowableProxy();
            lines.add(event.getFormattedMessage() + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown)));
        }

        @Override
        public void close() {
            before.forEach(Logger::setLevel);
            root.detachAppender(this);
            usual.forEach(root::addAppender);
        }
    }
}
