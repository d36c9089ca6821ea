package io.parley.gateway.access.web;

import io.parley.gateway.access.AccessProperties;
import org.springframework.boot.webflux.autoconfigure.WebHttpHandlerBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts {@link QueryToken} before everything else of the web layer. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    @Bean
    WebHttpHandlerBuilderCustomizer queryToken(AccessProperties properties) {
        return builder -> builder.httpHandlerDecorator(next -> new QueryToken(next, properties.queryToken()));
    }
}
