package io.parley.testkit.violations.feature;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

class CollectsWithoutBound {

    Flux<String> buffer(Flux<String> flux) {
        return flux.onBackpressureBuffer();
    }

    Flux<String> cache(Flux<String> flux) {
        return flux.cache();
    }

    Sinks.Many<String> unicast() {
        return Sinks.many().unicast().onBackpressureBuffer();
    }

    Sinks.Many<String> replay() {
        return Sinks.many().replay().all();
    }

    Flux<String> bounded(Flux<String> flux) {
        return flux.onBackpressureBuffer(16).cache(16);
    }
}
