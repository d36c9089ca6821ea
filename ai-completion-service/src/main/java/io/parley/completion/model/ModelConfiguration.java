package io.parley.completion.model;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Says who pays for an answer. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ModelProperties.class)
class ModelConfiguration {

    @Bean
    ProviderCredentials providerCredentials(ModelProperties properties) {
        return new SuiteCredentials(properties);
    }
}
