package io.parley.gateway.access.web;

import io.parley.gateway.access.Caller;
import java.util.Objects;
import org.springframework.web.server.ServerWebExchange;

/** The verified caller of an exchange. */
public final class Callers {

    private static final String ATTRIBUTE = Callers.class.getName();

    private Callers() {}

    static void remember(ServerWebExchange exchange, Caller caller) {
        exchange.getAttributes().put(ATTRIBUTE, caller);
    }

    public static Caller of(ServerWebExchange exchange) {
        return Objects.requireNonNull(exchange.getAttribute(ATTRIBUTE), "only behind the access filter");
    }
}
