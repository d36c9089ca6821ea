package io.parley.gateway.access.web;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** Where a request carries its credential. */
final class Credentials {

    private static final String SCHEME = "bearer ";
    private static final String TICKET = "ticket.";
    private static final String SUBPROTOCOLS = "Sec-WebSocket-Protocol";

    private Credentials() {}

    static Optional<String> token(ServerHttpRequest request) {
        String header = request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? Optional.of(header.substring(SCHEME.length()).strip())
                : Optional.empty();
    }

    static Optional<String> ticket(ServerHttpRequest request) {
        List<String> offered = request.getHeaders().getOrEmpty(SUBPROTOCOLS);
        return offered.stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(String::strip)
                .filter(protocol -> protocol.startsWith(TICKET))
                .map(protocol -> protocol.substring(TICKET.length()))
                .findFirst();
    }
}
