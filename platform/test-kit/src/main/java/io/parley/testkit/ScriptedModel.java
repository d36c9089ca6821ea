package io.parley.testkit;

import io.parley.events.log.WireJson;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * An OpenAI-shaped server on a port of its own that answers as a test scripts it, streaming or not, and remembers what
 * it was asked. A reply is chosen in this order: one for what the newest user message contains, the next of the queue,
 * the default.
 */
public final class ScriptedModel implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final ModelReply DEFAULT = ModelReply.says("Hello", " from", " the", " script.");

    private final DisposableServer server;
    private final List<ModelRequest> requests = new CopyOnWriteArrayList<>();
    private final Deque<ModelReply> queue = new ArrayDeque<>();
    private final Map<String, ModelReply> byContent = new LinkedHashMap<>();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final List<String> tried = new CopyOnWriteArrayList<>();
    private ModelReply standing = DEFAULT;

    private ScriptedModel() {
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(routes ->
                        routes.post("/v1/chat/completions", this::complete).get("/v1/models", this::models))
                .bindNow(LIMIT);
    }

    public static ScriptedModel start() {
        return new ScriptedModel();
    }

    /** What OPENAI_BASE_URL is set to; ends with {@code /v1}. */
    public String baseUrl() {
        return "http://127.0.0.1:" + server.port() + "/v1";
    }

    /** The reply where no other is scripted. */
    public synchronized ScriptedModel answers(ModelReply reply) {
        standing = reply;
        return this;
    }

    public ScriptedModel answers(String... chunks) {
        return answers(ModelReply.says(chunks));
    }

    /** Replies to the next requests, one each, in this order. */
    public synchronized ScriptedModel next(ModelReply... replies) {
        queue.addAll(List.of(replies));
        return this;
    }

    /** The reply whenever the newest user message contains the words: for conversations that run side by side. */
    public synchronized ScriptedModel whenAsked(String words, ModelReply reply) {
        byContent.put(words, reply);
        return this;
    }

    /** Answers 401 whoever comes with this key. */
    public ScriptedModel refuses(String apiKey) {
        refused.add("Bearer " + apiKey);
        return this;
    }

    /** The Authorization headers of those who asked for the list of models, in order. */
    public List<String> tried() {
        return List.copyOf(tried);
    }

    /** Forgets scripts and requests. */
    public synchronized void reset() {
        queue.clear();
        byContent.clear();
        standing = DEFAULT;
        requests.clear();
        refused.clear();
        tried.clear();
    }

    /** Every request since the start or the last reset, in order of arrival. */
    public List<ModelRequest> requests() {
        return List.copyOf(requests);
    }

    /** Waits for a request whose newest user message contains the words. */
    public ModelRequest awaitRequest(String words) {
        return awaitRequest(request -> request.lastUserMessage().contains(words));
    }

    public ModelRequest awaitRequest(Predicate<ModelRequest> wanted) {
        return Awaitility.await("a request to the model")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> requests.stream().filter(wanted).findFirst().orElse(null), found -> found != null);
    }

    @Override
    public void close() {
        server.disposeNow(Duration.ofSeconds(1));
    }

    private Publisher<Void> complete(HttpServerRequest in, HttpServerResponse out) {
        return in.receive().aggregate().asString().flatMap(text -> {
            var request = new ModelRequest(WireJson.mapper().readTree(text), in.requestHeaders());
            in.withConnection(
                    connection -> connection.channel().closeFuture().addListener(_ -> request.connectionLost()));
            var reply = choose(request);
            requests.add(request);
            return Mono.from(reply.write(request, out)).doOnSuccess(_ -> request.finished());
        });
    }

    private Publisher<Void> models(HttpServerRequest in, HttpServerResponse out) {
        var authorization = String.valueOf(in.requestHeaders().get("Authorization"));
        tried.add(authorization);
        return refused.contains(authorization)
                ? out.status(401).send()
                : out.header("Content-Type", "application/json")
                        .sendString(Mono.just("{\"object\":\"list\",\"data\":[]}"))
                        .then();
    }

    private synchronized ModelReply choose(ModelRequest request) {
        if (refused.contains(String.valueOf(request.authorization()))) {
            return ModelReply.status(401);
        }
        var asked = request.lastUserMessage();
        return byContent.entrySet().stream()
                .filter(entry -> asked.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(() -> queue.isEmpty() ? standing : queue.removeFirst());
    }
}
