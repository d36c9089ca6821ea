package io.parley.e2e.ledger.suite;

import io.parley.e2e.Installation;
import io.parley.e2e.ledger.client.Gateway;
import io.parley.e2e.ledger.client.Pause;
import io.parley.local.LocalSuite;
import io.parley.local.SuiteOptions;
import io.parley.testkit.chat.OutsideTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A suite whose limits nobody reaches, and its network: clients come through the proxy, the checker reads directly. */
public final class LedgerSuite implements AutoCloseable {
    private static final String NO_LIMIT = "1000000";
    private static final Duration WHOLE_WITHIN = Duration.ofMinutes(2);
    private static final long LOOKS_EVERY_MILLIS = 100;

    private final LocalSuite local;
    private final Gateway direct;
    private final TcpProxy network;
    private final Consumer<String> say;

    private LedgerSuite(LocalSuite local, Gateway direct, TcpProxy network, Consumer<String> say) {
        this.local = local;
        this.direct = direct;
        this.network = network;
        this.say = say;
    }

    public static LedgerSuite start(String name, Map<String, String> settings, Consumer<String> say) {
        try {
            var environment = new HashMap<>(settings);
            environment.put("PATH", System.getenv("PATH"));
            environment.put("PARLEY_DATA_DIR", Installation.freshDirectory(name).toString());
            environment.put("PARLEY_PORT", Integer.toString(Installation.freePorts()));
            environment.put("PARLEY_RATE_MESSAGES", NO_LIMIT);
            var options = new SuiteOptions(Installation.ROOT, environment, Optional.of(Installation.CACHE), say);
            var local = new LocalSuite(options).start();
            var tokens = OutsideTokens.ofFile(local.dataDirectory().resolve("keys/jwt.secret"));
            var direct = Gateway.at(local.gateway(), tokens);
            return new LedgerSuite(local, direct, TcpProxy.to(direct.address()), say);
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
    }

    private boolean isWhole() {
        try {
            return direct.call("GET", null, "/health", null).status() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }
}
