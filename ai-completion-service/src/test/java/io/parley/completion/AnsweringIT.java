package io.parley.completion;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.events.AnswerCompleted;
import io.parley.events.AnswerEvent;
import io.parley.events.AnswerFailed;
import io.parley.events.AnswerRequested;
import io.parley.events.EscalationRaised;
import io.parley.events.FailureCode;
import io.parley.events.FinishReason;
import io.parley.events.HandedBack;
import io.parley.events.MessageId;
import io.parley.events.MessagePosted;
import io.parley.events.Payer;
import io.parley.events.Sender;
import io.parley.events.SenderType;
import io.parley.events.TokenUsage;
import io.parley.events.live.AnswerChunk;
import io.parley.events.live.StopRequested;
import io.parley.events.log.FactCodec;
import io.parley.events.log.Topics;
import io.parley.testkit.Backends;
import io.parley.testkit.Callers;
import io.parley.testkit.Gate;
import io.parley.testkit.ModelReply;
import io.parley.testkit.ModelRequest.Message;
import io.parley.testkit.ScriptedModel;
import io.parley.testkit.TestLog;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.test.web.reactive.server.WebTestClient;

/** One process with a real broker and database and a scripted model over HTTP. */
class AnsweringIT {

    private static final Sender ANN = new Sender("ann", SenderType.USER, "Ann");
    private static final Sender BOB = new Sender("bob", SenderType.AGENT, "Bob");

    private static ScriptedModel model;
    private static CompletionProcess process;
    private static TestLog log;

    @BeforeAll
    static void start() {
        model = ScriptedModel.start();
        process = CompletionProcess.start(
                "0",
                model,
                "--parley.answering.first-token=2s",
                "--parley.answering.between-tokens=2s",
                "--parley.answering.retry-pause=50ms");
        log = new TestLog();
        // The first answer of a process loads half of its classes, and takes its time.
        var talk = new Talk(log);
        talk.asks("Awake?");
        log.await(talk.key, fact -> fact instanceof AnswerEvent, Talk.PATIENCE);
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
    void answersAQuestionOnceWithItsChunksJoined() {
        var reply = ModelReply.saysWords(20).every(Duration.ofMillis(15));
        model.whenAsked("What is this?", reply);
        var talk = new Talk(log);

        var question = talk.asks("What is this?");
        var answer = talk.awaitsAnswer(question);

        assertThat(answer)
                .isEqualTo(new AnswerCompleted(
                        question.answer(0),
                        question,
                        0,
                        1,
                        0,
                        "leta",
                        reply.text(),
                        FinishReason.STOP,
                        java.util.List.of(),
                        new TokenUsage(7, 20, 27),
                        "gpt-4o-mini",
                        Payer.SUITE));
        var chunks = talk.chunks(question, 1);
        assertThat(talk.streamed(question, 1)).isEqualTo(reply.text());
        assertThat(chunks)
                .hasSizeBetween(2, 20)
                .first()
                .extracting(AnswerChunk::text)
                .isEqualTo("word0 ");
        int at = 0;
        for (var chunk : chunks) {
            assertThat(chunk.at()).isEqualTo(at);
            at += chunk.text().length();
        }
        assertThat(talk.awaitsStart(question, 1).supersedes()).isNull();
        Awaitility.await().until(() -> process.openAnswers() == 0);
        var asked = model.awaitRequest("What is this?");
        assertThat(asked.authorization()).isEqualTo("Bearer test-key");
        assertThat(asked.json().path("temperature").asDouble()).isEqualTo(0.7);
        assertThat(asked.json().path("max_tokens").asInt()).isEqualTo(1000);
        assertThat(asked.messages())
                .containsExactly(
                        new Message(
                                "system",
                                "You are Leta AI, a helpful personal assistant. Be friendly, concise, and helpful."),
                        new Message("user", "What is this?"));
    }

    @Test
    void answersAMessageThatIsInTheLogTwiceOnce() {
        var talk = new Talk(log);
        var posted = Talk.posted("Twice?", "leta");

        log.append(talk.key, posted);
        log.append(talk.key, posted);
        talk.awaitsAnswer(posted.messageId());
        log.append(talk.key, posted);
        talk.awaitsAnswer(talk.asks("And now?"));

        assertThat(talk.ends(posted.messageId())).hasSize(1);
        assertThat(model.requests().stream().map(request -> request.lastUserMessage()))
                .containsExactly("Twice?", "And now?");
    }

    @Test
    void givesTheModelTheEarlierTurns() {
        var talk = new Talk(log);
        model.whenAsked("My name is Ann.", ModelReply.says("Hello Ann."));
        talk.awaitsAnswer(talk.asks("My name is Ann."));
        log.append(talk.key, new MessagePosted(MessageId.random(), BOB, "Welcome!", Map.of(), null, null));

        talk.awaitsAnswer(talk.asks("Who am I?"));

        assertThat(model.awaitRequest("Who am I?").messages())
                .extracting(Message::content)
                .endsWith("My name is Ann.", "Hello Ann.", "Bob: Welcome!", "Who am I?");
    }

    @Test
    void writesAnswersOfAConversationOneAtATime() {
        var talk = new Talk(log);
        var gate = new Gate();
        model.whenAsked("first", ModelReply.says("one").holding(gate));

        var first = talk.asks("first");
        var second = talk.asks("second");
        gate.awaitReached();
        talk.awaitsChunk(first);
        // Another conversation is not held up.
        var other = new Talk(log);
        other.awaitsAnswer(other.asks("elsewhere"));
        assertThat(model.requests())
                .noneMatch(request -> request.lastUserMessage().equals("second"));
        gate.open();

        talk.awaitsAnswer(second);
        assertThat(talk.ends(first)).hasSize(1);
        assertThat(model.awaitRequest("second").messages())
                .extracting(Message::content)
                .endsWith("first", "one", "second");
    }

    @Test
    void answersAgainWhenAsked() {
        var talk = new Talk(log);
        var question = talk.asks("Again and again?");
        var first = talk.awaitsAnswer(question);

        log.append(talk.key, new AnswerRequested(question, 1, "ann", "leta"));
        log.append(talk.key, new AnswerRequested(question, 1, "ann", "leta"));
        log.await(talk.key, fact -> fact instanceof AnswerCompleted end && end.generation() == 1, Talk.PATIENCE);
        talk.awaitsAnswer(talk.asks("Done?"));

        assertThat(talk.ends(question)).hasSize(2).first().isEqualTo(first);
        assertThat(model.requests().stream()
                        .filter(request -> request.lastUserMessage().equals("Again and again?")))
                .hasSize(2)
                .allMatch(request -> request.messages().size() == 2);
    }

    @Test
    void stopsWhereTheOwnerSaysSo() {
        var talk = new Talk(log);
        model.whenAsked("Talk on.", ModelReply.says("So ", "far").stalling());
        log.publish(talk.key, new StopRequested("ann", MessageId.random()));
        var question = talk.asks("Talk on.");
        talk.awaitsChunk(question);
        Awaitility.await().until(() -> talk.streamed(question, 1).equals("So far"));

        log.publish(talk.key, new StopRequested("ann", question.answer(0)));

        var answer = talk.awaitsAnswer(question);
        assertThat(answer.text()).isEqualTo("So far");
        assertThat(answer.finishReason()).isEqualTo(FinishReason.CANCELLED);
        Awaitility.await().until(() -> model.awaitRequest("Talk on.").isCancelled());
        talk.awaitsAnswer(talk.asks("Go on."));
    }

    @Test
    void stopsAnAnswerThatHasNotBegun() {
        var talk = new Talk(log);
        model.whenAsked("Talk on.", ModelReply.says("So ", "far").stalling());
        var first = talk.asks("Talk on.");
        talk.awaitsChunk(first);
        var second = talk.asks("And on.");
        log.publish(talk.key, new StopRequested("ann", second.answer(0)));

        log.publish(talk.key, new StopRequested("ann", first.answer(0)));

        assertThat(talk.awaitsAnswer(first).finishReason()).isEqualTo(FinishReason.CANCELLED);
        var never = talk.awaitsAnswer(second);
        assertThat(never.finishReason()).isEqualTo(FinishReason.CANCELLED);
        assertThat(never.text()).isEmpty();
        assertThat(model.requests())
                .noneMatch(request -> request.lastUserMessage().equals("And on."));
    }

    @Test
    void isSilentOnceTheFloorIsTaken() {
        var talk = new Talk(log);
        model.whenAsked("Help me.", ModelReply.says("I ", "can").stalling());
        var question = talk.asks("Help me.");
        var waiting = talk.asks("Please.");
        talk.awaitsChunk(question);

        log.append(talk.key, new EscalationRaised(UUID.randomUUID(), 1, "asked", ANN, Map.of()));

        assertThat(talk.awaitsFailure(question))
                .isEqualTo(new AnswerFailed(question.answer(0), question, 0, 1, 1, "leta", FailureCode.HANDED_OVER));
        assertThat(talk.awaitsFailure(waiting).code()).isEqualTo(FailureCode.HANDED_OVER);
        Awaitility.await().until(() -> model.awaitRequest("Help me.").isCancelled());
        var meanwhile = talk.asks("Anybody?");
        log.append(talk.key, new HandedBack(UUID.randomUUID(), 2, "done", BOB));
        var answer = talk.awaitsAnswer(talk.asks("Thanks, and now?"));
        assertThat(answer.fence()).isEqualTo(2);
        assertThat(talk.ends(meanwhile)).isEmpty();
        Awaitility.await().until(() -> process.openAnswers() == 0);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(ModelReply.status(401), FailureCode.PROVIDER_REJECTED_KEY, 1),
                Arguments.of(ModelReply.status(403), FailureCode.PROVIDER_REJECTED_KEY, 1),
                Arguments.of(ModelReply.status(429), FailureCode.PROVIDER_RATE_LIMITED, 2),
                Arguments.of(ModelReply.rateLimited(Duration.ofSeconds(60)), FailureCode.PROVIDER_RATE_LIMITED, 1),
                Arguments.of(ModelReply.status(500), FailureCode.PROVIDER_UNAVAILABLE, 2),
                Arguments.of(ModelReply.status(404), FailureCode.INTERNAL, 1),
                Arguments.of(ModelReply.garbage(), FailureCode.PROVIDER_UNAVAILABLE, 2),
                Arguments.of(ModelReply.hangsUp(), FailureCode.PROVIDER_UNAVAILABLE, 2),
                Arguments.of(ModelReply.silence(), FailureCode.TIMEOUT, 1),
                Arguments.of(ModelReply.says("half").stalling(), FailureCode.TIMEOUT, 1),
                Arguments.of(ModelReply.says("half").dropping(), FailureCode.PROVIDER_UNAVAILABLE, 1),
                Arguments.of(ModelReply.says("half").raw("data: {nonsense"), FailureCode.PROVIDER_UNAVAILABLE, 1),
                Arguments.of(ModelReply.says("hm").finishing("content_filter"), FailureCode.CONTENT_FILTERED, 1));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void endsAFailedAnswerWithItsKind(ModelReply reply, FailureCode code, int requests) {
        var talk = new Talk(log);
        model.whenAsked("Does it work?", reply);

        var failed = talk.awaitsFailure(talk.asks("Does it work?"));

        assertThat(failed.code()).isEqualTo(code);
        assertThat(model.requests()).hasSize(requests);
        model.reset();
        assertThat(talk.awaitsAnswer(talk.asks("And now?")).text()).isEqualTo("Hello from the script.");
        assertThat(model.awaitRequest("And now?").messages())
                .extracting(Message::role)
                .containsExactly("system", "user", "user");
    }

    @Test
    void triesOnceMoreWhileNothingWasShown() {
        var talk = new Talk(log);
        model.next(ModelReply.status(503), ModelReply.says("Second try."));

        var answer = talk.awaitsAnswer(talk.asks("Are you there?"));

        assertThat(answer.text()).isEqualTo("Second try.");
        assertThat(answer.attempt()).isEqualTo(1);
    }

    @Test
    void failsWhereThereIsNoSuchChatbot() {
        var talk = new Talk(log);

        var failed = talk.awaitsFailure(talk.says("Hello?", "nobody"));

        assertThat(failed.code()).isEqualTo(FailureCode.NOT_FOUND);
        talk.awaitsAnswer(talk.asks("Leta?"));
    }

    @Test
    void doesNotAnswerWhatIsTooOld() {
        var talk = new Talk(log);
        var posted = Talk.posted("Is it still yesterday?", "leta");
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", Backends.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                    Topics.CONVERSATIONS,
                    talk.key.partition(log.partitions()),
                    Instant.now().minus(Duration.ofMinutes(61)).toEpochMilli(),
                    talk.key.recordKey(UUID.randomUUID()),
                    FactCodec.encode(posted)));
        }

        assertThat(talk.awaitsFailure(posted.messageId()).code()).isEqualTo(FailureCode.TOO_OLD);
        assertThat(model.requests()).isEmpty();
    }

    @Test
    void asksNobodyWhereTheMessageAsksNobody() {
        var talk = new Talk(log);

        var silent = talk.says("Just a note.", null);
        talk.awaitsAnswer(talk.asks("And a question?"));

        assertThat(talk.ends(silent)).isEmpty();
        assertThat(model.requests()).hasSize(1);
    }

    @Test
    void writesManyAnswersAtATime() {
        var reply = ModelReply.saysWords(30).every(Duration.ofMillis(20));
        model.answers(reply);
        var talks = IntStream.range(0, 60).mapToObj(_ -> new Talk(log)).toList();

        var questions =
                talks.stream().map(talk -> talk.asks("All together now!")).toList();

        for (int i = 0; i < talks.size(); i++) {
            var talk = talks.get(i);
            assertThat(talk.awaitsAnswer(questions.get(i)).text()).isEqualTo(reply.text());
            assertThat(talk.streamed(questions.get(i), 1)).isEqualTo(reply.text());
            assertThat(talk.ends(questions.get(i))).hasSize(1);
        }
    }

    @Test
    void listsTheChatbotsOfTheSeed() {
        var client = WebTestClient.bindToServer().baseUrl(process.url()).build();

        client.get()
                .uri("/chatbots")
                .header("Authorization", Callers.bearer("ann"))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.chatbots[?(@.id == 'leta')].name")
                .isEqualTo("Leta AI")
                .jsonPath("$.chatbots[?(@.id == 'leta')].greeting")
                .isNotEmpty()
                .jsonPath("$.chatbots[?(@.id == 'parley-docs')].name")
                .isEqualTo("Parley Docs")
                // Personas and rules are nobody's business, keys even less.
                .jsonPath("$.chatbots[*].length()")
                .value(sizes -> assertThat((java.util.List<?>) sizes).allMatch(size -> size.equals(3)));
        client.get().uri("/chatbots").exchange().expectStatus().isUnauthorized();
        client.get()
                .uri("/nowhere")
                .header("Authorization", Callers.bearer("ann"))
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("not_found");
        assertThat(process.database()).isEqualTo("parley_completion");
        assertThat(log.chatbots().stream().map(io.parley.events.Chatbot::key)).contains("*/leta", "*/parley-docs");
    }
}
