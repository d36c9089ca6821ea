package io.parley.e2e.browser;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Somebody else's page, served from this machine under a name of its own: what embeds the widget, or tries to get in. */
public final class Website implements AutoCloseable {
    private final HttpServer server;
    private final String name;

    private Website(HttpServer server, String name) {
        this.server = server;
        this.name = name;
    }

    /**
     * @param name {@code localhost}, whose pages a suite lets in as it comes; or one below it, whose pages it does not
     * @param headers of the page, a content security policy for one
     */
    public static Website of(String name, String html, Map<String, String> headers) {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var body = html.getBytes(StandardCharsets.UTF_8);
            server.createContext("/", exchange -> {
                exchange.getResponseHeaders().set("Content-Type", "text/html;charset=utf-8");
                headers.forEach(exchange.getResponseHeaders()::set);
                exchange.sendResponseHeaders(200, body.length);
                try (exchange) {
                    exchange.getResponseBody().write(body);
                }
            });
            server.start();
            return new Website(server, name);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public String url() {
        return "http://" + name + ":" + server.getAddress().getPort() + "/";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
