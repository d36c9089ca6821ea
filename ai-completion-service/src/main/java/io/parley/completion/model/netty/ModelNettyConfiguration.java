package io.parley.completion.model.netty;

import io.parley.completion.model.AddressRule;
import io.parley.completion.model.ModelProperties;
import io.parley.completion.model.ProviderProbe;
import io.parley.completion.model.ProviderStreams;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Calls to all providers, over one pool of connections. */
@Configuration(proxyBeanMethods = false)
class ModelNettyConfiguration {

    @Bean(destroyMethod = "close")
    ProviderClients providerClients(ModelProperties properties, AddressRule rule) {
        return new ProviderClients(properties, rule);
    }

    @Bean
    ProviderStreams providerStreams(ProviderClients clients) {
        return new NettyProviderStreams(clients);
    }

    @Bean
    ProviderProbe providerProbe(ProviderClients clients) {
        return new NettyProviderProbe(clients);
    }
}
