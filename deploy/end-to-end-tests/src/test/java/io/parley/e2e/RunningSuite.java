package io.parley.e2e;

import io.parley.local.LocalSuite;
import io.parley.local.SuiteOptions;
import io.parley.testkit.chat.ChatClient;
import io.parley.testkit.chat.OutsideTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A suite started by the launcher that {@code ./parley up} uses, and the people who come to its gateway. */
public final class RunningSuite implements AutoCloseable {
    private final LocalSuite local;
    private final OutsideTokens tokens;

    private RunningSuite(LocalSuite local) {
        this.local = local;
        this.tokens = OutsideTokens.ofSecret(secret());
    }

    /** On ports and in a directory of its own, with these settings beside. */
    static RunningSuite start(String name, Map<String, String> settings) {
        try {
            var environment = new HashMap<>(Installation.SHORT_LIVED);
            environment.putAll(settings);
            environment.put("PATH", System.getenv("PATH"));
            environment.put("PARLEY_DATA_DIR", Installation.freshDirectory(name).toString());
            var pages = System.getenv("PARLEY_WEB_DIR");
            if (pages != null) {
                environment.put(
                        "PARLEY_WEB_DIR", Installation.ROOT.resolve(pages).toString());
            }
            environment.put("PARLEY_PORT", Integer.toString(Installation.freePorts()));
            var options = new SuiteOptions(
                    Installation.ROOT,
                    environment,
                    Optional.of(Installation.CACHE),
                    line -> System.out.println(name + ": " + line));
            return new RunningSuite(new LocalSuite(options).start());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public String url() {
        return local.gateway().toString();
    }

    public Path dataDirectory() {
        return local.dataDirectory();
    }

    /** What tokens are signed with. */
    String secret() {
        try {
            return Files.readString(dataDirectory().resolve("keys/jwt.secret")).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public OutsideTokens tokens() {
        return tokens;
    }

    /** Somebody who has never been here. */
    public ChatClient visitor() {
        return visitor("visitor-" + UUID.randomUUID());
    }

    public ChatClient visitor(String sub, String... roles) {
        return visitorWith(tokens.token(sub, roles));
    }

    public ChatClient visitorWith(String token) {
        return ChatClient.of(url(), token);
    }

    ChatClient nobody() {
        return ChatClient.anonymous(url());
    }

    /** The process as it runs now, by its name in the data directory. */
    public ProcessHandle process(String name) {
        return local.process(name);
    }

    @Override
    public void close() {
        local.close();
    }
}
