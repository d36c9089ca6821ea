package io.parley.e2e.ledger.client;

import io.parley.e2e.ledger.check.Fact;
import io.parley.testkit.chat.OutsideTokens;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The suite as its clients reach it: an address, which may be a proxy's, and tokens for whoever wants to come. */
public record Gateway(InetSocketAddress address, OutsideTokens tokens) {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration TOKEN_LASTS = Duration.ofHours(12);
    private static final Duration CAUGHT_UP_WITHIN = Duration.ofSeconds(20);
    private static final int UNAVAILABLE = 503;
    private static final int PAGE = 200;
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    public static Gateway at(URI uri, OutsideTokens tokens) {
        return new Gateway(new InetSocketAddress(uri.getHost(), uri.getPort()), tokens);
    }

    /** The same suite behind something else. */
    public Gateway through(int port) {
        return new Gateway(new InetSocketAddress(address.getHostString(), port), tokens);
    }

    public String token(String user, String... roles) {
        return tokens.token("default", user, TOKEN_LASTS, roles);
    }

    /**
     * An answer over HTTP, whatever its status.
     *
     * @param retryAfter how long the client is asked to wait, zero where it is not asked
     */
    public record Reply(int status, String body, Duration retryAfter) {
        public JsonNode json() {
            return Frame.JSON.readTree(body);
        }

        /** The one answer after which the contract has a client ask again: a service still reads what happened before. */
        public boolean isBehind() {
            return status == UNAVAILABLE && body.contains("\"view_behind\"") && retryAfter.isPositive();
        }

        public Reply expecting(int... statuses) throws IOException {
            for (int expected : statuses) {
                if (status == expected) {
                    return this;
                }
            }
            throw new IOException("answered %d: %s".formatted(status, body));
        }
    }

    public Reply get(String token, String path) throws IOException {
        return call("GET", token, path, null);
    }

    public Reply post(String token, String path, Object body) throws IOException {
        return call("POST", token, path, Frame.JSON.writeValueAsString(body));
    }

    /** @param token of the caller, if it has one */
    public Reply call(String method, @Nullable String token, String path, @Nullable String body) throws IOException {
        var request = HttpRequest.newBuilder(
                        URI.create("http://%s:%d%s".formatted(address.getHostString(), address.getPort(), path)))
                .timeout(LIMIT)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        try {
            var response = HTTP.send(request.build(), BodyHandlers.ofString());
            long retryAfter = response.headers().firstValueAsLong("Retry-After").orElse(0);
            return new Reply(response.statusCode(), response.body(), Duration.ofSeconds(retryAfter));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }

    /** Asks again, after the time it is told, for as long as a service is catching up; the last answer where it never does. */
    public Reply patiently(String method, @Nullable String token, String path, @Nullable String body)
            throws IOException {
        long end = System.nanoTime() + CAUGHT_UP_WITHIN.toNanos();
        var reply = call(method, token, path, body);
        while (reply.isBehind() && System.nanoTime() < end) {
            Pause.of(reply.retryAfter());
            reply = call(method, token, path, body);
        }
        return reply;
    }

    /** A stretch of the history, and up to where it is whole. */
    public record History(List<Fact> facts, long cursor) {}

    public History history(String token, String conversation, long after) throws IOException {
        var facts = new ArrayList<Fact>();
        long from = after;
        while (true) {
            var page = get(token, "/chat/%s/history?limit=%d&after=%d".formatted(conversation, PAGE, Math.max(0, from)))
                    .expecting(200)
                    .json();
            page.path("messages").valueStream().map(Frame::entry).forEach(facts::add);
            if (!page.path("has_more").asBoolean(false)) {
                return new History(List.copyOf(facts), page.at("/cursor/seq").asLong(-1));
            }
            from = facts.getLast().seq();
        }
    }

    public WireSocket socket(String token, String path, int receiveBuffer) throws IOException {
        return WireSocket.open(address, path, token, LIMIT, receiveBuffer);
    }
}
