package io.parley.platform.identity;

import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Puts {@link CallerFilter} before every route of a service behind the gateway. */
@AutoConfiguration
@EnableConfigurationProperties(IdentityProperties.class)
@ConditionalOnProperty(name = "parley.identity.enabled", matchIfMissing = true)
class IdentityAutoConfiguration {

    @Bean
    CallerFilter callerFilter(IdentityProperties properties) {
        if (properties.keyFile() == null) {
            throw new IllegalStateException("PARLEY_INTERNAL_KEY_FILE is not set: the gateway's word could not be"
                    + " verified. ./parley up makes the file; docs/configuration.md says how to make one by hand.");
        }
        return new CallerFilter(new InternalTokens(properties.keyFile(), Clock.systemUTC()));
    }
}
