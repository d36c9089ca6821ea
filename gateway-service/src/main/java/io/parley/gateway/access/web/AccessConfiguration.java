package io.parley.gateway.access.web;

import io.parley.gateway.access.AccessProperties;
import io.parley.gateway.access.AccessTokens;
import io.parley.gateway.access.ConnectTickets;
import org.springframework.boot.webflux.autoconfigure.WebHttpHandlerBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Puts {@link QueryToken} before everything else of the web layer, and the access filter behind the admission's. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    @Bean
    @Order(2)
    WebHttpHandlerBuilderCustomizer access(AccessProperties properties, AccessTokens tokens, ConnectTickets tickets) {
        return builder -> builder.filters(filters -> filters.add(new AccessFilter(tokens, tickets)))
                .httpHandlerDecorator(next -> new QueryToken(next, properties.queryToken()));
    }
}
