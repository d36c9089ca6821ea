package io.parley.gateway.health.web;

import com.mongodb.reactivestreams.client.MongoClient;
import io.netty.channel.ChannelOption;
import io.parley.gateway.access.GuestPasses;
import io.parley.gateway.health.ServiceHealth;
import io.parley.gateway.health.SuiteHealth;
import io.parley.gateway.routing.RoutingProperties;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bson.Document;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** Asks the services' management ports, and the gateway's own database and keys. */
@Configuration(proxyBeanMethods = false)
class HealthConfiguration {

    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final int OK = 200;

    @Bean
    SuiteHealth suiteHealth(RoutingProperties routing, ReactiveHealthIndicator gatewayHealthIndicator) {
        HttpClient client = HttpClient.create()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) LIMIT.toMillis())
                .responseTimeout(LIMIT);
        Map<String, ServiceHealth> services = new LinkedHashMap<>();
        services.put("gateway", () -> isUp(gatewayHealthIndicator));
        routing.byName().forEach((name, service) -> services.put(name, () -> isUp(client, service.healthUrl())));
        return new SuiteHealth(services);
    }

    /** Ready is: the own database answers and the guest keys are loaded from it. */
    @Bean
    ReactiveHealthIndicator gatewayHealthIndicator(MongoClient mongo, GuestPasses guests) {
        return () -> Mono.from(mongo.getDatabase("admin").runCommand(new Document("ping", 1)))
                .then(guests.publicKeys())
                .map(keys -> Health.up().build())
                .timeout(LIMIT)
                .onErrorReturn(Health.down().build());
    }

    private static Mono<Boolean> isUp(ReactiveHealthIndicator indicator) {
        return indicator.health().map(health -> health.equals(Health.up().build()));
    }

    private static Mono<Boolean> isUp(HttpClient client, URI management) {
        return client.get()
                .uri(management.resolve("/actuator/health/readiness"))
                .responseSingle((response, body) ->
                        body.then().thenReturn(response.status().code() == OK))
                .timeout(LIMIT)
                .onErrorReturn(false);
    }
}
