package io.parley.gateway.admission.web;

import java.util.UUID;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Gives each request an id that the services log and the client can name in a complaint. */
class RequestIdFilter implements WebFilter {

    private static final String HEADER = "x-request-id";

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String id = "req_" + UUID.randomUUID().toString().replace("-", "");
        ServerHttpRequest request =
                exchange.getRequest().mutate().header(HEADER, id).build();
        ServerHttpResponse response = exchange.getResponse();
        // Last of all, so that what a service says under the same name does not stand beside it.
        response.beforeCommit(() -> {
            response.getHeaders().set(HEADER, id);
            return Mono.empty();
        });
        return chain.filter(exchange.mutate().request(request).build());
    }
}
