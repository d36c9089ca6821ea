package io.parley.gateway.access.web;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;

/**
 * Seed 003's {@code ?token=}: takes it out of the address of a socket before anything can route, log or trace it, and
 * puts it where tokens belong, unless the caller sent one there. Stands before Spring's own handlers for that reason.
 */
final class QueryToken implements HttpHandler {

    private static final String SOCKETS = "/ws/";
    private static final String PARAMETER = "token";

    private final HttpHandler next;
    private final boolean counts;

    QueryToken(HttpHandler next, boolean counts) {
        this.next = next;
        this.counts = counts;
    }

    @Override
    public Mono<Void> handle(ServerHttpRequest request, ServerHttpResponse response) {
        String query = request.getURI().getRawQuery();
        boolean isSocket = request.getPath().value().startsWith(SOCKETS);
        return next.handle(isSocket && query != null ? withoutToken(request, query) : request, response);
    }

    private ServerHttpRequest withoutToken(ServerHttpRequest request, String query) {
        List<String> kept = new ArrayList<>();
        String token = null;
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (decoded(equals < 0 ? pair : pair.substring(0, equals)).equals(PARAMETER)) {
                token = token == null && equals >= 0 ? decoded(pair.substring(equals + 1)) : token;
            } else {
                kept.add(pair);
            }
        }
        ServerHttpRequest.Builder stripped = request.mutate().uri(address(request.getURI(), String.join("&", kept)));
        return counts && token != null && !hasToken(request)
                ? stripped.header(HttpHeaders.AUTHORIZATION, "Bearer " + token).build()
                : stripped.build();
    }

    private static boolean hasToken(ServerHttpRequest request) {
        return Credentials.token(request).isPresent();
    }

    private static URI address(URI full, String query) {
        String text = full.toString();
        String path = text.substring(0, text.indexOf('?'));
        return URI.create(query.isEmpty() ? path : path + "?" + query);
    }

    private static String decoded(@Nullable String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }
}
