package io.parley.completion.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.completion.model.ModelSignal.Finished;
import io.parley.completion.model.ModelSignal.PersonWanted;
import io.parley.completion.model.ModelSignal.Token;
import io.parley.completion.prompt.Prompt;
import io.parley.completion.prompt.Prompt.Line;
import io.parley.completion.prompt.Prompt.Speaker;
import io.parley.events.FailureCode;
import io.parley.events.FinishReason;
import io.parley.events.Payer;
import io.parley.events.TokenUsage;
import io.parley.testkit.Gate;
import io.parley.testkit.ModelReply;
import io.parley.testkit.ModelRequest.Message;
import io.parley.testkit.ScriptedModel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** The model behind real HTTP: what the provider does wrong, cancellation, and the pace of reading. */
class LanguageModelTests {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static ScriptedModel provider;
    private static AnnotationConfigApplicationContext context;
    private static LanguageModel model;

    @BeforeAll
    static void start() {
        provider = ScriptedModel.start();
        context = new AnnotationConfigApplicationContext();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "test", Map.of("parley.model.idle-limit", "3s", "parley.model.connect-limit", "1s")));
        context.scan("io.parley.completion.model");
        context.refresh();
        model = context.getBean(LanguageModel.class);
        // The first call loads half of Netty, which may take longer than a provider may be silent here.
        ask("Awake?").onErrorResume(_ -> Flux.empty()).blockLast(LIMIT);
    }

    @AfterAll
    static void stop() {
        context.close();
        provider.close();
    }

    @BeforeEach
    void forget() {
        provider.reset();
    }

    @Test
    void streamsTokensAndTheEnd() {
        provider.answers("Grüße ", "😀", "!");

        StepVerifier.create(ask("Hello?"))
                .expectNext(new Token("Grüße "), new Token("😀"), new Token("!"))
                .expectNext(new Finished(FinishReason.STOP, new TokenUsage(7, 3, 10), "some-model"))
                .expectComplete()
                .verify(LIMIT);

        var request = provider.awaitRequest("Hello?");
        assertThat(request.messages())
                .containsExactly(
                        new Message("system", "Be kind."),
                        new Message("user", "Hi"),
                        new Message("assistant", "Hi!"),
                        new Message("user", "Hello?"));
        assertThat(request.authorization()).isEqualTo("Bearer a-key");
        assertThat(request.isStreaming()).isTrue();
    }

    @Test
    void takesTheSuitesModelWhereNoneIsNamed() {
        StepVerifier.create(model.stream(request("Hello?", null, provider.baseUrl()))
                        .then())
                .expectComplete()
                .verify(LIMIT);
        assertThat(provider.awaitRequest("Hello?").json().path("model").asString(""))
                .isEqualTo("gpt-4o-mini");
    }

    @Test
    void tellsThatTheAnswerWasCutAtItsLength() {
        provider.answers(ModelReply.says("Long").finishing("length"));

        StepVerifier.create(ask("Hello?").last())
                .assertNext(end -> assertThat(((Finished) end).reason()).isEqualTo(FinishReason.LENGTH))
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void passesOverCommentsThatKeepTheConnection() {
        provider.answers(ModelReply.says("a").raw(": still here").then("b"));

        StepVerifier.create(ask("Hello?").ofType(Token.class).map(Token::text))
                .expectNext("a", "b")
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void givesUpOnAProviderThatSendsMuchBesideItsText() {
        var padded = "data: {\"choices\":[{\"index\":0,\"delta\":{}}],\"padding\":\"" + "x".repeat(200_000) + "\"}";
        var reply = ModelReply.says("a");
        for (int i = 0; i < 150; i++) {
            reply = reply.raw(padded);
        }
        provider.answers(reply.then("b"));

        StepVerifier.create(ask("Hello?"))
                .expectNext(new Token("a"))
                .expectErrorSatisfies(failure ->
                        assertThat(((ModelFailure) failure).code()).isEqualTo(FailureCode.PROVIDER_UNAVAILABLE))
                .verify(LIMIT);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(ModelReply.status(401), FailureCode.PROVIDER_REJECTED_KEY, false),
                Arguments.of(ModelReply.status(403), FailureCode.PROVIDER_REJECTED_KEY, false),
                Arguments.of(ModelReply.status(429), FailureCode.PROVIDER_RATE_LIMITED, true),
                Arguments.of(ModelReply.status(400), FailureCode.INTERNAL, false),
                Arguments.of(ModelReply.status(302), FailureCode.PROVIDER_UNAVAILABLE, false),
                Arguments.of(ModelReply.status(500), FailureCode.PROVIDER_UNAVAILABLE, true),
                Arguments.of(ModelReply.garbage(), FailureCode.PROVIDER_UNAVAILABLE, true),
                Arguments.of(ModelReply.hangsUp(), FailureCode.PROVIDER_UNAVAILABLE, true),
                Arguments.of(ModelReply.silence(), FailureCode.TIMEOUT, false),
                Arguments.of(ModelReply.says("a").stalling(), FailureCode.TIMEOUT, false),
                Arguments.of(ModelReply.says("a").dropping(), FailureCode.PROVIDER_UNAVAILABLE, true),
                Arguments.of(ModelReply.says("a").endingSilently(), FailureCode.PROVIDER_UNAVAILABLE, true),
                Arguments.of(ModelReply.says("a").raw("data: {nonsense"), FailureCode.PROVIDER_UNAVAILABLE, true),
                Arguments.of(
                        ModelReply.says("a").raw("event: error\ndata: {}"), FailureCode.PROVIDER_UNAVAILABLE, true),
                Arguments.of(ModelReply.says("a").finishing("content_filter"), FailureCode.CONTENT_FILTERED, false));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failsWithTheKindOfFailure(ModelReply reply, FailureCode code, boolean passing) {
        provider.answers(reply);

        StepVerifier.create(ask("Hello?").ofType(Finished.class))
                .expectErrorSatisfies(failure -> {
                    assertThat(failure).isInstanceOf(ModelFailure.class);
                    assertThat(((ModelFailure) failure).code()).isEqualTo(code);
                    assertThat(((ModelFailure) failure).isPassing()).isEqualTo(passing);
                })
                .verify(LIMIT);
        assertThat(provider.requests()).as("sent once").hasSize(1);
    }

    @Test
    void tellsHowLongTheProviderWantsToBeLeftAlone() {
        provider.answers(ModelReply.rateLimited(Duration.ofSeconds(7)));

        StepVerifier.create(ask("Hello?"))
                .expectErrorSatisfies(failure ->
                        assertThat(((ModelFailure) failure).retryAfter()).contains(Duration.ofSeconds(7)))
                .verify(LIMIT);
    }

    @Test
    void failsWhereNobodyListens() {
        StepVerifier.create(model.stream(request("Hello?", "some-model", "http://127.0.0.1:1/v1")))
                .expectErrorSatisfies(failure ->
                        assertThat(((ModelFailure) failure).code()).isEqualTo(FailureCode.PROVIDER_UNAVAILABLE))
                .verify(LIMIT);
    }

    @Test
    void endsTheCallAtTheProviderBeforeItsFirstToken() {
        provider.answers(ModelReply.silence());

        StepVerifier.create(ask("Hello?"))
                .then(() -> provider.awaitRequest("Hello?"))
                .thenCancel()
                .verify(LIMIT);

        Awaitility.await().until(() -> provider.awaitRequest("Hello?").isCancelled());
    }

    @Test
    void endsTheCallAtTheProviderInTheMiddle() {
        provider.answers(ModelReply.says("a", "b").stalling());

        StepVerifier.create(ask("Hello?")).expectNextCount(2).thenCancel().verify(LIMIT);

        Awaitility.await().until(() -> provider.awaitRequest("Hello?").isCancelled());
    }

    @Test
    void readsNoFasterThanItIsAskedAndWaitsForItsReaderLongerThanForTheProvider() {
        var piece = "x".repeat(10_000);
        var pieces = IntStream.range(0, 3_000).mapToObj(_ -> piece).toArray(String[]::new);
        provider.answers(ModelReply.says(pieces));

        StepVerifier.create(ask("Hello?"), 0)
                .thenRequest(1)
                .expectNext(new Token(piece))
                // Longer than the idle limit: it counts only while the provider is being read.
                .thenAwait(Duration.ofMillis(4_000))
                .then(() -> assertThat(provider.requests().getFirst().isFinished())
                        .as("thirty megabytes do not fit into the buffers on the way")
                        .isFalse())
                .thenRequest(Long.MAX_VALUE)
                .expectNextCount(3_000)
                .expectComplete()
                .verify(Duration.ofSeconds(30));
        assertThat(provider.requests().getFirst().isFinished()).isTrue();
    }

    @Test
    void holdsNoThreadForAStream() {
        var gate = new Gate();
        provider.answers(ModelReply.says("a").holding(gate).then("b"));
        var before = Thread.getAllStackTraces().size();

        StepVerifier.create(Flux.range(0, 200)
                        .flatMap(i -> ask("Hello " + i), 200)
                        .ofType(Token.class)
                        .map(Token::text))
                .expectNextSequence(java.util.Collections.nCopies(200, "a"))
                .then(() -> assertThat(Thread.getAllStackTraces().size()).isLessThan(before + 20))
                .then(gate::open)
                .expectNextCount(200)
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void givesTheModelAToolToCallAPersonWith() {
        provider.answers(ModelReply.says("One moment. ")
                .calling("hand_over_to_a_person", "{\"reason\":\"They want a refund.\"}"));

        StepVerifier.create(model.stream(withTool("Refund me.")))
                .expectNext(new Token("One moment. "), new PersonWanted("They want a refund."))
                .expectComplete()
                .verify(LIMIT);

        var tools = provider.awaitRequest("Refund me.").json().path("tools");
        assertThat(tools).hasSize(1);
        assertThat(tools.at("/0/function/name").asString()).isEqualTo("hand_over_to_a_person");
        assertThat(tools.at("/0/function/parameters/required/0").asString()).isEqualTo("reason");
        assertThat(provider.awaitRequest("Refund me.").messages()).hasSize(4);
    }

    @Test
    void takesACallWithoutAReasonThatCanBeRead() {
        for (var arguments : List.of("{}", "{\"reason\":7}", "{\"reason\":", "nonsense", "")) {
            provider.answers(ModelReply.calls("hand_over_to_a_person", arguments));

            StepVerifier.create(model.stream(withTool("Refund me.")))
                    .assertNext(signal -> assertThat(signal).isInstanceOf(PersonWanted.class))
                    .expectComplete()
                    .verify(LIMIT);
        }
    }

    @Test
    void failsWhereTheModelCallsWhatNobodyGaveIt() {
        provider.answers(ModelReply.calls("transfer_money", "{}"));

        StepVerifier.create(model.stream(withTool("Refund me.")))
                .expectErrorMatches(failure -> failure instanceof ModelFailure known
                        && known.code() == io.parley.events.FailureCode.PROVIDER_UNAVAILABLE)
                .verify(LIMIT);
    }

    @Test
    void takesNoCallThatWasCutOff() {
        provider.answers(
                ModelReply.calls("hand_over_to_a_person", "{\"reason\":\"Th").dropping());

        StepVerifier.create(model.stream(withTool("Refund me.")))
                .expectError(ModelFailure.class)
                .verify(LIMIT);
    }

    private static ModelRequest withTool(String question) {
        var plain = request(question, "some-model", provider.baseUrl());
        return new ModelRequest(plain.prompt(), plain.model(), 0.5, 100, true, plain.credential());
    }

    private static Flux<ModelSignal> ask(String question) {
        return model.stream(request(question, "some-model", provider.baseUrl()));
    }

    private static ModelRequest request(String question, String name, String url) {
        var prompt = new Prompt(
                "Be kind.",
                List.of(
                        new Line(Speaker.USER, "Hi"),
                        new Line(Speaker.ASSISTANT, "Hi!"),
                        new Line(Speaker.USER, question)));
        return new ModelRequest(prompt, name, 0.5, 100, false, new ProviderCredential("a-key", url, Payer.SUITE));
    }
}
