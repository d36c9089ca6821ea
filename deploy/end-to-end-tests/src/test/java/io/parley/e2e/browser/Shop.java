package io.parley.e2e.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A shop that has the widget on its pages. It is another origin than the suite, and its Content-Security-Policy allows
 * nothing but what docs/widget.md asks for.
 */
final class Shop implements AutoCloseable {
    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Lamps</title>
                <link rel="icon" href="data:,">
            </head>
            <body>
            <main>
                <h1>Lamps for late hours</h1>
                <p>Light that knows when to be quiet.</p>
                <a href="/basket">Basket</a>
            </main>
            %s
            </body>
            </html>
            """;

    private final HttpServer server;
    private final String suite;
    private final Map<String, String> files = new ConcurrentHashMap<>();
    private final AtomicInteger number = new AtomicInteger();

    private Shop(HttpServer server, String suite) {
        this.server = server;
        this.suite = suite;
    }

    static Shop with(String suite) {
        try {
            var shop =
                    new Shop(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), suite);
            shop.server.createContext("/", shop::serve);
            shop.server.start();
            return shop;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A page as document 002 has it: one script tag. */
    String page() {
        return pageWith(loader());
    }

    /** The same, with a script of the page's own after it. */
    String page(String script) {
        return pageWith(loader(), own(script));
    }

    /** @param tags at the end of the body */
    String pageWith(String... tags) {
        return "http://localhost:" + server.getAddress().getPort()
                + file(".html", PAGE.formatted(Arrays.stream(tags).collect(Collectors.joining("\n"))));
    }

    String loader() {
        return "<script src=\"%s/static/chat-widget.js\"></script>".formatted(suite);
    }

    /** A tag of a script that the shop serves itself. */
    String own(String script) {
        return "<script src=\"%s\"></script>".formatted(file(".js", script));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private String file(String ending, String content) {
        var path = "/" + number.incrementAndGet() + ending;
        files.put(path, content);
        return path;
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            var body = files.getOrDefault(path, "").getBytes(StandardCharsets.UTF_8);
            var headers = exchange.getResponseHeaders();
            headers.set("Content-Type", (path.endsWith(".js") ? "text/javascript" : "text/html") + ";charset=utf-8");
            headers.set("Content-Security-Policy", policy());
            headers.set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    /** Any port of the suite's host: tests put a line of their own before it. */
    private String policy() {
        var host = URI.create(suite).getHost();
        return String.join(
                "; ",
                List.of(
                        "default-src 'none'",
                        "script-src 'self' " + suite,
                        "connect-src http://%1$s:* ws://%1$s:*".formatted(host),
                        "base-uri 'none'",
                        "form-action 'none'",
                        "img-src data:",
                        "require-trusted-types-for 'script'",
                        "trusted-types dompurify"));
    }
}
