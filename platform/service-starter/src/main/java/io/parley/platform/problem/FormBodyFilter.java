package io.parley.platform.problem;

import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Takes a body that is called a form for JSON: it is what curl and others say where nobody told them otherwise. No route
 * of the suite reads forms of this kind, and WebFlux would refuse one before a route looked at it.
 */
class FormBodyFilter implements WebFilter {

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (!isForm(exchange.getRequest().getHeaders())) {
            return chain.filter(exchange);
        }
        return chain.filter(exchange.mutate()
                .request(request -> request.headers(headers -> headers.setContentType(MediaType.APPLICATION_JSON)))
                .build());
    }

    private static boolean isForm(HttpHeaders headers) {
        try {
            MediaType type = headers.getContentType();
            return type != null && type.isCompatibleWith(MediaType.APPLICATION_FORM_URLENCODED);
        } catch (InvalidMediaTypeException unreadable) {
            return false; // refused where the body is read, if it is
        }
    }
}
