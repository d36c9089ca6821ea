package io.parley.gateway.health;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The health of all services by name, asked at most once a second however many want to know. */
public final class SuiteHealth {

    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Mono<Map<String, Boolean>> current;

    public SuiteHealth(Map<String, ServiceHealth> services) {
        current = Flux.fromIterable(services.entrySet())
                .flatMap(service -> service.getValue().isUp().map(up -> Map.entry(service.getKey(), up)))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .map(answers -> inOrder(services, answers))
                .cache(FRESH);
    }

    public Mono<Map<String, Boolean>> current() {
        return current;
    }

    private static Map<String, Boolean> inOrder(Map<String, ServiceHealth> services, Map<String, Boolean> answers) {
        Map<String, Boolean> ordered = new LinkedHashMap<>();
        services.keySet().forEach(name -> ordered.put(name, answers.getOrDefault(name, false)));
        return ordered;
    }
}
