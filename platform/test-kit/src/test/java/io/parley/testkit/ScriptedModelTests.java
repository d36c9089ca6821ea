package io.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.events.log.WireJson;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ScriptedModelTests {

    private static final ScriptedModel model = ScriptedModel.start();
    private static final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void forget() {
        model.reset();
    }

    @AfterAll
    static void stop() {
        model.close();
        client.close();
    }

    @Test
    void streamsChunksAsOpenAiDoes() throws Exception {
        model.answers(ModelReply.says("one ", "two").every(Duration.ofMillis(5)));

        var response = ask("hi", true);

        var events = events(response.body());
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        assertThat(events.getLast()).isEqualTo("[DONE]");
        var chunks = events.subList(0, events.size() - 1).stream()
                .map(WireJson.mapper()::readTree)
                .toList();
        assertThat(chunks)
                .allSatisfy(chunk -> assertThat(chunk.path("object").asString()).isEqualTo("chat.completion.chunk"));
        assertThat(chunks.stream().map(chunk -> content(chunk)).reduce("", String::concat))
                .isEqualTo("one two");
        assertThat(chunks.get(chunks.size() - 2).at("/choices/0/finish_reason").asString())
                .isEqualTo("stop");
        assertThat(chunks.getLast().at("/usage/completion_tokens").asInt()).isEqualTo(2);
    }

    @Test
    void answersInOnePieceWhereNobodyAsksForAStream() throws Exception {
        model.answers(ModelReply.says("one ", "two").finishing("length"));

        var whole = WireJson.mapper().readTree(ask("hi", false).body());

        assertThat(whole.at("/choices/0/message/content").asString()).isEqualTo("one two");
        assertThat(whole.at("/choices/0/finish_reason").asString()).isEqualTo("length");
    }

    @Test
    void callsAToolInPiecesOrWhole() throws Exception {
        model.answers(ModelReply.says("Wait. ").calling("fetch", "{\"what\":\"it\"}"));

        var chunks = events(ask("hi", true).body()).stream()
                .filter(event -> event.startsWith("{"))
                .map(WireJson.mapper()::readTree)
                .toList();
        var whole = WireJson.mapper().readTree(ask("hi", false).body());

        var called = chunks.stream()
                .map(chunk -> chunk.at("/choices/0/delta/tool_calls/0"))
                .filter(JsonNode::isObject)
                .toList();
        assertThat(called.getFirst().at("/function/name").asString()).isEqualTo("fetch");
        assertThat(called.stream()
                        .map(call -> call.at("/function/arguments").asString(""))
                        .reduce("", String::concat))
                .isEqualTo("{\"what\":\"it\"}");
        assertThat(chunks.get(chunks.size() - 2).at("/choices/0/finish_reason").asString())
                .isEqualTo("tool_calls");
        assertThat(whole.at("/choices/0/message/content").asString()).isEqualTo("Wait. ");
        assertThat(whole.at("/choices/0/message/tool_calls/0/function/arguments")
                        .asString())
                .isEqualTo("{\"what\":\"it\"}");
    }

    @Test
    void choosesByContentThenFromTheQueueThenTheDefault() throws Exception {
        model.answers("default").next(ModelReply.says("queued")).whenAsked("weather", ModelReply.says("sunny"));

        assertThat(text(ask("the weather?", true))).isEqualTo("sunny");
        assertThat(text(ask("first", true))).isEqualTo("queued");
        assertThat(text(ask("second", true))).isEqualTo("default");
    }

    @Test
    void recordsWhatItWasAsked() throws Exception {
        ask("remember this", true);

        var request = model.awaitRequest("remember");
        assertThat(request.messages()).containsExactly(new ModelRequest.Message("user", "remember this"));
        assertThat(request.authorization()).isEqualTo("Bearer key");
        assertThat(request.isFinished()).isTrue();
        assertThat(request.isCancelled()).isFalse();
    }

    @Test
    void holdsAReplyUntilItsGateIsOpened() throws Exception {
        var gate = new Gate();
        model.answers(ModelReply.says("before ").holding(gate).then("after"));

        var answer = CompletableFuture.supplyAsync(() -> asking("hi", true));
        gate.awaitReached();

        assertThat(answer).isNotDone();
        gate.open();
        assertThat(text(answer.get())).isEqualTo("before after");
    }

    @Test
    void failsAsScripted() throws Exception {
        model.next(ModelReply.status(401), ModelReply.rateLimited(Duration.ofSeconds(7)), ModelReply.garbage());

        assertThat(ask("a", true).statusCode()).isEqualTo(401);
        assertThat(ask("b", true).headers().firstValue("Retry-After")).hasValue("7");
        assertThat(ask("c", true).body()).contains("<html>");
    }

    @Test
    void cutsTheConnectionAfterWhatWasSaid() throws Exception {
        model.next(ModelReply.says("half").dropping(), ModelReply.hangsUp());

        var lines = client.send(request("a", true), BodyHandlers.ofLines()).body();

        assertThatThrownBy(() -> assertThat(lines.peek(line -> {
                            if (line.contains("half")) {
                                model.answers("seen");
                            }
                        })
                        .toList())
                .isEmpty());
        assertThatThrownBy(() -> ask("b", true)).isInstanceOf(java.io.IOException.class);
        assertThat(text(ask("c", true))).isEqualTo("seen");
    }

    @Test
    void noticesACallerThatGoesAway() {
        model.next(ModelReply.silence(), ModelReply.says("a").stalling());

        for (var words : List.of("silence", "stall")) {
            var answer = client.sendAsync(request(words, true), BodyHandlers.ofString());
            var asked = model.awaitRequest(words);
            assertThat(asked.isCancelled()).isFalse();

            answer.cancel(true);

            Awaitility.await()
                    .untilAsserted(() -> assertThat(asked.isCancelled()).isTrue());
        }
    }

    private static HttpResponse<String> ask(String words, boolean stream) throws Exception {
        return client.send(request(words, stream), BodyHandlers.ofString());
    }

    private static HttpResponse<String> asking(String words, boolean stream) {
        try {
            return ask(words, stream);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static HttpRequest request(String words, boolean stream) {
        return HttpRequest.newBuilder(URI.create(model.baseUrl() + "/chat/completions"))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", "Bearer key")
                .timeout(Duration.ofSeconds(10))
                .POST(HttpRequest.BodyPublishers.ofString("""
                        {"model":"m","stream":%s,"stream_options":{"include_usage":true},\
                        "messages":[{"role":"user","content":"%s"}]}""".formatted(stream, words)))
                .build();
    }

    private static List<String> events(String body) {
        return body.lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring(6))
                .toList();
    }

    private static String text(HttpResponse<String> response) {
        return events(response.body()).stream()
                .filter(event -> event.startsWith("{"))
                .map(event -> content(WireJson.mapper().readTree(event)))
                .reduce("", String::concat);
    }

    private static String content(JsonNode chunk) {
        return chunk.at("/choices/0/delta/content").asString("");
    }
}
