package io.parley.gateway.access.jose;

import io.netty.channel.ChannelOption;
import io.parley.gateway.access.AccessProperties;
import io.parley.gateway.access.AccessTokens;
import io.parley.gateway.access.GuestKeys;
import io.parley.gateway.access.GuestPasses;
import io.parley.gateway.access.InternalTokens;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;

/** Wires issuers, guests and the internal token. */
@Configuration(proxyBeanMethods = false)
class JoseConfiguration {

    private static final Logger log = LoggerFactory.getLogger(JoseConfiguration.class);
    private static final int LARGEST_KEY_SET = 256 * 1024;

    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    GuestKeyRing guestKeyRing(GuestKeys store, Clock clock, AccessProperties properties) {
        return new GuestKeyRing(store, clock, properties);
    }

    @Bean
    GuestPasses guestPasses(GuestKeyRing ring, Clock clock) {
        return new SignedGuestPasses(ring, clock);
    }

    @Bean
    AccessTokens accessTokens(AccessProperties properties, GuestKeyRing guests, Clock clock) {
        HttpClient http = HttpClient.create()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        properties.jwksTimeout().toMillis())
                .responseTimeout(properties.jwksTimeout());
        WebClient web = WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(http))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(LARGEST_KEY_SET))
                .build();
        List<TrustedIssuer> issuers =
                new ArrayList<>(new TrustedIssuers(properties, new PublishedKeys(web), clock).configured());
        if (issuers.isEmpty()) {
            log.warn("No issuer is configured: only guests can come in");
        }
        if (properties.guests().enabled()) {
            issuers.add(new TrustedIssuer(SignedGuestPasses.RULES, guests, null));
        }
        return new NimbusAccessTokens(issuers, clock);
    }

    @Bean
    SigningKeyFile signingKeyFile(AccessProperties properties) {
        String file = properties.internalKeyFile();
        if (file == null || file.isBlank()) {
            throw new IllegalArgumentException("PARLEY_INTERNAL_KEY_FILE is not set");
        }
        return new SigningKeyFile(Path.of(file));
    }

    @Bean
    InternalTokens internalTokens(SigningKeyFile keys, Clock clock) {
        return new SignedInternalTokens(keys, clock);
    }
}
