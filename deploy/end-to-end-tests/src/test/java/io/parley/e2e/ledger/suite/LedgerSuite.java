package io.parley.e2e.ledger.suite;

import io.parley.e2e.Installation;
import io.parley.e2e.ledger.client.Gateway;
import io.parley.e2e.ledger.client.Pause;
import io.parley.local.LocalSuite;
import io.parley.local.Replica;
import io.parley.local.SuiteOptions;
import io.parley.testkit.chat.OutsideTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** A suite whose limits nobody reaches, and its network: clients come through the proxy, the checker reads directly. */
public final class LedgerSuite implements AutoCloseable {
    private static final String NO_LIMIT = "1000000";

    /** What is reached over HTTP and may have two replicas; ai-completion takes its work from the log. */
    private static final List<String> BALANCED = List.of("chat-session", "history");

    private static final Duration WHOLE_WITHIN = Duration.ofMinutes(2);
    private static final long LOOKS_EVERY_MILLIS = 100;

    private final LocalSuite local;
    private final Gateway direct;
    private final TcpProxy network;
    private final Map<String, TcpProxy> balancers;
    private final Map<String, Replica> seconds = new ConcurrentHashMap<>();
    private final Consumer<String> say;

    private LedgerSuite(
            LocalSuite local, Gateway direct, TcpProxy network, Map<String, TcpProxy> balancers, Consumer<String> say) {
        this.local = local;
        this.direct = direct;
        this.network = network;
        this.balancers = balancers;
        this.say = say;
    }

    public static LedgerSuite start(String name, Map<String, String> settings, Consumer<String> say) {
        try {
            var environment = new HashMap<>(settings);
            environment.put("PATH", System.getenv("PATH"));
            environment.put("PARLEY_DATA_DIR", Installation.freshDirectory(name).toString());
            environment.put("PARLEY_PORT", Integer.toString(Installation.freePorts()));
            environment.put("PARLEY_RATE_MESSAGES", NO_LIMIT);
            var balancers = new HashMap<String, TcpProxy>();
            BALANCED.forEach(service -> balancers.put(service, TcpProxy.to()));
            var options = new SuiteOptions(
                    Installation.ROOT, environment, Optional.of(Installation.CACHE), say, uris(balancers));
            var local = new LocalSuite(options).start();
            balancers.forEach((service, balancer) -> balancer.add(address(local.address(service))));
            var tokens = OutsideTokens.ofFile(local.dataDirectory().resolve("keys/jwt.secret"));
            var direct = Gateway.at(local.gateway(), tokens);
            return new LedgerSuite(local, direct, TcpProxy.to(direct.address()), balancers, say);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What the checker and the scenarios use: no fault of the network reaches them. */
    public Gateway direct() {
        return direct;
    }

    /** What the clients use. */
    public Gateway throughTheNetwork() {
        return direct.through(network.port());
    }

    public TcpProxy network() {
        return network;
    }

    /** As it runs now, by its name in the data directory. */
    public ProcessHandle process(String name) {
        return local.process(name);
    }

    /** The broker's address, for records that no service would append. */
    public String kafka() {
        return "127.0.0.1:" + (direct.address().getPort() + 21);
    }

    /** Returns when it is ready and, where it is reached over HTTP, gets its part of new connections. */
    public void addSecond(String service) {
        var second = local.startReplica(service, 1);
        seconds.put(service, second);
        if (balancers.containsKey(service)) {
            balancers.get(service).add(address(second.address()));
        }
    }

    public int balancerPort(String service) {
        return balancers.get(service).port();
    }

    public boolean hasSecond(String service) {
        return seconds.containsKey(service);
    }

    /** As a deployment does it: nothing new for it, then an orderly end. */
    public void removeSecond(String service) {
        var second = seconds.remove(service);
        if (second != null) {
            if (balancers.containsKey(service)) {
                balancers.get(service).remove(address(second.address()));
            }
            second.close();
        }
    }

    public void say(String what) {
        say.accept(what);
    }

    /** Returns when the gateway finds every service well, with the time that took. */
    public Duration awaitWhole() {
        long from = System.nanoTime();
        while (!isWhole()) {
            if (System.nanoTime() - from > WHOLE_WITHIN.toNanos()) {
                throw new IllegalStateException("the suite is not whole after " + WHOLE_WITHIN);
            }
            Pause.ofMillis(LOOKS_EVERY_MILLIS);
        }
        return Duration.ofNanos(System.nanoTime() - from);
    }

    @Override
    public void close() {
        network.close();
        local.close();
        balancers.values().forEach(TcpProxy::close);
    }

    private static Map<String, URI> uris(Map<String, TcpProxy> balancers) {
        var uris = new HashMap<String, URI>();
        balancers.forEach((service, balancer) -> uris.put(service, URI.create("http://127.0.0.1:" + balancer.port())));
        return uris;
    }

    private static InetSocketAddress address(URI uri) {
        return new InetSocketAddress(uri.getHost(), uri.getPort());
    }

    private boolean isWhole() {
        try {
            return direct.call("GET", null, "/health", null).status() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }
}
