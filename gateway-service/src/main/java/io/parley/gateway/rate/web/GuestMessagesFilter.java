package io.parley.gateway.rate.web;

import io.parley.gateway.access.web.Callers;
import io.parley.gateway.admission.web.ClientAddress;
import io.parley.gateway.problem.Problem;
import io.parley.gateway.rate.GuestMessages;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/** Refuses what guests say over HTTP when too much comes from their address. */
@Component
class GuestMessagesFilter implements GlobalFilter, Ordered {

    private static final List<PathPattern> MESSAGES = Stream.of(
                    "/chat/{conversation_id}/messages", "/chat/{conversation_id}/escalate", "/api/chat/ai/send")
            .map(PathPatternParser.defaultInstance::parse)
            .toList();

    private final GuestMessages messages;
    private final ClientAddress addresses;

    GuestMessagesFilter(GuestMessages messages, ClientAddress addresses) {
        this.messages = messages;
        this.addresses = addresses;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        if (!Callers.of(exchange).isGuest() || !isMessage(exchange)) {
            return chain.filter(exchange);
        }
        var wait = messages.take(addresses.of(exchange));
        return wait.isZero()
                ? chain.filter(exchange)
                : Mono.error(Problem.RATE_LIMITED
                        .because("Too many messages come from this address.")
                        .retryAfter(wait));
    }

    private static boolean isMessage(ServerWebExchange exchange) {
        PathContainer path = exchange.getRequest().getPath().pathWithinApplication();
        return HttpMethod.POST.equals(exchange.getRequest().getMethod())
                && MESSAGES.stream().anyMatch(pattern -> pattern.matches(path));
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }
}
