package io.parley.gateway.health.web;

import io.parley.gateway.health.SuiteHealth;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What anybody may know: whether the suite works, and which part does not. */
@RestController
class HealthController {

    record HealthAnswer(String status, Map<String, String> services) {}

    private final SuiteHealth suite;

    HealthController(SuiteHealth suite) {
        this.suite = suite;
    }

    @GetMapping("/health")
    Mono<ResponseEntity<HealthAnswer>> health() {
        return suite.current().map(HealthController::answer);
    }

    private static ResponseEntity<HealthAnswer> answer(Map<String, Boolean> services) {
        boolean whole = !services.containsValue(false);
        Map<String, String> words = new LinkedHashMap<>();
        services.forEach((name, up) -> words.put(name, up ? "up" : "down"));
        return ResponseEntity.status(whole ? 200 : 503)
                .cacheControl(CacheControl.noStore())
                .body(new HealthAnswer(whole ? "ok" : "degraded", words));
    }
}
