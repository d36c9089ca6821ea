package io.parley.gateway.access.mongo;

import java.util.concurrent.TimeUnit;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Short limits for the driver: a request waits for {@link GatewayDatabase} and nobody waits behind it. */
@Configuration(proxyBeanMethods = false)
class MongoConfiguration {

    private static final int SECONDS = 3;
    private static final int CONNECTIONS = 20;

    @Bean
    MongoClientSettingsBuilderCustomizer shortLimits() {
        return settings -> settings.applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(SECONDS, TimeUnit.SECONDS))
                .applyToSocketSettings(socket ->
                        socket.connectTimeout(SECONDS, TimeUnit.SECONDS).readTimeout(SECONDS, TimeUnit.SECONDS))
                .applyToConnectionPoolSettings(
                        pool -> pool.maxSize(CONNECTIONS).minSize(1).maxWaitTime(SECONDS, TimeUnit.SECONDS));
    }
}
