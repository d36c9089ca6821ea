package io.parley.completion.model.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import io.parley.completion.model.AddressRule;
import io.parley.completion.model.ModelFailure;
import io.parley.completion.model.ModelProperties;
import io.parley.completion.model.ProviderCredential;
import io.parley.completion.model.ProviderStreams.Call;
import io.parley.events.FailureCode;
import io.parley.events.Payer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.test.StepVerifier;

/** Where calls to providers go, with names that stand for what the test says and a server on this machine. */
class ProviderClientsTests {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration IDLE = Duration.ofMillis(500);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final String LOOPBACK = "127.0.0.1";

    private final AtomicInteger reached = new AtomicInteger();
    private final Queue<String> answers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger lookups = new AtomicInteger();
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private DisposableServer server;
    private @Nullable ProviderClients clients;

    @BeforeEach
    void start() {
        server = HttpServer.create()
                .host(LOOPBACK)
                .port(0)
                .doOnConnection(connection -> {
                    open.add(connection);
                    connection.onDispose(() -> open.remove(connection));
                })
                .handle((request, response) -> {
                    reached.incrementAndGet();
                    return switch (request.fullPath()) {
                        case "/suite/moved/models" ->
                            response.status(302)
                                    .header("Location", "/v1/models")
                                    .send();
                        case "/suite/unknown/models" -> response.status(401).send();
                        case "/suite/busy/models" -> response.status(429).send();
                        case "/suite/silent/models" -> Mono.never();
                        case "/suite/endless/models" ->
                            response.sendString(reactor.core.publisher.Flux.interval(Duration.ofMillis(10))
                                    .onBackpressureDrop()
                                    .map(i -> "more and more"));
                        default -> response.sendString(Mono.just("{}")).then();
                    };
                })
                .bindNow(LIMIT);
    }

    @AfterEach
    void stop() {
        if (clients != null) {
            clients.close();
        }
        server.disposeNow(Duration.ofSeconds(1));
    }

    @Test
    void goesNowhereElseWhenANameStandsForSomethingElseLater() {
        var clients = clients(List.of());
        answers.addAll(List.of("93.184.215.14", LOOPBACK));
        // What the name stood for when the address was set.
        assertThat(lookup("rebinding.example")).isEqualTo("93.184.215.14");

        StepVerifier.create(streams(clients, Payer.USER, "https://rebinding.example:" + server.port() + "/v1"))
                .expectErrorSatisfies(ProviderClientsTests::isForbidden)
                .verify(LIMIT);

        assertThat(lookups).as("it was looked up again for the connection").hasValue(2);
        assertThat(reached).hasValue(0);
    }

    @ParameterizedTest
    @EnumSource(names = {"USER", "CHATBOT"})
    void goesToNoAddressInWritingThatIsNotPublic(Payer payer) {
        for (var host :
                List.of(LOOPBACK, "localhost", "[::ffff:127.0.0.1]", "[::1]", "2130706433", "169.254.169.254")) {
            for (var scheme : List.of("http", "https")) {
                answers.clear();
                answers.add(host.startsWith("169") ? host : LOOPBACK);
                var url = scheme + "://" + host + ":" + server.port() + "/v1";
                StepVerifier.create(streams(clients(List.of()), payer, url))
                        .expectError(ModelFailure.class)
                        .verify(LIMIT);
            }
        }
        assertThat(reached).hasValue(0);
    }

    @Test
    void looksAtEveryAddressOfAName() {
        var clients = clients(List.of());
        answers.add("10.0.0.1 192.168.0.1 " + LOOPBACK);

        StepVerifier.create(streams(clients, Payer.USER, "https://many.example:" + server.port() + "/v1"))
                .expectErrorSatisfies(ProviderClientsTests::isForbidden)
                .verify(LIMIT);
        assertThat(reached).hasValue(0);
    }

    @Test
    void takesNoConnectionOfTheSuitesForAUsersCall() {
        var clients = clients(List.of());
        var url = "http://" + LOOPBACK + ":" + server.port() + "/v1";
        // Leaves a connection in the pool.
        clients.of(Payer.SUITE, url)
                .get()
                .uri(url)
                .responseSingle((response, body) -> body.asString())
                .block(LIMIT);

        StepVerifier.create(streams(clients, Payer.USER, url))
                .expectError(ModelFailure.class)
                .verify(LIMIT);
        assertThat(reached).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {LOOPBACK, "127.0.0.0/8", "localhost", "named.example"})
    void goesWhereTheOperatorOpened(String opened) {
        var host = opened.endsWith("/8") ? LOOPBACK : opened;
        answers.add(LOOPBACK);

        new NettyProviderProbe(clients(List.of(opened)))
                .probe(new ProviderCredential("sk", "http://" + host + ":" + server.port(), Payer.USER))
                .block(LIMIT);

        assertThat(reached).hasValue(1);
    }

    @Test
    void goesToTheSuitesOwnAddressWhoeverPays() {
        for (var payer : Payer.values()) {
            new NettyProviderProbe(clients(List.of()))
                    .probe(new ProviderCredential("sk", suites(), payer))
                    .block(LIMIT);
        }
        assertThat(reached).hasValue(3);
    }

    @Test
    void goesNoFurtherThanTheSuitesOwnAddress() {
        StepVerifier.create(streams(clients(List.of()), Payer.USER, suites() + "0/v1"))
                .expectError(ModelFailure.class)
                .verify(LIMIT);
        assertThat(reached).hasValue(0);
    }

    @Test
    void tellsWhatTheProviderSaysOfAKey() {
        assertThat(probed("/unknown").code()).isEqualTo(FailureCode.PROVIDER_REJECTED_KEY);
        assertThat(probed("/busy").code()).isEqualTo(FailureCode.PROVIDER_RATE_LIMITED);
        assertThat(probed("/moved").code()).as("no redirect is followed").isEqualTo(FailureCode.PROVIDER_UNAVAILABLE);
        assertThat(reached).hasValue(3);
    }

    @Test
    void givesAProviderThatSaysNothingTenSeconds() {
        assertThat(probed("/silent").code()).isEqualTo(FailureCode.TIMEOUT);
    }

    @Test
    void doesNotReadWhatAProviderHasToSayBeyondItsStatus() {
        new NettyProviderProbe(clients(List.of()))
                .probe(new ProviderCredential("sk", suites() + "/endless", Payer.SUITE))
                .block(LIMIT);
        assertThat(reached).hasValue(1);
    }

    @Test
    void closesConnectionsToAddressesThatNobodyCallsAgain() {
        var clients = clients(List.of("127.0.0.0/8", "one.example", "two.example"));
        for (var host : List.of("one.example", "two.example")) {
            answers.add(LOOPBACK);
            var url = "http://" + host + ":" + server.port() + "/v1";
            clients.of(Payer.USER, url)
                    .get()
                    .uri(url)
                    .responseSingle((response, body) -> body.asString())
                    .block(LIMIT);
        }
        assertThat(open).as("kept for the next call").isNotEmpty();

        Awaitility.await().atMost(LIMIT).until(open::isEmpty);
    }

    private ModelFailure probed(String path) {
        var failure = new NettyProviderProbe(clients(List.of()))
                .probe(new ProviderCredential("sk", suites() + path, Payer.SUITE))
                .<Throwable>map(_ -> new AssertionError("it was accepted"))
                .onErrorResume(Mono::just)
                .block(LIMIT);
        assertThat(failure).isInstanceOf(ModelFailure.class);
        return (ModelFailure) failure;
    }

    private static void isForbidden(Throwable failure) {
        assertThat(failure).isInstanceOf(ModelFailure.class).hasMessage("an address that is not allowed");
        assertThat(((ModelFailure) failure).code()).isEqualTo(FailureCode.PROVIDER_UNAVAILABLE);
        assertThat(((ModelFailure) failure).isPassing()).isFalse();
    }

    private static reactor.core.publisher.Flux<?> streams(ProviderClients clients, Payer payer, String url) {
        return new NettyProviderStreams(clients).open(new Call(url + "/chat/completions", Map.of(), "{}", payer));
    }

    private String suites() {
        return "http://" + LOOPBACK + ":" + server.port() + "/suite";
    }

    private ProviderClients clients(List<String> allow) {
        if (clients != null) {
            clients.close();
        }
        var properties = new ModelProperties("", suites(), "", 8, Duration.ofSeconds(2), Duration.ofSeconds(5));
        clients = new ProviderClients(properties, AddressRule.opening(allow), new Names(), IDLE, LOOK_EVERY);
        return clients;
    }

    private String lookup(String name) {
        lookups.incrementAndGet();
        assertThat(name).isNotEmpty();
        return String.valueOf(answers.poll());
    }

    /** Answers each lookup with the next line of the test. */
    private final class Names extends AddressResolverGroup<InetSocketAddress> {

        @Override
        protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
            return new InetNameResolver(executor) {
                @Override
                protected void doResolve(String name, Promise<InetAddress> promise) throws UnknownHostException {
                    promise.setSuccess(InetAddress.getByName(lookup(name)));
                }

                @Override
                protected void doResolveAll(String name, Promise<List<InetAddress>> promise)
                        throws UnknownHostException {
                    var found = new java.util.ArrayList<InetAddress>();
                    for (var address : lookup(name).split(" ")) {
                        found.add(InetAddress.getByName(address));
                    }
                    promise.setSuccess(found);
                }
            }.asAddressResolver();
        }
    }
}
