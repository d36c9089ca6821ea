package io.parley.platform.problem;

import io.parley.events.log.WireJson;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;

/** The suite's JSON and its way of saying what went wrong, for every HTTP route. */
@AutoConfiguration
class ProblemAutoConfiguration {

    @Bean
    ProblemHandler problemHandler() {
        return new ProblemHandler();
    }

    @Bean
    FormBodyFilter formBodyFilter() {
        return new FormBodyFilter();
    }

    @Bean
    JsonMapperBuilderCustomizer wireJson() {
        return WireJson::settings;
    }
}
