package io.parley.gateway.access.web;

import io.parley.gateway.access.AccessDenied;
import io.parley.gateway.access.AccessTokens;
import io.parley.gateway.access.Caller;
import io.parley.gateway.access.ConnectTickets;
import io.parley.gateway.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/** Nothing goes on without a known caller, but for the few open paths. Judged before any upgrade. */
class AccessFilter implements WebFilter {

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final List<PathPattern> OPEN_TO_READ =
            patterns("/health", "/static/**", "/desk/**", "/.well-known/**");
    private static final PathPattern GUEST = PathPatternParser.defaultInstance.parse("/auth/guest");
    private static final PathPattern SOCKETS = PathPatternParser.defaultInstance.parse("/ws/**");

    private final AccessTokens tokens;
    private final ConnectTickets tickets;

    AccessFilter(AccessTokens tokens, ConnectTickets tickets) {
        this.tokens = tokens;
        this.tickets = tickets;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (isOpen(exchange)) {
            return chain.filter(exchange);
        }
        return caller(exchange)
                .onErrorMap(AccessDenied.class, denied -> Problem.UNAUTHORIZED.because(denied.reason()))
                .doOnNext(caller -> Callers.remember(exchange, caller))
                .flatMap(caller -> chain.filter(exchange));
    }

    private Mono<Caller> caller(ServerWebExchange exchange) {
        Optional<String> token = Credentials.token(exchange.getRequest());
        if (token.isPresent()) {
            return tokens.verify(token.get());
        }
        Optional<String> ticket =
                SOCKETS.matches(path(exchange)) ? Credentials.ticket(exchange.getRequest()) : Optional.empty();
        return ticket.map(value ->
                        tickets.redeem(value, exchange.getRequest().getHeaders().getOrigin()))
                .orElseGet(
                        () -> Mono.error(new AccessDenied("A credential is needed: Authorization: Bearer <token>.")));
    }

    private static boolean isOpen(ServerWebExchange exchange) {
        HttpMethod method = exchange.getRequest().getMethod();
        if (READING.contains(method)) {
            PathContainer path = path(exchange);
            return OPEN_TO_READ.stream().anyMatch(pattern -> pattern.matches(path));
        }
        return HttpMethod.POST.equals(method) && GUEST.matches(path(exchange));
    }

    private static PathContainer path(ServerWebExchange exchange) {
        return exchange.getRequest().getPath().pathWithinApplication();
    }

    private static List<PathPattern> patterns(String... patterns) {
        return List.of(patterns).stream()
                .map(PathPatternParser.defaultInstance::parse)
                .toList();
    }
}
