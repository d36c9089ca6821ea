package io.parley.completion.model.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.completion.model.AddressRule;
import io.parley.completion.model.ModelFailure;
import io.parley.completion.model.ModelProperties;
import io.parley.completion.model.ProviderStreams.Call;
import io.parley.events.FailureCode;
import io.parley.events.Payer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.test.StepVerifier;

/** Calls that are answered by one body, over real HTTP. */
class WholeAnswersTests {

    private static DisposableServer server;
    private static ProviderClients clients;
    private static NettyProviderStreams provider;

    @BeforeAll
    static void start() {
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(routes -> routes.post(
                                "/echo",
                                (request, response) ->
                                        response.send(request.receive().retain()))
                        .post(
                                "/long",
                                (request, response) ->
                                        response.sendString(Flux.range(0, 100).map(_ -> "x".repeat(100))))
                        .post(
                                "/refuse",
                                (request, response) -> response.status(401).sendString(Mono.just("sk-key")))
                        .post("/move", (request, response) -> response.sendRedirect("/echo")))
                .bindNow();
        clients = new ProviderClients(
                new ModelProperties("", "", "", 4, Duration.ofSeconds(1), Duration.ofSeconds(3)),
                AddressRule.opening(List.of("127.0.0.1")));
        provider = new NettyProviderStreams(clients);
    }

    @AfterAll
    static void stop() {
        clients.close();
        server.disposeNow();
    }

    @Test
    void joinsTheBody() {
        assertThat(provider.whole(call("/echo"), 1_000)
                        .map(body -> new String(body, StandardCharsets.UTF_8))
                        .block())
                .isEqualTo("{\"ü\":1}");
    }

    @Test
    void stopsReadingWhatIsTooLong() {
        StepVerifier.create(provider.whole(call("/long"), 1_000))
                .verifyErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOf(ModelFailure.class)
                        .hasMessageContaining("more than 1000 bytes"));
    }

    @Test
    void typesRefusalsAndNeverQuotesThem() {
        StepVerifier.create(provider.whole(call("/refuse"), 1_000)).verifyErrorSatisfies(failure -> {
            assertThat(((ModelFailure) failure).code()).isEqualTo(FailureCode.PROVIDER_REJECTED_KEY);
            assertThat(failure).hasMessageNotContaining("sk-key");
        });
    }

    @Test
    void followsNoRedirect() {
        StepVerifier.create(provider.whole(call("/move"), 1_000))
                .expectError(ModelFailure.class)
                .verify(Duration.ofSeconds(5));
    }

    @Test
    void believesNoHalfBody() throws Exception {
        try (var cut = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var once = Thread.ofVirtual().start(() -> answerHalf(cut));

            StepVerifier.create(provider.whole(
                            new Call("http://127.0.0.1:" + cut.getLocalPort() + "/", Map.of(), "{}", Payer.SUITE),
                            1_000))
                    .expectError(ModelFailure.class)
                    .verify(Duration.ofSeconds(5));
            once.join();
        }
    }

    private static void answerHalf(ServerSocket server) {
        try (var connection = server.accept()) {
            var _ = connection.getInputStream().read(new byte[8_192]);
            connection
                    .getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npart".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Call call(String path) {
        return new Call(
                "http://127.0.0.1:" + server.port() + path,
                Map.of("Content-Type", List.of("application/json")),
                "{\"ü\":1}",
                Payer.SUITE);
    }
}
