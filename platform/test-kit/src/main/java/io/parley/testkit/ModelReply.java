package io.parley.testkit;

import io.parley.events.log.WireJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableChannel;
import reactor.netty.http.server.HttpServerResponse;

/**
 * What the {@link ScriptedModel} does with one request, written as a sentence:
 * {@code says("a", "b").every(ofMillis(20)).holding(gate).then("c").dropping()}. Immutable.
 */
public final class ModelReply {

    private sealed interface Step {}

    private record Say(String text) implements Step {}

    private record Call(String tool, String arguments) implements Step {}

    private record Pause(Duration length) implements Step {}

    private record Hold(Gate gate) implements Step {}

    private record Raw(String line) implements Step {}

    private record Stall() implements Step {}

    private record Drop() implements Step {}

    private record End() implements Step {}

    /** An answer instead of a completion: an error, or nonsense. */
    private record Plain(int status, String contentType, String body, Map<String, String> headers) {}

    private static final String CALL_ID = "call_scripted";

    private final List<Step> steps;
    private final Duration every;
    private final String finishReason;
    private final @Nullable Plain plain;

    private ModelReply(List<Step> steps, Duration every, String finishReason, @Nullable Plain plain) {
        this.steps = steps;
        this.every = every;
        this.finishReason = finishReason;
        this.plain = plain;
    }

    public static ModelReply says(String... chunks) {
        return new ModelReply(List.of(), Duration.ZERO, "stop", null).then(chunks);
    }

    /** {@code count} chunks {@code "word0 "}, {@code "word1 "} and so on. */
    public static ModelReply saysWords(int count) {
        var chunks = new String[count];
        for (int i = 0; i < count; i++) {
            chunks[i] = "word" + i + " ";
        }
        return says(chunks);
    }

    /** An error as OpenAI words it. */
    public static ModelReply status(int status) {
        var body = "{\"error\":{\"message\":\"scripted failure\",\"type\":\"scripted\",\"code\":\"scripted_%d\"}}"
                .formatted(status);
        return plain(new Plain(status, "application/json", body, Map.of()));
    }

    /** 429 with Retry-After. */
    public static ModelReply rateLimited(Duration retryAfter) {
        var limited = status(429).plain;
        return plain(new Plain(
                429,
                limited == null ? "" : limited.contentType(),
                limited == null ? "" : limited.body(),
                Map.of("Retry-After", Long.toString(retryAfter.toSeconds()))));
    }

    /** 200 with a page that is no completion. */
    public static ModelReply garbage() {
        return plain(new Plain(200, "text/html", "<html><body>It works!</body></html>", Map.of()));
    }

    /** Takes the request and never answers, not even with headers. */
    public static ModelReply silence() {
        return new ModelReply(List.of(), Duration.ZERO, "stop", null).with(new Stall());
    }

    /** The connection is closed without any answer. */
    public static ModelReply hangsUp() {
        return new ModelReply(List.of(), Duration.ZERO, "stop", null).with(new Drop());
    }

    public ModelReply then(String... chunks) {
        var reply = this;
        for (var chunk : chunks) {
            reply = reply.with(new Say(chunk));
        }
        return reply;
    }

    /** Calls a tool instead of saying anything. */
    public static ModelReply calls(String tool, String arguments) {
        return says().calling(tool, arguments);
    }

    /** Calls a tool after what was said; the arguments come in two pieces, as they do from a model. */
    public ModelReply calling(String tool, String arguments) {
        return with(new Call(tool, arguments)).finishing("tool_calls");
    }

    /** A pause before each chunk but the first. */
    public ModelReply every(Duration pause) {
        return new ModelReply(steps, pause, finishReason, plain);
    }

    /** A pause at this point. */
    public ModelReply waiting(Duration pause) {
        return with(new Pause(pause));
    }

    /** Nothing more until the gate is opened. */
    public ModelReply holding(Gate gate) {
        return with(new Hold(gate));
    }

    /** Nothing more, ever; the connection stays. */
    public ModelReply stalling() {
        return with(new Stall());
    }

    /** The connection is cut at this point. */
    public ModelReply dropping() {
        return with(new Drop());
    }

    /** The stream is over at this point, in order and yet without a word that it is. */
    public ModelReply endingSilently() {
        return with(new End());
    }

    /** A line in the stream as it stands: an event that is no JSON, a comment. */
    public ModelReply raw(String line) {
        return with(new Raw(line));
    }

    /** {@code length} or {@code content_filter} instead of {@code stop}. */
    public ModelReply finishing(String reason) {
        return new ModelReply(steps, every, reason, plain);
    }

    /** All chunks, joined. */
    public String text() {
        return steps.stream()
                .map(step -> step instanceof Say say ? say.text() : "")
                .collect(Collectors.joining());
    }

    private static ModelReply plain(Plain plain) {
        return new ModelReply(List.of(), Duration.ZERO, "stop", plain);
    }

    private ModelReply with(Step step) {
        var more = new ArrayList<>(steps);
        more.add(step);
        return new ModelReply(List.copyOf(more), every, finishReason, plain);
    }

    Publisher<Void> write(ModelRequest request, HttpServerResponse out) {
        if (plain != null) {
            plain.headers().forEach(out::header);
            return out.status(plain.status())
                    .header("Content-Type", plain.contentType())
                    .sendString(Mono.just(plain.body()))
                    .then();
        }
        if (steps.size() == 1 && !(steps.getFirst() instanceof Say) && !(steps.getFirst() instanceof Call)) {
            return play(request, out).then();
        }
        if (request.isStreaming()) {
            var events = Flux.concat(
                    Flux.just(event(request, Map.of("role", "assistant", "content", ""), null)),
                    play(request, out),
                    steps.contains(new End()) ? Flux.empty() : end(request));
            return out.sse()
                    .send(
                            events.map(text -> out.alloc().buffer().writeBytes(text.getBytes(StandardCharsets.UTF_8))),
                            _ -> true)
                    .then();
        }
        return play(request, out)
                .then(Mono.defer(() -> Mono.from(
                        out.header("Content-Type", "application/json").sendString(Mono.just(whole(request))))));
    }

    private Flux<String> play(ModelRequest request, HttpServerResponse out) {
        return Flux.range(0, steps.size())
                .concatMap(
                        i -> switch (steps.get(i)) {
                            case Say say -> {
                                var spoken = Mono.just(event(request, Map.of("content", say.text()), null));
                                yield i > 0 && every.isPositive() ? spoken.delaySubscription(every) : spoken;
                            }
                            case Call call -> Mono.just(call(request, call));
                            case Pause pause -> Mono.delay(pause.length()).then(Mono.empty());
                            case Hold hold -> hold.gate().pass().then(Mono.empty());
                            case Raw raw -> Mono.just(raw.line() + "\n\n");
                            case Stall _ -> Mono.never();
                            case End _ -> Mono.empty();
                            case Drop _ -> Mono.delay(Duration.ofMillis(30)).then(cut(out));
                        },
                        1);
    }

    /** The pause before it lets what was said leave first. */
    private static Mono<String> cut(HttpServerResponse out) {
        return Mono.defer(() -> {
            out.withConnection(DisposableChannel::dispose);
            return Mono.never();
        });
    }

    private Flux<String> end(ModelRequest request) {
        var finish = event(request, Map.of(), finishReason);
        var usage = "data: " + json(chunk(request, List.of(), usage())) + "\n\n";
        return request.wantsUsage()
                ? Flux.just(finish, usage, "data: [DONE]\n\n")
                : Flux.just(finish, "data: [DONE]\n\n");
    }

    private static String call(ModelRequest request, Call call) {
        int half = call.arguments().length() / 2;
        var name = Map.of("name", call.tool(), "arguments", call.arguments().substring(0, half));
        var begun = Map.of("index", 0, "id", CALL_ID, "type", "function", "function", name);
        var rest = Map.of(
                "index", 0, "function", Map.of("arguments", call.arguments().substring(half)));
        return event(request, Map.of("tool_calls", List.of(begun)), null)
                + event(request, Map.of("tool_calls", List.of(rest)), null);
    }

    private static String event(ModelRequest request, Map<String, ?> delta, @Nullable String finish) {
        var choice = new LinkedHashMap<String, @Nullable Object>();
        choice.put("index", 0);
        choice.put("delta", delta);
        choice.put("finish_reason", finish);
        return "data: " + json(chunk(request, List.of(choice), null)) + "\n\n";
    }

    private static Map<String, @Nullable Object> chunk(ModelRequest request, List<?> choices, @Nullable Object usage) {
        var chunk = head(request, "chat.completion.chunk");
        chunk.put("choices", choices);
        if (usage != null) {
            chunk.put("usage", usage);
        }
        return chunk;
    }

    private String whole(ModelRequest request) {
        var completion = head(request, "chat.completion");
        completion.put("choices", List.of(Map.of("index", 0, "message", message(), "finish_reason", finishReason)));
        completion.put("usage", usage());
        return json(completion);
    }

    private Map<String, Object> message() {
        var calls = steps.stream()
                .filter(Call.class::isInstance)
                .map(Call.class::cast)
                .map(call -> Map.of(
                        "id",
                        CALL_ID,
                        "type",
                        "function",
                        "function",
                        Map.of("name", call.tool(), "arguments", call.arguments())))
                .toList();
        return calls.isEmpty()
                ? Map.of("role", "assistant", "content", text())
                : Map.of("role", "assistant", "content", text(), "tool_calls", calls);
    }

    private static Map<String, @Nullable Object> head(ModelRequest request, String object) {
        var head = new LinkedHashMap<String, @Nullable Object>();
        head.put("id", "chatcmpl-scripted");
        head.put("object", object);
        head.put("created", 1_795_000_000);
        head.put("model", request.json().path("model").asString("scripted"));
        return head;
    }

    /** A token for each chunk, and seven of prompt. */
    private Map<String, Integer> usage() {
        int spoken = (int) steps.stream().filter(Say.class::isInstance).count();
        return Map.of("prompt_tokens", 7, "completion_tokens", spoken, "total_tokens", 7 + spoken);
    }

    private static String json(Object value) {
        return WireJson.mapper().writeValueAsString(value);
    }
}
