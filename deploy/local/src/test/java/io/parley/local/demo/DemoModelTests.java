package io.parley.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DemoModelTests {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Pattern STAMP = Pattern.compile("\\[~([^:~]+):(\\d+):(\\d+)(?::(\\d+))?~]");

    private static DemoModel model;
    private static HttpClient client;

    @BeforeAll
    static void startModel() {
        model = DemoModel.start(0);
        client = HttpClient.create()
                .baseUrl(model.baseUrl())
                .headers(headers -> headers.set("Content-Type", "application/json"));
    }

    @AfterAll
    static void stopModel() {
        model.close();
    }

    @Test
    void saysInItsFirstAnswerWhatItIsAndHowToReplaceIt() {
        var answer = text(stream(conversation("user", "How do refunds work?")));

        assertThat(answer).contains("demo model").contains("OPENAI_API_KEY").contains("How do refunds work?");
    }

    @Test
    void answersFromThePassagesItWasGiven() {
        var instructions = """
                Be kind.

                Passages follow.

                <<<PASSAGES
                [1] Returns, page 3
                | Money is back
                | in ten days.
                [2] Other
                | Something else.
                PASSAGES>>>""";

        var answer = text(
                stream(conversation("system", instructions.replace("\n", "\\n"), "user", "When is my money back?")));

        assertThat(answer)
                .contains("Returns, page 3", "\u201cMoney is back in ten days.\u201d", "[1]")
                .doesNotContain("Something else", "[2]");
    }

    @Test
    void saysThatNothingWasFound() {
        var instructions =
                "This assistant's documents were searched for the user's message, and nothing in them is about it.";

        assertThat(text(stream(conversation("system", instructions, "user", "Why?"))))
                .contains("found nothing about that");
    }

    @Test
    void showsThatItWasGivenTheEarlierTurns() {
        var answer = text(stream(
                conversation("system", "Be kind.", "user", "First?", "assistant", "Yes.", "user", "And shipping?")));

        assertThat(answer)
                .contains("2 earlier messages")
                .contains("And shipping?")
                .doesNotContain("OPENAI_API_KEY");
    }

    @Test
    void remembersThePreviousQuestion() {
        var answer = text(stream(
                conversation("user", "Where is my parcel?", "assistant", "Hm.", "user", "What did I just ask?")));

        assertThat(answer).contains("Where is my parcel?");
    }

    @Test
    void callsNoToolItIsGiven() {
        var answer = text(stream(conversation("user", "Give me a person.")
                + ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"hand_over_to_a_person\","
                + "\"parameters\":{\"type\":\"object\",\"properties\":{\"reason\":{\"type\":\"string\"}}}}}]"));

        assertThat(answer).contains("Give me a person.");
    }

    @Test
    void variesItsAnswers() {
        var answers = IntStream.range(0, 20)
                .mapToObj(number -> DemoReply.to(CompletionRequest.parse(
                                ("{" + conversation("user", "q", "assistant", "a", "user", "question " + number) + "}")
                                        .getBytes()))
                        .toString()
                        .replaceAll("question,? \\d+", ""))
                .distinct();

        assertThat(answers).hasSizeGreaterThan(3);
    }

    @Test
    void streamsAsOpenAiDoes() {
        var events = stream(conversation("user", "Hello") + ",\"stream_options\":{\"include_usage\":true}");

        assertThat(events.getLast()).isEqualTo("[DONE]");
        var chunks = events.subList(0, events.size() - 1).stream()
                .map(JSON::readTree)
                .toList();
        assertThat(chunks).allSatisfy(chunk -> {
            assertThat(chunk.path("object").asString()).isEqualTo("chat.completion.chunk");
            assertThat(chunk.path("id").asString())
                    .isEqualTo(chunks.getFirst().path("id").asString());
            assertThat(chunk.path("model").asString()).isEqualTo("any-model");
        });
        assertThat(chunks.getFirst().at("/choices/0/delta/role").asString()).isEqualTo("assistant");
        assertThat(chunks.get(chunks.size() - 2).at("/choices/0/finish_reason").asString())
                .isEqualTo("stop");
        assertThat(chunks.getLast().at("/usage/total_tokens").asInt()).isPositive();
        assertThat(chunks.getLast().path("choices")).isEmpty();
    }

    @Test
    void answersInOnePieceWhereNoStreamIsWanted() {
        var response = JSON.readTree(post(false, conversation("user", "Hello")).getFirst());

        assertThat(response.path("object").asString()).isEqualTo("chat.completion");
        assertThat(response.at("/choices/0/message/content").asString()).contains("Hello");
        assertThat(response.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
        assertThat(response.at("/usage/completion_tokens").asInt()).isPositive();
    }

    @Test
    void understandsContentInParts() {
        var parts = "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"In parts?\"}]}]";

        assertThat(text(post(false, parts))).contains("In parts?");
    }

    @Test
    void listsItsModel() {
        var response = JSON.readTree(client.get()
                .uri("/models")
                .responseContent()
                .aggregate()
                .asString()
                .block(LIMIT));

        assertThat(response.at("/data/0/id").asString()).isEqualTo("demo");
    }

    @Test
    void stampsItsChunksWhenItIsTold() {
        long before = System.nanoTime();
        var answer = text(stream(conversation(
                "user",
                "[[mock id=old chunks=1]]",
                "assistant",
                "x",
                "user",
                "now [[mock id=ab12 first=100 interval=20 chunks=5 size=60]]")));

        var stamps = STAMP.matcher(answer).results().toList();
        assertThat(stamps).hasSize(5).allMatch(stamp -> stamp.group(1).equals("ab12"));
        assertThat(stamps.stream().map(stamp -> stamp.group(2))).containsExactly("0", "1", "2", "3", "4");
        long arrival = Long.parseLong(stamps.getFirst().group(4));
        long first = Long.parseLong(stamps.getFirst().group(3));
        long last = Long.parseLong(stamps.getLast().group(3));
        assertThat(arrival).isBetween(before, System.nanoTime());
        assertThat(first - arrival).isBetween(90_000_000L, 400_000_000L);
        assertThat(last - first).isBetween(70_000_000L, 400_000_000L);
        assertThat(answer).endsWith("the quick brown fox jumps over th".substring(0, 60 - 4 - 27));
    }

    @Test
    void sustainsTwoHundredStreams() {
        long startedAt = System.nanoTime();
        int threadsBefore = Thread.activeCount();
        var answers = Flux.range(0, 200)
                .flatMap(
                        number -> events(
                                        true,
                                        conversation(
                                                "user", "[[mock id=s" + number + " interval=40 chunks=50 size=40]]"))
                                .collectList(),
                        200)
                .collectList()
                .block(LIMIT);

        assertThat(answers)
                .hasSize(200)
                .allSatisfy(events -> assertThat(
                                STAMP.matcher(text(events)).results().map(stamp -> Integer.parseInt(stamp.group(2))))
                        .containsExactlyElementsOf(
                                IntStream.range(0, 50).boxed().toList()));
        assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isLessThan(Duration.ofSeconds(10));
        assertThat(Thread.activeCount() - threadsBefore).isLessThan(20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no json", "{}", "{\"messages\":[]}", "{\"messages\":\"hello\"}", ""})
    void refusesWhatIsNoRequest(String body) {
        var refused = send("/chat/completions", body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/error/message").asString()).isNotBlank();
    }

    @Test
    void refusesAnEndlessBody() {
        assertThat(send("/chat/completions", " ".repeat(5 << 20)).status()).isEqualTo(413);
    }

    @Test
    void knowsNoOtherRoute() {
        assertThat(send("/embeddings", "{}").status()).isEqualTo(404);
    }

    private record Refusal(int status, JsonNode body) {}

    private static Refusal send(String path, String body) {
        return client.post()
                .uri(path)
                .send(ByteBufFlux.fromString(Mono.just(body)))
                .responseSingle((response, content) -> content.asString()
                        .map(text -> new Refusal(response.status().code(), JSON.readTree(text))))
                .block(LIMIT);
    }

    private static String conversation(String... rolesAndTexts) {
        var messages = new ArrayList<String>();
        for (int at = 0; at < rolesAndTexts.length; at += 2) {
            messages.add("{\"role\":\"" + rolesAndTexts[at] + "\",\"content\":\"" + rolesAndTexts[at + 1] + "\"}");
        }
        return "\"messages\":[" + String.join(",", messages) + "]";
    }

    private static List<String> stream(String request) {
        return post(true, request);
    }

    private static List<String> post(boolean stream, String request) {
        return events(stream, request).collectList().block(LIMIT);
    }

    /** The data of the events, or the one body. */
    private static Flux<String> events(boolean stream, String request) {
        var body = "{\"model\":\"any-model\",\"stream\":" + stream + "," + request + "}";
        var response = client.post()
                .uri("/chat/completions")
                .send(ByteBufFlux.fromString(Mono.just(body)))
                .responseContent()
                .aggregate()
                .asString();
        return stream
                ? response.flatMapIterable(text -> List.of(text.strip().split("\n\n")))
                        .map(event -> event.substring("data: ".length()))
                : response.flux();
    }

    private static String text(List<String> events) {
        var text = new StringBuilder();
        for (var event : events) {
            if (!event.equals("[DONE]")) {
                var choice = JSON.readTree(event).at("/choices/0");
                text.append(choice.at("/delta/content").asString(""))
                        .append(choice.at("/message/content").asString(""));
            }
        }
        return text.toString();
    }
}
