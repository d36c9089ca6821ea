package io.parley.platform.identity;

import io.parley.platform.problem.Problem;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Lets nothing into a service that does not carry the gateway's word about who is calling. */
final class CallerFilter implements WebFilter, Ordered {

    private static final String BEARER = "Bearer ";

    private final InternalTokens tokens;

    CallerFilter(InternalTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        // Probes and metrics: a port of their own that no route leads to.
        if (exchange.getRequest().getPath().value().startsWith("/actuator")) {
            return chain.filter(exchange);
        }
        var header = exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.startsWith(BEARER)) {
            return Mono.error(Problem.unauthorized());
        }
        return tokens.verify(header.substring(BEARER.length()))
                .map(caller -> chain.filter(
                        exchange.mutate().principal(Mono.just(caller)).build()))
                .orElseGet(() -> Mono.error(Problem.unauthorized()));
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 10;
    }
}
