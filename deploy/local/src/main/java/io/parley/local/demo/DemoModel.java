package io.parley.local.demo;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/** OpenAI's chat completions over HTTP on 127.0.0.1, whole or streamed, on two event loops however many answers are running. */
public final class DemoModel implements AutoCloseable {
    private static final int LARGEST_BODY = 4 << 20;
    private static final int EVENT_LOOPS = 2;
    private static final Duration BODY_WITHIN = Duration.ofSeconds(30);
    private static final Duration CLOSED_WITHIN = Duration.ofSeconds(2);

    private final DisposableServer server;
    private final LoopResources loops;

    private DemoModel(DisposableServer server, LoopResources loops) {
        this.server = server;
        this.loops = loops;
    }

    /** A port of 0 finds a free one. */
    public static DemoModel start(int port) {
        var loops = LoopResources.create("demo-model", EVENT_LOOPS, true);
        var server = HttpServer.create()
                .host("127.0.0.1")
                .port(port)
                .runOn(loops, false)
                .route(routes -> routes.get(
                                "/v1/models", (request, response) -> json(response, 200, CompletionJson.models()))
                        .post("/v1/chat/completions", DemoModel::complete)
                        .route(
                                any -> true,
                                (request, response) -> json(
                                        response, 404, CompletionJson.error("not_found", "There is no such route."))))
                .bindNow(Duration.ofSeconds(5));
        return new DemoModel(server, loops);
    }

    /** What {@code OPENAI_BASE_URL} is set to. */
    public String baseUrl() {
        return "http://127.0.0.1:" + server.port() + "/v1";
    }

    @Override
    public void close() {
        server.disposeNow(CLOSED_WITHIN);
        loops.dispose();
    }

    private static Mono<Void> complete(HttpServerRequest request, HttpServerResponse response) {
        long arrivedAt = System.nanoTime();
        return body(request)
                .map(CompletionRequest::parse)
                .flatMap(completion -> answer(completion, arrivedAt, response))
                .onErrorResume(
                        RefusedRequest.class,
                        refused -> json(
                                response,
                                refused.status(),
                                CompletionJson.error("invalid_request_error", refused.reason())));
    }

    private static Mono<Void> answer(CompletionRequest request, long arrivedAt, HttpServerResponse response) {
        var performance = Performance.of(request, arrivedAt);
        var json = new CompletionJson(request);
        if (!request.stream()) {
            return performance
                    .pieces()
                    .collect(StringBuilder::new, StringBuilder::append)
                    .flatMap(text -> json(response, 200, json.whole(text.toString(), performance.length())));
        }
        var frames = Flux.concat(
                Flux.just(json.opening()),
                performance.pieces().map(json::piece),
                Flux.fromIterable(json.closing(performance.length())));
        return response.sse()
                .header(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_CACHE)
                .send(frames.map(DemoModel::event), everyEventAtOnce -> true)
                .then();
    }

    private static Mono<byte[]> body(HttpServerRequest request) {
        return request.receive()
                .asByteArray()
                .reduceWith(ByteArrayOutputStream::new, DemoModel::append)
                .map(ByteArrayOutputStream::toByteArray)
                .timeout(BODY_WITHIN);
    }

    private static ByteArrayOutputStream append(ByteArrayOutputStream body, byte[] part) {
        if (body.size() + part.length > LARGEST_BODY) {
            throw new RefusedRequest(413, "The body is larger than 4 MiB.");
        }
        body.writeBytes(part);
        return body;
    }

    private static Mono<Void> json(HttpServerResponse response, int status, String body) {
        return response.status(status)
                .header(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .sendString(Mono.just(body))
                .then();
    }

    private static ByteBuf event(String data) {
        return Unpooled.copiedBuffer("data: " + data + "\n\n", StandardCharsets.UTF_8);
    }
}
