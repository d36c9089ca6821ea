package io.parley.completion.model;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Says where calls to models may go. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ModelProperties.class, ProviderProperties.class})
class ModelConfiguration {

    @Bean
    AddressRule addressRule(ProviderProperties properties) {
        return AddressRule.opening(properties.allow());
    }
}
