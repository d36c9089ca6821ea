package io.parley.testkit.violations.feature;

import java.time.Duration;
import reactor.core.publisher.Mono;

/** No breach: a view applies its batch on a listener's own thread. */
class ThingsView {

    String apply(Mono<String> mono) {
        return mono.block(Duration.ofSeconds(5));
    }
}
