package io.parley.completion.model.netty;

import io.parley.completion.model.ModelProperties;
import io.parley.completion.model.ProviderStreams;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The one HTTP client for all providers. */
@Configuration(proxyBeanMethods = false)
class ModelNettyConfiguration {

    @Bean(destroyMethod = "close")
    ProviderStreams providerStreams(ModelProperties properties) {
        return new NettyProviderStreams(properties);
    }
}
