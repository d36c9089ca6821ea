package io.parley.completion;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.AnswerCompleted;
import io.parley.events.AnswerRequested;
import io.parley.events.Chatbot;
import io.parley.events.FailureCode;
import io.parley.events.FinishReason;
import io.parley.events.Payer;
import io.parley.events.TokenUsage;
import io.parley.events.WhileAnswering;
import io.parley.events.live.StopRequested;
import io.parley.events.log.WireJson;
import io.parley.testkit.Callers;
import io.parley.testkit.ModelReply;
import io.parley.testkit.ModelRequest.Message;
import io.parley.testkit.ScriptedModel;
import io.parley.testkit.TestLog;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Admins and their chatbots, over HTTP, with a real broker and database. */
class ChatbotsIT {

    private static final String ADMIN = Callers.bearer("root", "admin");

    /** 32 bytes in base64url. */
    private static final String MASTER_KEY = "A".repeat(43);

    private static ScriptedModel model;
    private static CompletionProcess process;
    private static TestLog log;
    private static WebTestClient client;

    @BeforeAll
    static void start() {
        model = ScriptedModel.start();
        process = CompletionProcess.start(
                "0",
                model,
                "--parley.answering.first-token=2s",
                "--parley.answering.retry-pause=50ms",
                "--parley.key.encryption-key=" + MASTER_KEY);
        client = WebTestClient.bindToServer()
                .baseUrl(process.url())
                .responseTimeout(Duration.ofSeconds(20))
                .build();
        log = new TestLog();
        var talk = new Talk(log);
        talk.awaitsAnswer(talk.asks("Awake?"));
    }

    @AfterAll
    static void stop() {
        log.close();
        process.close();
        model.close();
    }

    @BeforeEach
    void forgetScripts() {
        model.reset();
    }

    @Test
    void makesShowsChangesAndDeletes() {
        var id = "bot-" + UUID.randomUUID();
        var made = admin(HttpMethod.POST, "/chatbots", """
                {"id":"%s","name":"Shop","persona":"Be kind.","temperature":0.1,"max_tokens":50,"api_key":"sk-canary-9876"}""".formatted(id));
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo("/chatbots/" + id);
        assertThat(made.header("ETag")).isEqualTo("\"1\"");
        assertThat(made.body()).doesNotContain("canary");
        assertThat(made.json().path("api_key").path("configured").asBoolean()).isTrue();
        assertThat(made.json().at("/api_key/last4").asString()).isEqualTo("9876");
        assertThat(made.json().path("version").asInt()).isEqualTo(1);
        assertThat(made.json().path("own").asBoolean()).isTrue();
        assertThat(made.json().at("/retrieval/top_k").asInt()).isEqualTo(5);
        assertThat(log.chatbots())
                .contains(new Chatbot(
                        "default", id, "Shop", "Hello! I'm Shop. How can I help you?", WhileAnswering.ENQUEUE));

        var shown = admin(HttpMethod.GET, "/chatbots/" + id, null);
        assertThat(shown.json()).isEqualTo(made.json());

        // What was read can be sent back.
        var changed = admin(HttpMethod.PUT, "/chatbots/" + id, shown.body().replace("Be kind.", "Be brief."));
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.header("ETag")).isEqualTo("\"2\"");
        assertThat(changed.json().path("persona").asString()).isEqualTo("Be brief.");
        assertThat(changed.json().at("/api_key/configured").asBoolean()).isTrue();
        assertThat(admin(HttpMethod.PUT, "/chatbots/" + id, shown.body()).code())
                .isEqualTo("conflict");
        assertThat(admin(HttpMethod.GET, "/chatbots/" + id + "/versions", null)
                        .json()
                        .path("versions")
                        .valueStream()
                        .map(version -> version.path("version").asInt() + " "
                                + version.path("persona").asString()))
                .containsExactly("2 Be brief.", "1 Be kind.");
        assertThat(admin(HttpMethod.GET, "/chatbots/" + id + "/versions?limit=1&before=2", null)
                        .json()
                        .path("count")
                        .asInt())
                .isEqualTo(1);
        assertThat(admin(HttpMethod.GET, "/chatbots/" + id + "/versions/1", null)
                        .json()
                        .path("persona")
                        .asString())
                .isEqualTo("Be kind.");

        assertThat(admin(HttpMethod.DELETE, "/chatbots/" + id, null).status()).isEqualTo(204);
        for (var gone : List.of("", "/versions", "/versions/1")) {
            assertThat(admin(HttpMethod.GET, "/chatbots/" + id + gone, null).status())
                    .isEqualTo(404);
        }
        assertThat(admin(HttpMethod.DELETE, "/chatbots/" + id, null).status()).isEqualTo(404);
        assertThat(process.document("chatbots", "default/" + id)).isEmpty();
        assertThat(process.document("chatbot_versions", "default/" + id + "/1")).isEmpty();
    }

    @Test
    void changesOnlyTheVersionThatIsMeant() {
        var id = created("");

        for (var etag : List.of("\"2\"", "1", "W/\"1\"", "nonsense")) {
            assertThat(call(HttpMethod.PUT, "/chatbots/" + id, ADMIN, "{\"name\":\"x\"}", etag)
                            .code())
                    .isEqualTo("precondition_failed");
            assertThat(call(HttpMethod.DELETE, "/chatbots/" + id, ADMIN, null, etag)
                            .status())
                    .isEqualTo(412);
        }
        assertThat(call(HttpMethod.PUT, "/chatbots/" + id, ADMIN, "{\"name\":\"x\"}", "\"1\"")
                        .status())
                .isEqualTo(200);
        assertThat(call(HttpMethod.PUT, "/chatbots/" + id, ADMIN, "{\"name\":\"y\"}", "*")
                        .status())
                .isEqualTo(200);
        assertThat(call(HttpMethod.DELETE, "/chatbots/" + id, ADMIN, null, "\"3\"")
                        .status())
                .isEqualTo(204);
    }

    @Test
    void letsNobodyElseManageThem() {
        var id = created("");
        var elsewhere = "Bearer "
                + Callers.token(
                        "elsewhere", "root", List.of("admin"), Instant.now().plusSeconds(600));
        var calls = List.of(
                List.of("POST", "/chatbots"),
                List.of("GET", "/chatbots/" + id),
                List.of("PUT", "/chatbots/" + id),
                List.of("DELETE", "/chatbots/" + id),
                List.of("GET", "/chatbots/" + id + "/versions"),
                List.of("GET", "/chatbots/" + id + "/versions/1"),
                List.of("GET", "/usage"));
        for (var call : calls) {
            var method = HttpMethod.valueOf(call.getFirst());
            for (var caller : List.of(Callers.bearer("ann"), Callers.bearer("bob", "agent"))) {
                assertThat(call(method, call.getLast(), caller, null, null).status())
                        .as("%s", call)
                        .isEqualTo(403);
            }
            assertThat(call(method, call.getLast(), null, null, null).status()).isEqualTo(401);
            if (call.getLast().contains(id)) {
                var foreign = call(method, call.getLast(), elsewhere, "{\"name\":\"x\"}", null);
                var unknown = call(method, call.getLast().replace(id, "nobody"), elsewhere, "{\"name\":\"x\"}", null);
                assertThat(foreign.status()).as("%s", call).isEqualTo(404);
                assertThat(foreign.body()).isEqualTo(unknown.body());
            }
        }
        assertThat(call(HttpMethod.GET, "/chatbots", elsewhere, null, null).body())
                .doesNotContain(id);
        assertThat(call(HttpMethod.GET, "/chatbots", Callers.bearer("ann"), null, null)
                        .json()
                        .path("chatbots")
                        .valueStream()
                        .filter(entry -> entry.path("id").asString().equals(id))
                        .map(JsonNode::size))
                .containsExactly(3);
    }

    @Test
    void showsAdminsTheRest() {
        var id = created("");

        var list = admin(HttpMethod.GET, "/chatbots", null).json();

        assertThat(list.path("count").asInt()).isEqualTo(list.path("chatbots").size());
        var mine = list.path("chatbots")
                .valueStream()
                .filter(one -> one.path("id").asString().equals(id))
                .findFirst()
                .orElseThrow();
        assertThat(mine)
                .isEqualTo(admin(HttpMethod.GET, "/chatbots/" + id, null).json());
        var leta = admin(HttpMethod.GET, "/chatbots/leta", null).json();
        assertThat(leta.path("own").asBoolean(true)).isFalse();
        assertThat(leta.path("persona").asString()).startsWith("You are Leta AI");
        assertThat(leta.has("version")).isFalse();
    }

    @Test
    void leavesAloneWhatEveryTenantHasAndLetsATenantReplaceIt() {
        assertThat(admin(HttpMethod.PUT, "/chatbots/parley-docs", "{\"name\":\"x\"}")
                        .code())
                .isEqualTo("not_editable");
        assertThat(admin(HttpMethod.DELETE, "/chatbots/parley-docs", null).code())
                .isEqualTo("not_editable");
        assertThat(admin(HttpMethod.POST, "/chatbots", "{\"name\":\"Parley Docs\"}")
                        .code())
                .isEqualTo("conflict");

        assertThat(admin(
                                HttpMethod.POST,
                                "/chatbots",
                                "{\"id\":\"parley-docs\",\"name\":\"Our Docs\",\"persona\":\"Ours.\"}")
                        .status())
                .isEqualTo(201);
        var talk = new Talk(log);
        talk.awaitsAnswer(talk.says("Whose are you?", "parley-docs"));
        assertThat(personaOf("Whose are you?")).isEqualTo("Ours.");

        assertThat(admin(HttpMethod.DELETE, "/chatbots/parley-docs", null).status())
                .isEqualTo(204);
        talk.awaitsAnswer(talk.says("And now?", "parley-docs"));
        assertThat(personaOf("And now?")).startsWith("You are the documentation assistant");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "\"x\"", "{\"name\":\"\"}", "{\"name\":\"a\",\"max_tokens\":\"many\"}"})
    void refusesWhatCannotBeRead(String body) {
        var refused = admin(HttpMethod.POST, "/chatbots", body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("bad_request");
        assertThat(refused.json().path("success").asBoolean(true)).isFalse();
    }

    @Test
    void sendsKeysOnlyWhereTheyMayGo() {
        assertThat(admin(HttpMethod.POST, "/chatbots", "{\"name\":\"Far\",\"base_url\":\"https://m.example/v1\"}")
                        .json()
                        .path("detail")
                        .asString())
                .contains("base_url needs an api_key");
        assertThat(admin(
                                HttpMethod.POST,
                                "/chatbots",
                                "{\"name\":\"Near\",\"base_url\":\"http://127.0.0.1/v1\",\"api_key\":\"sk-canary\"}")
                        .code())
                .isEqualTo("base_url_not_allowed");
        assertThat(admin(HttpMethod.GET, "/chatbots/near", null).status()).isEqualTo(404);
    }

    @Test
    void answersAsItsAdminsSayFromTheNextQuestionOn() {
        var id = created("\"persona\":\"You are {{chatbot_name}} on {{date}}.\",\"model\":\"big\",\"temperature\":0.25,"
                + "\"max_tokens\":77,");
        var talk = new Talk(log);

        talk.awaitsAnswer(talk.says("Who are you?", id));

        var asked = model.awaitRequest("Who are you?");
        assertThat(personaOf("Who are you?")).isEqualTo("You are Shop on " + LocalDate.now(ZoneOffset.UTC) + ".");
        assertThat(asked.json().path("model").asString()).isEqualTo("big");
        assertThat(asked.json().path("temperature").asDouble()).isEqualTo(0.25);
        assertThat(asked.json().path("max_tokens").asInt()).isEqualTo(77);
        for (int i = 0; i < 5; i++) {
            var changed = admin(
                    HttpMethod.PUT, "/chatbots/" + id, "{\"name\":\"Shop\",\"persona\":\"Persona %d.\"}".formatted(i));
            assertThat(changed.status()).isEqualTo(200);
            talk.awaitsAnswer(talk.says("And as number " + i + "?", id));
            assertThat(personaOf("And as number " + i)).isEqualTo("Persona " + i + ".");
        }
    }

    @Test
    void hasAPersonaWhereItsAdminsGaveNone() {
        var id = created("");
        var talk = new Talk(log);

        talk.awaitsAnswer(talk.says("Who is it?", id));

        assertThat(personaOf("Who is it?"))
                .startsWith("You are Shop, an assistant that people reach through a chat. Today is 20");
    }

    @Test
    void answersNobodyOnceItIsDeleted() {
        var id = created("");
        var talk = new Talk(log);
        talk.awaitsAnswer(talk.says("Are you there?", id));

        assertThat(admin(HttpMethod.DELETE, "/chatbots/" + id, null).status()).isEqualTo(204);

        assertThat(talk.awaitsFailure(talk.says("Still?", id)).code()).isEqualTo(FailureCode.NOT_FOUND);
        assertThat(model.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"404", "400", "500", "429"})
    void asksItsFallBackWhereItsModelIsNotToBeHad(int status) {
        var id = created("\"model\":\"big\",\"fallback_model\":\"small\",");
        var talk = new Talk(log);
        var failing = ModelReply.status(status);
        // Where it may help, the first model is asked twice.
        model.next(status >= 429 ? new ModelReply[] {failing, failing} : new ModelReply[] {failing});

        var answer = talk.awaitsAnswer(talk.says("Big?", id));

        assertThat(answer.model()).isEqualTo("small");
        assertThat(model.requests().stream()
                        .map(request -> request.json().path("model").asString()))
                .last()
                .isEqualTo("small");
        assertThat(model.requests().stream().map(request -> request.authorization()))
                .containsOnly("Bearer test-key");
    }

    @Test
    void asksNoFallBackWhereTheKeyIsRefusedOrBothFail() {
        var id = created("\"model\":\"big\",\"fallback_model\":\"small\",");
        var talk = new Talk(log);
        model.answers(ModelReply.status(401));
        assertThat(talk.awaitsFailure(talk.says("Refused?", id)).code()).isEqualTo(FailureCode.PROVIDER_REJECTED_KEY);
        assertThat(model.requests()).hasSize(1);
        model.reset();
        model.answers(ModelReply.status(404));
        assertThat(talk.awaitsFailure(talk.says("Unknown?", id)).code()).isEqualTo(FailureCode.INTERNAL);
        assertThat(model.requests()).hasSize(2);
    }

    @Test
    void writesDownWhatAnswersCost() {
        var id = created("");
        model.answers(ModelReply.says("one ", "two"));
        var talk = new Talk(log);
        var question = talk.says("Count this.", id);
        talk.awaitsAnswer(question);
        log.append(talk.key, new AnswerRequested(question, 1, "ann", id));
        log.await(talk.key, fact -> fact instanceof AnswerCompleted end && end.generation() == 1, Talk.PATIENCE);
        model.answers(ModelReply.status(401));
        talk.awaitsFailure(talk.says("Count nothing.", id));

        var row = awaitsUsage("chatbot", "chatbot", id, 2);
        assertThat(row.path("prompt_tokens").asInt()).isEqualTo(14);
        assertThat(row.path("completion_tokens").asInt()).isEqualTo(4);
        assertThat(row.path("total_tokens").asInt()).isEqualTo(18);
        assertThat(row.path("own_key_tokens").asInt(-1)).isZero();
        assertThat(row.path("estimated").asBoolean(true)).isFalse();
        assertThat(awaitsUsage("user", "user", "ann", 2).path("answers").asInt())
                .isGreaterThanOrEqualTo(2);
        var today = LocalDate.now(ZoneOffset.UTC).toString();
        var days = admin(HttpMethod.GET, "/usage?by=day&from=" + today + "&to=" + today, null)
                .json();
        assertThat(days.path("from").asString()).isEqualTo(today);
        assertThat(days.path("rows").size()).isEqualTo(1);
        assertThat(days.at("/rows/0/day").asString()).isEqualTo(today);
        assertThat(days.path("total").path("total_tokens"))
                .isEqualTo(days.at("/rows/0").path("total_tokens"));
    }

    @Test
    void estimatesWhatNoProviderTold() {
        var id = created("\"persona\":\"12345678\",");
        model.answers(ModelReply.says("abcde", "fgh").stalling());
        var talk = new Talk(log);
        var question = talk.says("1234", id);
        Awaitility.await().until(() -> talk.streamed(question, 1).equals("abcdefgh"));
        log.publish(talk.key, new StopRequested("ann", question.answer(0)));

        var answer = talk.awaitsAnswer(question);

        assertThat(answer.usage()).isEqualTo(new TokenUsage(3, 2, 5, true));
        assertThat(awaitsUsage("chatbot", "chatbot", id, 1).path("estimated").asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "by=model",
                "by=",
                "from=yesterday",
                "to=2026-02-30",
                "from=2026-11-20&to=2026-11-19",
                "from=2024-01-01&to=2026-01-01",
                "from=0001-01-01",
                "to=%2B99999-01-01"
            })
    void refusesToReportWhatIsNotAsked(String query) {
        assertThat(admin(HttpMethod.GET, "/usage?" + query, null).code()).isEqualTo("bad_request");
    }

    @Test
    void stopsWhereTheBudgetIsUsedUp() {
        var id = created("\"budgets\":{\"user_tokens_per_day\":10},");
        model.answers(ModelReply.says("one ", "two ", "three"));
        var talk = new Talk(log);
        talk.awaitsAnswer(talk.says("First?", id));

        var failed = talk.awaitsFailure(talk.says("Second?", id));

        assertThat(failed.code()).isEqualTo(FailureCode.BUDGET_EXHAUSTED);
        assertThat(failed.payer()).isEqualTo(Payer.SUITE);
        assertThat(model.requests()).hasSize(1);
        // In another conversation it is the same, until there is more to spend.
        var other = new Talk(log);
        assertThat(other.awaitsFailure(other.says("Third?", id)).code()).isEqualTo(FailureCode.BUDGET_EXHAUSTED);
        admin(HttpMethod.PUT, "/chatbots/" + id, "{\"name\":\"Shop\",\"budgets\":{\"user_tokens_per_day\":1000}}");
        assertThat(other.awaitsAnswer(other.says("Fourth?", id)).finishReason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void stopsEverybodyWhereTheChatbotsBudgetIsUsedUp() {
        var id = created("\"budgets\":{\"chatbot_tokens_per_month\":10},");
        model.answers(ModelReply.says("one ", "two ", "three"));
        var talk = new Talk(log);
        talk.awaitsAnswer(talk.says("First?", id));
        var other = new Talk(log, "default", "bob");

        assertThat(other.awaitsFailure(other.says("Second?", id)).code()).isEqualTo(FailureCode.BUDGET_EXHAUSTED);
    }

    private static String personaOf(String question) {
        return model.awaitRequest(question).messages().stream()
                .filter(message -> message.role().equals("system"))
                .map(Message::content)
                .findFirst()
                .orElse("");
    }

    /** A new chatbot of the default tenant named Shop. */
    private static String created(String more) {
        var id = "bot-" + UUID.randomUUID();
        assertThat(admin(HttpMethod.POST, "/chatbots", "{%s\"id\":\"%s\",\"name\":\"Shop\"}".formatted(more, id))
                        .status())
                .isEqualTo(201);
        return id;
    }

    private static JsonNode awaitsUsage(String by, String key, String value, int answers) {
        return Awaitility.await()
                .until(
                        () -> admin(HttpMethod.GET, "/usage?by=" + by, null)
                                .json()
                                .path("rows")
                                .valueStream()
                                .filter(row -> row.path(key).asString().equals(value)
                                        && row.path("answers").asInt() >= answers)
                                .findFirst()
                                .orElse(null),
                        row -> row != null);
    }

    private record Reply(int status, org.springframework.http.HttpHeaders headers, String body) {

        JsonNode json() {
            return WireJson.mapper().readTree(body);
        }

        String code() {
            return json().path("code").asString("");
        }

        @Nullable String header(String name) {
            return headers.getFirst(name);
        }
    }

    private static Reply admin(HttpMethod method, String path, @Nullable String body) {
        return call(method, path, ADMIN, body, null);
    }

    private static Reply call(
            HttpMethod method,
            String path,
            @Nullable String authorization,
            @Nullable String body,
            @Nullable String ifMatch) {
        var request = client.method(method).uri(java.net.URI.create(process.url() + path));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        if (body != null) {
            request.contentType(MediaType.APPLICATION_JSON).bodyValue(body);
        }
        var result = request.exchange().expectBody(String.class).returnResult();
        var text = result.getResponseBody();
        return new Reply(result.getStatus().value(), result.getResponseHeaders(), text == null ? "" : text);
    }
}
