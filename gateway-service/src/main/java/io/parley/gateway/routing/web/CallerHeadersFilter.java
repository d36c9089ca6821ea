package io.parley.gateway.routing.web;

import io.parley.gateway.access.InternalTokens;
import io.parley.gateway.access.web.Callers;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Replaces everything a client says about who or where it is by what the gateway found out: the internal token. */
@Component
class CallerHeadersFilter implements GlobalFilter, Ordered {

    private static final Set<String> CLAIMED = Set.of(
            "authorization", "cookie", "forwarded", "via", "expect", "origin", "proxy-authorization", "x-real-ip");
    private static final List<String> CLAIMED_PREFIXES =
            List.of("x-forwarded-", "x-user", "x-parley-", "x-tenant", "x-role", "x-auth", "x-original-");

    private final InternalTokens tokens;

    CallerHeadersFilter(InternalTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        String token = tokens.mint(Callers.of(exchange));
        ServerHttpRequest request = exchange.getRequest()
                .mutate()
                .headers(headers -> {
                    headers.headerNames().stream()
                            .filter(CallerHeadersFilter::isClaim)
                            .toList()
                            .forEach(headers::remove);
                    headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + token);
                })
                .build();
        return chain.filter(exchange.mutate().request(request).build());
    }

    private static boolean isClaim(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return CLAIMED.contains(name) || CLAIMED_PREFIXES.stream().anyMatch(name::startsWith);
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }
}
