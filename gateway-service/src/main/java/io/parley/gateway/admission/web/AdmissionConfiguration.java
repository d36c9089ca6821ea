package io.parley.gateway.admission.web;

import io.parley.gateway.admission.AdmissionProperties;
import io.parley.gateway.admission.AllowedOrigins;
import org.springframework.boot.webflux.autoconfigure.WebHttpHandlerBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/**
 * Puts the admission filters before the access filter. They are no beans of their own: the management port would take
 * them over, and probes bring no credential.
 */
@Configuration(proxyBeanMethods = false)
class AdmissionConfiguration {

    @Bean
    @Order(1)
    WebHttpHandlerBuilderCustomizer admission(AllowedOrigins origins, AdmissionProperties properties) {
        return builder -> builder.filters(filters -> {
            filters.add(new RequestIdFilter());
            filters.add(new OriginFilter(origins));
            filters.add(new BodyLimitFilter(properties));
        });
    }
}
